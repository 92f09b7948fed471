"""kill -9 of whoever issues codes and whoever counts them, and commits that come late: what is counted is what was issued."""

import itertools
import os
import subprocess
import sys
import threading

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connections
from psycopg import sql

from billing.services.gather_usage import gather_usage
from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from tests.integration.billing.test_usage_from_events import issued, used
from tests.integration.events.test_following import Writer
from tests.world import committed_shop, issue, make_shelf, stock

NUMBERS = itertools.count(1)
SEED = 20261128
DIE_BETWEEN = """
import os, signal
import django
django.setup()
from contextlib import nullcontext
from django.conf import settings
settings.KAQUAN_BILLING = "sandbox"
from billing.services import gather_usage as module
from platform_core.kernel.clock import now
if {broken}:  # every statement commits by itself: the cursor is moved in a transaction of its own
    class Apart:
        atomic = staticmethod(nullcontext)
    module.transaction = Apart
module._move = lambda places: os.kill(os.getpid(), signal.SIGKILL)
module.gather_usage(now=now())
"""


@pytest.fixture
def shop(django_db_setup, django_db_blocker, settings):
    """A shop of its own, really committed; what is counted of others meanwhile is forgotten, too."""
    settings.KAQUAN_BILLING = "sandbox"
    with django_db_blocker.unblock(), committed_shop(f"usage-{next(NUMBERS)}") as made:
        yield made
        with psycopg.connect(django_settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
            for name in ("usagetotal", "usagecursor", "openusage"):
                admin.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(f"billing_{name}")))


def test_codes_are_counted_exactly_when_everybody_is_killed(shop, request):
    target = 20_000 if request.config.getoption("--long") else 1_500
    shelf, waited = make_shelf(shop), make_shelf(shop)
    # Killed in the middle of a claim, an issuer takes nothing; three codes an issuance are more than enough.
    for first in range(0, 3 * target, 10_000):
        stock(shop, shelf, [f"KILL-{number:08d}" for number in range(first, min(first + 10_000, 3 * target))])
    connections.close_all()
    told = [shop.role_name, shelf.sku.id, waited.sku.id, waited.contract.id, target, SEED]
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.billing.killed_counting", *map(str, told)],
        env=os.environ, capture_output=True, text=True, timeout=1_500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    kills = {name: int(count) for name, _, count in (each.partition("=") for each in done.stdout.split())}
    assert min(kills.values()) > 0, kills
    gather_usage(now=now())
    assert used(shop) == issued(shop) > target
    print(f"seed {SEED}: {used(shop)} codes, kills {kills}")


@pytest.mark.parametrize("broken", [False, True])
def test_who_is_killed_between_counting_and_moving_on_counts_nothing(shop, broken):
    """With ``broken`` a control: two transactions would count twice, and this test would see it."""
    shelf = make_shelf(shop)
    stock(shop, shelf, 5)
    with tenant_context(shop):
        issue(shelf.sku, 5)
    connections.close_all()
    killed = subprocess.run([sys.executable, "-c", DIE_BETWEEN.format(broken=broken)], env=os.environ, check=False)
    assert killed.returncode == -9
    assert used(shop) == (5 if broken else 0)
    gather_usage(now=now())
    assert used(shop) == (10 if broken else 5)
    assert issued(shop) == 5


def test_what_commits_late_is_counted(shop):
    with Writer(shop) as early, Writer(shop) as late:
        early.write()
        late.write()
        late.commit()
        gather_usage(now=now())
        assert used(shop) == 0  # behind a transaction that still runs
        early.commit()
        gather_usage(now=now())
    assert used(shop) == 2


def test_eight_at_once_count_once(shop, monkeypatch):
    monkeypatch.setattr("billing.services.gather_usage.EVENTS", 3)
    shelf = make_shelf(shop)
    stock(shop, shelf, 60)
    with tenant_context(shop):
        for _ in range(60):
            issue(shelf.sku, 1)
    start = threading.Barrier(8)

    def count():
        start.wait()
        for _ in range(5):
            gather_usage(now=now())
        connections.close_all()

    threads = [threading.Thread(target=count) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    gather_usage(now=now())
    assert used(shop) == 60
