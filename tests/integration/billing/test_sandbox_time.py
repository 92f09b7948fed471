"""Time in the sandbox: a job does what is due once, whoever else does it and however often it is stopped; events are told signed."""

import datetime as dt
import json
import threading
import uuid

import pytest
from django.db import connections

from billing.choosing import choose
from billing.enums import SandboxCard
from billing.errors import BillingEventForged, BillingOff, SubscriptionStateInvalid
from billing.models import Invoice, ProviderEvent, SandboxEvent, SandboxInvoice, SandboxReading, SandboxSubscription
from billing.providers import sandbox_cycle
from billing.providers.base import Customer, Reading
from billing.providers.sandbox import SandboxEngine
from billing.providers.sandbox_addresses import sign_event
from billing.providers.sandbox_sessions import find_session
from billing.selectors import find_account, find_subscription, list_steps
from billing.services import advance_sandbox as job
from billing.services import advance_sandbox_time as mover
from billing.services import sync_subscription
from billing.services.advance_sandbox import advance_sandbox
from billing.services.advance_sandbox_time import advance_sandbox_time
from billing.services.draw_ticket import draw_ticket
from billing.services.finish_sandbox_checkout import finish_sandbox_checkout
from billing.services.open_checkout import open_checkout
from billing.services.receive_event import receive_event
from billing.services.start_trial import start_trial
from billing.services.sync_customer import sync_customer
from billing.services.tell_sandbox_events import tell_sandbox_events
from platform_core.entitlements.selectors import find_entitlement
from platform_core.events.models import Job
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context
from tests.integration.billing.sandboxing import DAY, bills, customer, subscribed, totals


@pytest.fixture(autouse=True)
def sandbox(settings):
    settings.KAQUAN_BILLING = "sandbox"


def long_subscribed(days=100):
    """A subscription that began so long ago and that nobody advanced since."""
    with platform_context():
        return subscribed((now() - days * DAY).replace(microsecond=0))


def forget(*rows):
    with platform_context():
        names = [row.customer_id for row in rows]
        told = SandboxEvent.objects.filter(customer_id__in=names)
        ids = list(told.values_list("id", flat=True))
        ProviderEvent.objects.filter(id__in=ids).delete()
        Job.objects.filter(name="billing.handle_event", payload__event_id__in=ids).delete()
        told.delete()
        SandboxInvoice.objects.filter(customer_id__in=names).delete()
        prices = [row.price for row in rows]
        SandboxSubscription.objects.filter(customer_id__in=names).delete()
        for row in rows:
            row.customer.delete()
        for price in {price.id: price for price in prices}.values():
            price.delete()


def test_what_is_late_is_done_in_one_run_and_nothing_in_the_next(db):
    row = long_subscribed()
    assert advance_sandbox(now=now()) == 3
    with platform_context():
        assert totals(row) == [500_000] * 4
    assert advance_sandbox(now=now()) == 0


def test_a_run_without_anything_due_asks_two_questions(db, django_assert_num_queries):
    with platform_context():
        subscribed(now().replace(microsecond=0))
    tell_sandbox_events(now=now())
    with platform_context(), django_assert_num_queries(2):
        assert advance_sandbox(now=now()) == 0


def test_two_workers_at_once_bill_each_period_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        rows = [long_subscribed() for _ in range(3)]
        start, done, errors = threading.Barrier(4), [], []

        def work():
            try:
                start.wait()
                done.append(advance_sandbox(now=now()))
            except Exception as error:
                errors.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        try:
            assert errors == []
            assert sum(done) == 9
            with platform_context():
                assert [totals(row) for row in rows] == [[500_000] * 4] * 3
        finally:
            forget(*rows)


