"""Letters go once and standings change once, though the job runs many times at once or is killed in the middle."""

import datetime as dt
import itertools
import os
import subprocess
import sys
import threading

import pytest
from django.db import connections

from billing.models import SubscriptionStep
from billing.services.tend_subscriptions import tend_subscriptions
from platform_core.events.models import Event
from platform_core.tenancy.context import platform_context
from tests.integration.billing.stairs import DAY, NOW, bill, letters, mails, standing, subscribe
from tests.world import committed_shop

NUMBERS = itertools.count(1)
DIE = """
import os, signal
import django
django.setup()
import datetime as dt
from django.conf import settings
settings.KAQUAN_BILLING = "sandbox"
from billing.services import send_letter, settle_standing, tend_subscriptions
die = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
{where} = die
tend_subscriptions.tend_subscriptions(now=dt.datetime.fromisoformat("{now}"))
"""


@pytest.fixture
def shop(django_db_setup, django_db_blocker, settings):
    """A shop of its own, really committed."""
    settings.KAQUAN_BILLING = "sandbox"
    with django_db_blocker.unblock(), committed_shop(f"stairs-{next(NUMBERS)}") as made:
        yield made


def test_eight_at_once_write_each_letter_once(shop):
    subscribe(shop, remote_id=shop.slug, status="past_due", unpaid_since=NOW)
    bill(shop, remote_id=shop.slug, attempts=1, refusal="expired_card")
    moment = NOW + 6 * DAY
    start = threading.Barrier(8)

    def tend():
        start.wait()
        tend_subscriptions(now=moment)
        connections.close_all()

    threads = [threading.Thread(target=tend) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    tend_subscriptions(now=moment)
    assert sorted(letters(shop)) == ["grace_ending", "payment_failed"]
    assert len(mails(shop)) == 2
    with platform_context():
        assert SubscriptionStep.objects.filter(tenant_id=shop.id, what="standing").count() == 1
        assert Event.objects.filter(tenant_role=shop.role_name, type="subscription.past_due").count() == 1


@pytest.mark.parametrize(
    "where",
    [
        "send_letter._queue",  # noted, and not queued yet
        "settle_standing._tell",  # changed, and not told yet
        "tend_subscriptions.send_letter",  # changed and told, and nothing written yet
    ],
)
def test_who_is_killed_in_the_middle_leaves_it_to_the_next(shop, where):
    subscribe(shop, remote_id=shop.slug, status="past_due", unpaid_since=NOW)
    moment = NOW + 7 * DAY
    connections.close_all()
    script = DIE.format(where=where, now=moment.isoformat())
    assert subprocess.run([sys.executable, "-c", script], env=os.environ, check=False).returncode == -9
    assert letters(shop) == []
    assert mails(shop) == []
    tend_subscriptions(now=moment + dt.timedelta(minutes=1))
    tend_subscriptions(now=moment + dt.timedelta(minutes=2))
    assert standing(shop) == "read_only"
    assert letters(shop) == ["read_only"]
    assert len(mails(shop)) == 1
    with platform_context():
        assert SubscriptionStep.objects.filter(tenant_id=shop.id, what="standing").count() == 1
        assert Event.objects.filter(tenant_role=shop.role_name, type="subscription.updated").count() == 1
