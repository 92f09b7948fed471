"""Several at once, on committed data: no limit is passed, nothing is sent twice or passed over, no change is lost."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections, transaction

from platform_core.events.models import OutboxEntry
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.webhooks.endpoints import endpoint, events_of, publish, secrets, told, voided
from tests.integration.webhooks.orders import deliveries, send
from tests.integration.webhooks.receiver import Answer
from tests.world import committed_shop
from webhooks.enums import DisabledReason, RedeliveryKind
from webhooks.errors import EndpointLimitReached
from webhooks.models import Endpoint, SigningSecret
from webhooks.selectors import list_endpoints
from webhooks.services.begin_redelivery import begin_redelivery
from webhooks.services.claim_deliveries import claim_deliveries
from webhooks.services.disable_endpoint import disable_endpoint
from webhooks.services.fan_out_events import fan_out_events
from webhooks.services.resend_delivery import resend_delivery
from webhooks.services.rotate_signing_secrets import rotate_signing_secrets
from webhooks.services.run_redelivery import run_redelivery
from webhooks.services.set_endpoint_paused import set_endpoint_paused

_labels = itertools.count(1)
TABLES = ("deliveryattempt", "delivery", "endpoint", "redelivery", "signingsecret", "tally")


@pytest.fixture
def shop(django_db_setup, django_db_blocker):
    """A shop whose rows are really there, and gone afterwards."""
    with django_db_blocker.unblock(), committed_shop(f"hooks-{next(_labels)}") as made:
        yield made
        connections.close_all()
        with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
            for table in TABLES:
                admin.execute(f"DELETE FROM webhooks_{table} WHERE tenant_role = %s", [made.role_name])
            for table in ("outboxentry", "listener"):
                admin.execute(f"DELETE FROM events_{table} WHERE tenant_role = %s", [made.role_name])


def at_once(count: int, work: Callable[[], Any]) -> list[Any]:
    """What each of so many threads, begun together, brings: a result or an error."""
    gate, results = threading.Barrier(count), []

    def run() -> None:
        try:
            gate.wait(20)
            results.append(work())
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert len(results) == count
    return results


def errors(results: list[Any]) -> list[Any]:
    return [each for each in results if isinstance(each, Exception)]


@contextmanager
def uncommitted(shop: Any):
    """An event of a transaction that ends with the block, on a connection of its own."""
    written, end = threading.Event(), threading.Event()

    def run() -> None:
        try:
            with transaction.atomic():
                publish(shop, voided(reason="late"))
                written.set()
                end.wait(30)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    assert written.wait(20)
    try:
        yield
    finally:
        end.set()
        thread.join()


def test_ten_that_make_the_twentieth_endpoint_at_once_make_one(shop, receiver):
    for _ in range(19):
        endpoint(shop, receiver, "code.voided")
    results = at_once(10, lambda: endpoint(shop, receiver, "code.voided"))
    assert Counter(type(each) for each in results) == {Endpoint: 1, EndpointLimitReached: 9}
    with tenant_context(shop):
        assert list_endpoints().count() == 20
    with platform_context():
        assert SigningSecret.objects.filter(tenant_role=shop.role_name).count() == 20


def test_two_that_fan_out_at_once_make_nothing_twice(shop, receiver):
    for _ in range(3):
        endpoint(shop, receiver, "code.voided")
    publish(shop, *[voided() for _ in range(40)])

    def fan_out() -> int:
        with platform_context():
            return fan_out_events(now=now(), limit=25)

    made = at_once(4, fan_out)
    assert errors(made) == []
    assert sum(made) + fan_out() + fan_out() == 120
    rows = deliveries(shop)
    assert len({(row.event_id, row.endpoint_id) for row in rows}) == len(rows) == 120


def test_two_that_claim_at_once_take_different_ones(shop, receiver):
    made = endpoint(shop, receiver, "code.voided", concurrency=50)
    publish(shop, *[voided() for _ in range(60)])
    with platform_context():
        fan_out_events(now=now())

    def claim() -> list[uuid.UUID]:
        with platform_context():
            return [each.id for each in claim_deliveries(room=20, limits={str(made.id): 20}, now=now())]

    taken = at_once(4, claim)
    assert errors(taken) == []
    ids = [each for some in taken for each in some]
    assert len(ids) == len(set(ids)) >= 20


def test_two_dispatchers_at_once_send_nothing_twice(shop, receiver):
    receiver.answers = [Answer(delay=0.05)]
    endpoint(shop, receiver, "code.voided", concurrency=20)
    publish(shop, *[voided() for _ in range(60)])
    made = at_once(3, send)
    assert errors(made) == []
    while send():
        pass
    assert set(Counter(events_of(receiver.calls)).values()) == {1}
    assert len(receiver.calls) == 60
    assert {row.status for row in deliveries(shop)} == {"succeeded"}


def test_an_event_that_commits_late_is_sent_though_later_ones_went_before_it(shop, receiver):
    endpoint(shop, receiver, "code.voided")
    with uncommitted(shop):
        publish(shop, voided(reason="quick"))
        assert send() == 1
        with platform_context():
            assert not OutboxEntry.objects.filter(tenant_role=shop.role_name).exists()
        assert len(receiver.calls) == 1
    assert send() == 1
    assert len(set(events_of(receiver.calls))) == 2


def test_a_recovery_finds_an_event_that_was_written_before_it_and_commits_after_it(shop, receiver):
    """Written while the endpoint was disabled, it stands in nobody's outbox: the recovery is all that it has."""
    made, since = endpoint(shop, receiver, "code.voided"), now() - dt.timedelta(minutes=1)
    with tenant_context(shop):
        disable_endpoint(endpoint_id=made.id, reason=DisabledReason.FAILING, now=now())
    with uncommitted(shop):
        with tenant_context(shop):
            set_endpoint_paused(endpoint_id=made.id, paused=False, now=now())
            begun = begin_redelivery(
                kind=RedeliveryKind.RECOVER, since=since, until=now(), now=now(), endpoint_id=made.id
            )
            run_redelivery(redelivery_id=begun.id)
        assert send() == 0
    with tenant_context(shop):
        run_redelivery(redelivery_id=begun.id)
    assert send() == 1
    assert [each["reason"] for each in told(shop, "code.voided")] == ["late"]


