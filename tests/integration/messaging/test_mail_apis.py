"""Mail by a provider's own API: sent, tried again, given up, as by SMTP."""

import datetime as dt

import orjson
import pytest
from django.core.checks import run_checks

from platform_core.kernel.ids import new_id
from platform_core.messaging.posting import build_message, post
from tests.integration.notifications.post_office import SmsServer
from tests.world import now

READER = "buyer@example.com"


class Resend(SmsServer):
    """Takes every mail."""

    def usual(self, path, headers, body):
        return 200, {"id": "49a3999c"}


@pytest.fixture
def resend(settings):
    """The provider, on a port of its own."""
    server = Resend()
    settings.EMAIL_BACKEND = "anymail.backends.resend.EmailBackend"
    settings.ANYMAIL = {"RESEND_API_KEY": "re_key", "RESEND_API_URL": f"{server.url}/", "REQUESTS_TIMEOUT": (1, 1)}
    yield server
    server.stop()


def send():
    message = build_message(
        new_id(), sender="一号店", to=READER, subject="订单已发货", text="打开链接", html="<p>打开链接</p>"
    )
    return message, post(message, now() + dt.timedelta(0))


def test_a_mail_goes_to_the_provider_with_its_key_and_its_own_id(resend):
    message, failure = send()
    assert failure is None
    ((path, headers, body),) = resend.asked
    said = orjson.loads(body)
    assert (path, headers["authorization"]) == ("/emails", "Bearer re_key")
    assert (said["to"], said["subject"], said["text"].strip()) == ([READER], "订单已发货", "打开链接")
    assert said["headers"]["Message-ID"] == message.extra_headers["Message-ID"]


@pytest.mark.parametrize(("status", "is_final"), [(422, True), (400, True), (401, False), (429, False), (503, False)])
def test_what_is_wrong_with_the_mail_is_final_and_what_is_not_is_tried_again(resend, status, is_final):
    resend.answers.append((status, {"message": f"{READER} is wrong"}))
    _, failure = send()
    assert failure.is_final is is_final
    assert str(status) in failure.reason
    assert READER not in failure.reason


def test_a_provider_that_is_not_there_is_tried_again(resend):
    resend.stop()
    _, failure = send()
    assert not failure.is_final


def test_a_provider_that_nobody_knows_is_said_at_start(settings):
    settings.KAQUAN_MAIL_API = "pigeon"
    assert "kaquan.E007" in {problem.id for problem in run_checks()}
    settings.KAQUAN_MAIL_API = "resend"
    assert "kaquan.E007" not in {problem.id for problem in run_checks()}
