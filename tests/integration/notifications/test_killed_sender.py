"""kill -9 between the mail server's OK and our note: the mail is sent again, as the same message, and noted once."""

import datetime as dt
import os
import signal
import subprocess
import sys

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.notifications.enums import MessageState
from tenants.notifications.models import Message
from tests.api.v1.testing import run_jobs
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import committed_shop, make_shelf, now, stock

SEND = """
import os, sys, uuid
import django
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = sys.argv[2], int(sys.argv[3])
settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
from platform_core.tenancy import job_runner
while job_runner.run_next_job():
    pass
"""


class Deadly:
    """Takes a mail, and kills who sent it before it can be noted."""

    def __init__(self, inbox):
        self.victim, self.take = None, inbox.handle_DATA
        inbox.handle_DATA = self.handle

    async def handle(self, server, session, envelope):
        answer = await self.take(server, session, envelope)
        if self.victim is not None:
            os.kill(self.victim.pid, signal.SIGKILL)
            self.victim = None
        return answer


@pytest.mark.django_db(transaction=True)
def test_who_is_killed_after_sending_sends_the_same_message_again(inbox, time_machine):
    with committed_shop("killedmail") as tenant:
        shelf = make_shelf(tenant)
        stock(tenant, shelf, 1)
        with tenant_context(tenant):
            says(open_payment(order((shelf.sku, 1), contact="buyer@example.com")))
        deadly = Deadly(inbox)
        worker = subprocess.Popen([sys.executable, "-c", SEND, "x", inbox.host, str(inbox.port)], env=os.environ)
        deadly.victim = worker
        assert worker.wait(timeout=60) == -signal.SIGKILL
        with tenant_context(tenant):
            message = Message.objects.get()
            assert (message.state, message.attempts, len(inbox.raw)) == (MessageState.QUEUED, 0, 1)
        time_machine.move_to(now() + dt.timedelta(seconds=31))  # its lease is over
        run_jobs()
        with tenant_context(tenant):
            message = Message.objects.get()
            assert (message.state, message.attempts) == (MessageState.SENT, 1)
        assert len(inbox.raw) == 2
        assert len({mail["Message-ID"] for mail in inbox.mails}) == 1
