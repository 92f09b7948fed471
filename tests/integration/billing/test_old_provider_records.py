"""What the provider told and what was compared is kept for a while, and what nobody dealt with for as long as that lasts."""

import datetime as dt

import pytest

from billing.models import BillingCheck, ProviderEvent
from billing.providers.base import RemoteEvent
from billing.services import purge_provider_records as purging
from billing.services.keep_event import keep_event
from billing.tasks import purge
from config.schedules import SCHEDULE
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def told(name, days, moment, *, handled=True):
    """An event that came so many days ago."""
    at = moment - days * DAY
    with platform_context():
        ProviderEvent.objects.create(
            id=name, provider="stripe", type="invoice.paid", livemode=False, sent_at=at, received_at=at,
            handled_at=at if handled else None, outcome="synced" if handled else "",
        )  # fmt: skip


def compared(days, moment):
    at = moment - days * DAY
    with platform_context():
        BillingCheck.objects.create(kind="events", provider="stripe", began_at=at, ended_at=at, outcome="done")


def test_old_records_go_and_younger_ones_and_what_waits_stay(monkeypatch):
    monkeypatch.setattr(purging, "SLICE", 1)
    moment = now()
    for name, days in (("evt_old", 91), ("evt_older", 400), ("evt_kept", 89)):
        told(name, days, moment)
    told("evt_waits", 400, moment, handled=False)
    compared(181, moment)
    compared(179, moment)
    purge()
    with platform_context():
        left = ProviderEvent.objects.filter(pk__startswith="evt_").values_list("pk", flat=True)
        assert sorted(left) == ["evt_kept", "evt_waits"]
        assert not BillingCheck.objects.filter(began_at__lt=moment - 180 * DAY).exists()
        assert BillingCheck.objects.filter(began_at=moment - 179 * DAY).exists()


def test_what_is_sent_again_while_it_may_be_is_not_new():
    moment = now()
    told("evt_again", 31, moment)
    purge()
    again = RemoteEvent(
        id="evt_again", type="invoice.paid", object_type="invoice", object_id="in_1", customer_id="cus_1",
        livemode=False, sent_at=moment - 31 * DAY,
    )  # fmt: skip
    with platform_context():
        assert not keep_event(event=again, found_by="webhook", now=moment)


def test_the_clock_asks_for_it():
    assert any(each["task"] == purge.name for each in SCHEDULE.values())