def test_who_is_stopped_half_way_goes_on_where_it_was(db, monkeypatch):
    first, second = long_subscribed(), long_subscribed()
    real, calls = job.advance, []

    def stopped(row, until):
        calls.append(row.id)
        if len(calls) == 2:
            real(row, until)  # everything of the second is done, and undone with its transaction
            raise KeyboardInterrupt
        return real(row, until)

    monkeypatch.setattr(job, "advance", stopped)
    with pytest.raises(KeyboardInterrupt):
        advance_sandbox(now=now())
    with platform_context():
        assert sorted(len(bills(row)) for row in (first, second)) == [1, 4]
    monkeypatch.setattr(job, "advance", real)
    advance_sandbox(now=now())
    with platform_context():
        assert [totals(row) for row in (first, second)] == [[500_000] * 4] * 2


def test_events_are_told_once_and_again_when_they_were_not_heard(db, monkeypatch):
    long_subscribed()
    heard = []

    def deaf(*, body, signature, now, provider):
        heard.append(json.loads(body)["type"])
        if len(heard) == 2:
            raise OSError
        return True

    monkeypatch.setattr("billing.services.tell_sandbox_events.receive_event", deaf)
    assert tell_sandbox_events(now=now()) == 1
    assert tell_sandbox_events(now=now()) == 2
    assert tell_sandbox_events(now=now()) == 0
    assert heard == ["customer.subscription.created", "invoice.finalized", "invoice.finalized", "invoice.paid"]


def test_an_event_is_kept_once_with_what_its_row_says(db):
    row = long_subscribed()
    with platform_context():
        event = SandboxEvent.objects.filter(customer_id=row.customer_id).order_by("id").first()
    body = json.dumps({"id": event.id, "type": "something.else"}).encode()
    facts = {"body": body, "signature": sign_event(body), "now": now(), "provider": "sandbox"}
    assert [receive_event(**facts), receive_event(**facts)] == [True, False]
    with platform_context():
        kept = ProviderEvent.objects.get(pk=event.id)
    assert (kept.provider, kept.type, kept.object_id) == ("sandbox", "customer.subscription.created", row.id)


@pytest.mark.parametrize("signature", ["", "sandbox=", "sandbox=00", "t=1,v1=00", "é"])
def test_an_event_that_we_did_not_sign_is_refused(db, signature):
    row = long_subscribed()
    with platform_context():
        event = SandboxEvent.objects.filter(customer_id=row.customer_id).first()
    body = json.dumps({"id": event.id}).encode()
    with pytest.raises(BillingEventForged):
        receive_event(body=body, signature=signature, now=now(), provider="sandbox")
    with pytest.raises(BillingEventForged):  # another's signature
        receive_event(body=body + b" ", signature=sign_event(body), now=now(), provider="sandbox")
    with platform_context():
        assert not ProviderEvent.objects.exists()


def test_a_signed_event_of_nothing_is_refused(db):
    body = b'{"id": "evt_sbx_none"}'
    with pytest.raises(BillingEventForged):
        SandboxEngine().read_event(body, sign_event(body))


def test_a_trial_of_our_own_goes_down_its_stairs(tenant):
    start_trial(tenant=tenant, by="test", now=now())
    taken = []
    for days in (13, 1, 3, 7):
        advance_sandbox_time(tenant=tenant, days=days, by="test", now=now())
        with platform_context():
            taken.append((find_subscription(tenant.id).standing, find_entitlement(tenant.id).standing))
    assert taken == [(word, word) for word in ("active", "grace", "read_only", "suspended")]
    with platform_context():
        assert not Invoice.objects.filter(tenant_id=tenant.id).exists()


def test_time_goes_on_in_the_sandbox_alone(tenant, settings):
    start_trial(tenant=tenant, by="test", now=now())
    for days in (0, -1, 401):
        with pytest.raises(SubscriptionStateInvalid):
            advance_sandbox_time(tenant=tenant, days=days, by="test", now=now())
    for other in ("off", "stripe"):
        settings.KAQUAN_BILLING = other
        with pytest.raises(BillingOff):
            advance_sandbox_time(tenant=tenant, days=1, by="test", now=now())
    with platform_context():
        assert find_subscription(tenant.id).trial_ends_at > now() + 13 * DAY


