"""A short message that a carrier took is told once, with the parts that it was sent in; one that it did not take is not."""

import pytest

from platform_core.events.models import Event
from platform_core.kernel.ids import public_id
from tenants.notifications.models import Message
from tenants.notifications.segments import segments_of
from tenants.notifications.services import send_message as module
from tenants.notifications.services.send_message import send_message
from tests.api.v1.testing import run_jobs
from tests.integration.notifications.test_texts import gateway, now, one_time_code  # noqa: F401 - a fixture


def told():
    return [(event.object_id, event.payload["segments"]) for event in Event.objects.filter(type="sms.sent")]


def test_a_message_that_was_taken_is_told_once(tenant, gateway):  # noqa: F811
    one_time_code()
    assert told() == []
    run_jobs()
    message = Message.objects.get()
    assert told() == [(public_id("msg", message.id), 1)]
    send_message(message_id=message.id, now=now())
    run_jobs()
    assert len(told()) == 1


def test_a_message_that_was_refused_is_not_told(tenant, gateway):  # noqa: F811
    gateway.answers = [gateway.never]
    one_time_code()
    run_jobs()
    assert Message.objects.get().state == "failed"
    assert told() == []


def test_two_senders_of_one_message_tell_it_once(tenant, gateway, monkeypatch):  # noqa: F811
    """Both were told OK; one of them noted it first."""
    one_time_code()
    message = Message.objects.get()
    real = module._sms

    def slow(row, wall):
        outcome = real(row, wall)
        monkeypatch.setattr(module, "_sms", real)
        send_message(message_id=message.id, now=now())
        return outcome

    monkeypatch.setattr(module, "_sms", slow)
    send_message(message_id=message.id, now=now())
    assert len(gateway.asked) == 2
    assert len(told()) == 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("卡" * 70, 1),
        ("卡" * 71, 2),
        ("卡" * 134, 2),
        ("卡" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("ê", 1),
        ("a" * 70 + "ê", 2),
    ],
)
def test_parts_are_counted_as_carriers_do(text, parts):
    assert segments_of(text) == parts
