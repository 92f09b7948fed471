"""Several workers deal with what Stripe tells at once: the row is what the last of them saw."""

import itertools
import random
import threading
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connections

from billing.models import Subscription
from billing.providers.stripe import StripeEngine
from billing.services.handle_event import handle_event
from billing.services.sync_subscription import sync_subscription
from platform_core.tenancy.context import platform_context
from tests.integration.stripe_billing.subscriber import Subscriber
from tests.world import committed_shop

OF_MERCHANT = ("subscription", "subscriptionstep", "billingaccount", "invoice")


@pytest.fixture
def committed(desk, django_db_setup, django_db_blocker):
    """A merchant whose rows every thread sees; gone afterwards."""
    with django_db_blocker.unblock(), committed_shop(f"billed-{uuid4().hex[:8]}") as tenant:
        found = Subscriber(desk, tenant)
        yield found
        connections.close_all()
        with psycopg.connect(django_settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
            for table in OF_MERCHANT:
                admin.execute(f"DELETE FROM billing_{table} WHERE tenant_id = %s", [tenant.id])
            admin.execute("DELETE FROM entitlements_entitlement WHERE tenant_id = %s", [tenant.id])
            admin.execute("DELETE FROM billing_price WHERE provider = 'stripe'")
            admin.execute("DELETE FROM billing_billingcheck WHERE provider = 'stripe'")
            admin.execute("DELETE FROM billing_providerevent WHERE provider = 'stripe'")
            admin.execute("DELETE FROM events_job WHERE name = 'billing.handle_event'")


def at_once(*works):
    """Run these in threads of their own, begun together. Raises what one of them raised."""
    begin, failures = threading.Barrier(len(works)), []

    def run(work):
        try:
            begin.wait(30)
            work()
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[each]) for each in works]
    for each in threads:
        each.start()
    for each in threads:
        each.join(120)
    assert not failures, failures


def test_four_workers_while_things_go_on_at_stripe_see_the_end_without_a_comparison(committed):
    merchant = committed
    merchant.try_it()
    merchant.pass_days(20)
    merchant.subscribe("professional")
    told = merchant.desk.take()
    change = merchant.desk.all("subscription")[0]
    chance = random.Random(7)

    def work(events):
        def carry():
            for event in events:
                merchant.receive(event)
                handle_event(event_id=event["id"], now=merchant.now)

        return carry

    def goes_on():
        for params in ({"cancel_at_period_end": True}, {"cancel_at_period_end": False}, {"cancel_at_period_end": True}):
            merchant.desk.update_subscription(params, change["id"])

    chance.shuffle(told)
    at_once(goes_on, *(work(told[number::4]) for number in range(4)))
    late = merchant.desk.take()
    chance.shuffle(late)
    at_once(*(work(late + told) for _worker in range(4)))
    state = merchant.state()
    assert (state["row"]["status"], state["row"]["plan"], state["worth"]) == ("active", "professional", 500_000)
    assert state["row"]["cancel_at"] == state["row"]["period_end"]
    assert [each["status"] for each in state["bills"]] == ["paid"]
    check = merchant.reconcile()
    assert (check.figures["same"], check.figures["mended"]) == (1, 0)
    assert merchant.state() == state
    assert [each.what for each in merchant.steps].count("subscribed") == 1


def test_who_read_earlier_does_not_write_over_who_read_later(committed, monkeypatch):
    merchant = committed
    merchant.try_it()
    merchant.subscribe("starter")
    merchant.settle()
    remote_id = merchant.row.remote_id
    read, go_on = threading.Event(), threading.Event()
    ask = StripeEngine.list_subscriptions
    numbers = itertools.count()

    def slow_for_the_first(engine, customer_id):
        found = ask(engine, customer_id)
        if next(numbers) == 0:
            read.set()
            assert go_on.wait(30)
        return found

    monkeypatch.setattr(StripeEngine, "list_subscriptions", slow_for_the_first)

    def first():
        sync_subscription(tenant_id=merchant.tenant.id, now=merchant.now)

    def second():
        assert read.wait(30)
        merchant.desk.update_subscription({"cancel_at_period_end": True}, remote_id)
        sync_subscription(tenant_id=merchant.tenant.id, now=merchant.now)
        go_on.set()

    at_once(first, second)
    assert merchant.row.cancel_at is not None


def test_four_who_find_a_merchant_without_a_row_make_one(committed):
    merchant = committed
    merchant.subscribe("starter")  # the operator opened the shop: it never tried anything
    with platform_context():
        assert not Subscription.objects.filter(tenant_id=merchant.tenant.id).exists()

    def sync():
        sync_subscription(tenant_id=merchant.tenant.id, now=merchant.now)

    at_once(*[sync] * 4)
    assert (merchant.row.status, merchant.granted.plan) == ("active", "starter")
    assert [each.what for each in merchant.steps].count("subscribed") == 1
    assert merchant.state()["worth"] == 300_000
