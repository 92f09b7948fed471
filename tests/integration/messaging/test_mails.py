"""The outbox of mails: committed with its cause, sent at least once as one message, given up in the end, and then forgotten."""

import datetime as dt
import smtplib
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, transaction

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import handler_of
from platform_core.messaging.enums import MailStatus
from platform_core.messaging.models import Mail
from platform_core.messaging.selectors import find_mail_state
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy import job_runner
from platform_core.tenancy.context import platform_context, tenant_context
from testbed.up import free_port

ADDRESS = "buyer-canary@example.com"
LINK = "https://alpha.example/pickup/canary-token"
FACTS = {
    "shop": "Shop alpha",
    "test": False,
    "number": "T-1",
    "lines": [{"name": "Card · 50", "count": 2}],
    "link": LINK,
    "until": "2026-12-03 16:00",
    "time_zone": "Asia/Shanghai",
}


def queue(tenant, language="zh-hans", sender="Shop alpha", **facts):
    with tenant_context(tenant):
        return queue_mail(
            owner_id=tenant.id,
            to=ADDRESS,
            sender=sender,
            template="issuance/mail/pickup",
            language=language,
            facts={**FACTS, **facts},
            now=now(),
        )


def run_jobs():
    while job_runner.run_next_job():
        pass


def state(tenant, mail_id):
    with tenant_context(tenant):
        return find_mail_state(mail_id)


def rows():
    """All that the database keeps of mails and jobs, as text."""
    with platform_context(), connection.cursor() as cursor:
        cursor.execute("SELECT m::text FROM messaging_mail m UNION ALL SELECT j::text FROM events_job j")
        return "\n".join(row[0] for row in cursor.fetchall())


class Trouble:
    """A mail server that raises what it is told to, then works."""

    def __init__(self, monkeypatch, *errors):
        self.errors, self.messages = list(errors), []
        real = EmailBackend.send_messages

        def send_messages(backend, messages):
            self.messages += messages
            if self.errors:
                raise self.errors.pop(0)
            return real(backend, messages)

        monkeypatch.setattr(EmailBackend, "send_messages", send_messages)


def test_it_is_sent_as_text_and_html_and_then_forgotten(tenant):
    mail_id = queue(tenant)
    assert ADDRESS not in rows()
    assert "canary-token" not in rows()
    assert mail.outbox == []
    run_jobs()
    assert state(tenant, mail_id) == (MailStatus.SENT, "")
    (message,) = mail.outbox
    assert message.to == [ADDRESS]
    assert message.from_email.startswith('"Shop alpha" <') or message.from_email.startswith("Shop alpha <")
    assert message.extra_headers["Message-ID"] == f"<{mail_id.hex}@kaquan.localhost>"
    assert LINK in message.body
    assert f'href="{LINK}"' in message.alternatives[0].content
    with tenant_context(tenant):
        assert Mail.objects.get(pk=mail_id).sealed is None
    assert ADDRESS not in rows()


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("zh-hans", "您在「A & <B>」的卡密已备好", "请勿转发"),
        ("en", "Your codes from A & <B> are ready", "do not pass it on"),
    ],
)
def test_it_speaks_its_readers_language_and_keeps_texts_as_they_are(tenant, language, subject, words):
    queue(tenant, language, shop="A & <B>", number="T<1>", lines=[{"name": "C&D", "count": 1}])
    run_jobs()
    (message,) = mail.outbox
    html = message.alternatives[0].content
    assert message.subject == subject
    assert words in message.body
    assert words in html
    assert "C&D × 1" in message.body
    assert "T<1>" in message.body
    assert "T&lt;1&gt;" in html
    assert "C&amp;D × 1" in html
    assert f'lang="{language}"' in html


def test_a_test_shop_says_so_in_the_subject(tenant):
    queue(tenant, "en", test=True)
    run_jobs()
    assert mail.outbox[0].subject == "[Test] Your codes from Shop alpha are ready"


def test_names_with_line_breaks_make_no_header(tenant):
    mail_id = queue(tenant, sender='Shop"\r\nBcc: x@example.com', shop="Shop\r\nBcc: x@example.com")
    run_jobs()
    assert state(tenant, mail_id).status == MailStatus.SENT
    raw = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=default)
    assert raw["Bcc"] is None
    assert mail.outbox[0].recipients() == [ADDRESS]


def test_it_does_not_exist_when_its_cause_is_undone(tenant):
    with pytest.raises(ZeroDivisionError), tenant_context(tenant), transaction.atomic():
        queue(tenant)
        1 / 0  # noqa: B018
    run_jobs()
    assert mail.outbox == []
    assert "messaging.send_mail" not in rows()


def test_it_is_sent_again_as_the_same_message_when_the_server_comes_back(tenant, monkeypatch, time_machine):
    time_machine.move_to(now())
    trouble = Trouble(monkeypatch, ConnectionRefusedError(111, "no"), smtplib.SMTPDataError(451, b"come again"))
    mail_id = queue(tenant)
    run_jobs()
    assert state(tenant, mail_id) == (MailStatus.QUEUED, "ConnectionRefusedError")
    run_jobs()
    assert len(trouble.messages) == 1, "a pause is kept"
    time_machine.shift(31)
    run_jobs()
    assert state(tenant, mail_id) == (MailStatus.QUEUED, "SMTPDataError 451")
    time_machine.shift(121)
    run_jobs()
    assert state(tenant, mail_id) == (MailStatus.SENT, "")
    assert len({message.extra_headers["Message-ID"] for message in trouble.messages}) == 1
    assert len(mail.outbox) == 1