def test_recoveries_at_once_send_nothing_twice(shop, receiver):
    made, since = endpoint(shop, receiver, "code.voided", concurrency=50), now() - dt.timedelta(minutes=1)
    with tenant_context(shop):
        disable_endpoint(endpoint_id=made.id, reason=DisabledReason.FAILING, now=now())
    publish(shop, *[voided() for _ in range(30)])
    with tenant_context(shop):
        set_endpoint_paused(endpoint_id=made.id, paused=False, now=now())

    def recover() -> None:
        with tenant_context(shop):
            begun = begin_redelivery(
                kind=RedeliveryKind.RECOVER, since=since, until=now(), now=now(), endpoint_id=made.id
            )
            run_redelivery(redelivery_id=begun.id)

    assert errors(at_once(4, recover)) == []
    recover()
    assert send() == 30
    assert set(Counter(events_of(receiver.calls)).values()) == {1}


def test_a_delivery_that_several_resend_at_once_is_sent_once_more(shop, receiver):
    endpoint(shop, receiver, "code.voided")
    publish(shop, voided())
    send()
    [row] = deliveries(shop)

    def resend() -> None:
        with tenant_context(shop):
            resend_delivery(delivery_id=row.id, now=now())

    assert errors(at_once(5, resend)) == []
    assert send() == 1
    assert len(receiver.calls) == 2


@pytest.mark.parametrize("overlap", [dt.timedelta(hours=1), dt.timedelta()], ids=["overlap", "none"])
def test_rotations_at_once_follow_each_other(shop, receiver, overlap):
    made = endpoint(shop, receiver, "code.voided", ed25519=True)

    def rotate() -> None:
        with tenant_context(shop):
            rotate_signing_secrets(tenant=shop, overlap=overlap, now=now(), endpoint_id=made.id)

    def rotate_of_shop() -> None:
        with tenant_context(shop):
            rotate_signing_secrets(tenant=shop, overlap=overlap, now=now())

    assert errors(at_once(4, rotate)) == []
    assert errors(at_once(4, rotate_of_shop)) == []
    assert len(secrets(shop, made)) == (10 if overlap else 2)
    with platform_context():
        current = SigningSecret.objects.filter(endpoint_id=made.id, valid_until=None)
        assert sorted(current.values_list("kind", flat=True)) == ["v1", "v1a"]