def test_the_clock_of_a_customer_moves_what_is_told_and_not_what_is_reckoned(db):
    engine = SandboxEngine()
    with platform_context():
        row = subscribed(dt.datetime(2027, 1, 31, 12, tzinfo=dt.UTC))
        row.customer.ahead = 10 * DAY
        row.customer.save()
        sandbox_cycle.advance(row, dt.datetime(2027, 3, 31, 12, tzinfo=dt.UTC))
    told = engine.find_subscription(row.id)
    assert told.period_end == dt.datetime(2027, 4, 20, 12, tzinfo=dt.UTC)  # 30 April by its own clock
    assert [bill.period_end.day for bill in engine.list_invoices(row.customer_id)] == [20, 21, 18]


def test_readings_count_once(db):
    engine, who = SandboxEngine(), f"cus_{uuid.uuid4().hex}"
    reading = Reading(who, "codes", 7, now(), f"r-{uuid.uuid4().hex}")
    engine.report_usage([reading, reading])
    engine.report_usage([Reading(who, "codes", 9, now(), reading.identifier)])
    with platform_context():
        assert list(SandboxReading.objects.filter(customer_id=who).values_list("value", flat=True)) == [7]


def test_a_customer_is_one_however_often_it_is_made(db):
    engine, tenant_id = SandboxEngine(), uuid.uuid4()
    first = engine.ensure_customer(Customer(tenant_id, "店", "a@example.com"), "")
    again = engine.ensure_customer(Customer(tenant_id, "店", "a@example.com", title="公司", tax_number="91"), first)
    assert first == again
    assert engine.raw("customer", first)["title"] == "公司"
    assert engine.raw("customer", "cus_none") == {}
    with platform_context():
        assert customer(SandboxCard.GOOD).id != first


def subscribed_shop(tenant):
    """A shop that subscribed, without a trial."""
    page = open_checkout(
        tenant=tenant, plan="starter", interval="month", by="owner@alpha.example", done_url="http://a.example/",
        back_url="http://a.example/", now=now(),
    )  # fmt: skip
    with platform_context():
        session = find_session("checkout", page.rpartition("/")[2], now())
    finish_sandbox_checkout(session_id=session.id, method=SandboxCard.GOOD, coupon="", now=now())
    return sync_customer(tenant_id=tenant.id, now=now())


def renewals_of(tenant):
    with platform_context():
        return [(step.by, step.because) for step in list_steps(tenant.id).filter(what="renewed")]


def test_who_read_before_the_clock_was_moved_tells_no_renewal(tenant, monkeypatch):
    subscribed_shop(tenant)
    with platform_context():
        account = find_account(tenant.id)
        ticket = draw_ticket(tenant_id=tenant.id)
    seen = choose(SandboxEngine().list_subscriptions(account.customer_id))
    begun = seen.chosen.period_start
    real, stale = mover.sync_customer, []

    def late(**wanted):
        """What another worker does between the moving of the clock and the reading that follows it."""
        with platform_context():
            stale.append(sync_subscription._write(account, seen, ticket, "provider", now(), "")[1].period_start)
        return real(**wanted)

    monkeypatch.setattr(mover, "sync_customer", late)
    advance_sandbox_time(tenant=tenant, days=3, by="test", now=now())
    assert stale == [begun - 3 * DAY]
    assert renewals_of(tenant) == []


def test_history_says_of_a_renewal_that_the_clock_was_put_forward(tenant):
    subscribed_shop(tenant)
    for days in (31, 1, 31):
        advance_sandbox_time(tenant=tenant, days=days, by="test", now=now())
    assert renewals_of(tenant) == [("provider", "sandbox +31d")] * 2
    with platform_context():
        told = list(SandboxEvent.objects.values_list("told_at", flat=True))
    assert len(told) > 4
    assert None not in told