def test_it_is_given_up_after_a_day_and_the_reason_is_kept(tenant, monkeypatch, time_machine):
    time_machine.move_to(now())
    trouble = Trouble(monkeypatch, *[TimeoutError("no")] * 99)
    mail_id = queue(tenant)
    begun = now()
    while state(tenant, mail_id).status == MailStatus.QUEUED:
        run_jobs()
        time_machine.shift(600)
        assert now() < begun + dt.timedelta(days=2)
    assert state(tenant, mail_id) == (MailStatus.FAILED, "TimeoutError")
    assert dt.timedelta(hours=23) < now() - begun < dt.timedelta(hours=27)
    assert len(trouble.messages) == 10
    with tenant_context(tenant):
        assert Mail.objects.get(pk=mail_id).sealed is None
    time_machine.shift(86_400)
    run_jobs()
    assert len(trouble.messages) == 10


def test_a_server_that_hangs_does_not_hold_up_the_workers_for_every_mail(tenant, monkeypatch, time_machine):
    time_machine.move_to(now())
    trouble = Trouble(monkeypatch, TimeoutError("no"))
    mails = [queue(tenant) for _ in range(5)]
    run_jobs()
    assert len(trouble.messages) == 1
    assert {state(tenant, each) for each in mails} == {(MailStatus.QUEUED, "TimeoutError")}
    for _ in range(2):
        time_machine.shift(121)
        run_jobs()
    assert {state(tenant, each) for each in mails} == {(MailStatus.SENT, "")}
    assert len(mail.outbox) == 5


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, f"no {ADDRESS}".encode())}), "SMTPRecipientsRefused 550"),
        (smtplib.SMTPDataError(554, b"spam"), "SMTPDataError 554"),
    ],
)
def test_a_server_that_says_never_is_believed_and_no_log_has_the_address(tenant, monkeypatch, error, reason, caplog):
    trouble = Trouble(monkeypatch, error)
    mail_id = queue(tenant)
    run_jobs()
    assert state(tenant, mail_id) == (MailStatus.FAILED, reason)
    assert len(trouble.messages) == 1
    assert "not sent" in caplog.text
    assert "canary" not in caplog.text
    assert "canary" not in rows()


def test_a_wrong_password_is_ours_and_no_fault_of_the_mail(tenant, monkeypatch):
    Trouble(monkeypatch, smtplib.SMTPAuthenticationError(535, b"no"))
    mail_id = queue(tenant)
    run_jobs()
    assert state(tenant, mail_id) == (MailStatus.QUEUED, "SMTPAuthenticationError 535")


def test_a_worker_that_dies_after_sending_sends_the_same_message_again(tenant, monkeypatch):
    mail_id = queue(tenant)
    send = handler_of("messaging.send_mail")

    class Killed(BaseException):
        pass

    real = EmailBackend.send_messages

    def die_after(backend, messages):
        real(backend, messages)
        raise Killed

    with monkeypatch.context() as dying, tenant_context(tenant):
        dying.setattr(EmailBackend, "send_messages", die_after)
        with pytest.raises(Killed):
            send(mail_id=str(mail_id))
    assert state(tenant, mail_id).status == MailStatus.QUEUED
    run_jobs()
    assert state(tenant, mail_id).status == MailStatus.SENT
    assert len(mail.outbox) == 2
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1
    with tenant_context(tenant):
        send(mail_id=str(mail_id))
    assert len(mail.outbox) == 2


def test_another_shop_neither_sees_nor_sends_nor_opens_it(tenant, other_tenant):
    mail_id = queue(tenant)
    assert state(other_tenant, mail_id) is None
    with tenant_context(other_tenant):
        handler_of("messaging.send_mail")(mail_id=str(mail_id))
        assert Mail.objects.filter(pk=mail_id).update(status="failed") == 0
        assert Mail.objects.count() == 0
    assert mail.outbox == []
    with tenant_context(tenant), pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Mail.objects.filter(pk=mail_id).update(owner_id=other_tenant.id)
    with tenant_context(tenant), pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.filter(pk=mail_id).update(status="sent")


class Inbox:
    """What a real SMTP server received."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.received.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def inbox(settings):
    received = Inbox()
    server = Controller(received, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield received
    server.stop()


def test_a_real_mail_server_gets_the_message_whole(tenant, inbox):
    mail_id = queue(tenant, sender="一号店", shop="一号店")
    run_jobs()
    assert state(tenant, mail_id) == (MailStatus.SENT, "")
    ((sender, readers, content),) = inbox.received
    assert (sender, readers) == ("noreply@kaquan.localhost", [ADDRESS])
    message = message_from_bytes(content, policy=default)
    assert message["Subject"] == "您在「一号店」的卡密已备好"
    assert message["From"].addresses[0].display_name == "一号店"
    assert message["Message-ID"] == f"<{mail_id.hex}@kaquan.localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert LINK in message.get_body(("plain",)).get_content()
    assert LINK in message.get_body(("html",)).get_content()
