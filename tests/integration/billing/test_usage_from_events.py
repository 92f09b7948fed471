"""What a shop uses is counted from its events: each once, whatever was told in parts, late, or of test mode."""

import datetime as dt
import uuid

import pytest
from django.db import connection

from billing.locks import NEWS
from billing.models import OpenUsage, UsageCursor, UsageTotal
from billing.services.gather_usage import LATE, gather_usage
from platform_core.events.catalogue import IssuanceCompleted, IssuanceProcessing, SmsSent, StorageMeasured
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tenants.inventory.selectors import list_codes_of_lines
from tenants.issuance.models import Issuance
from tenants.issuance.services.cancel_issuance import cancel_issuance
from tenants.issuance.services.end_backorder import end_backorder
from tenants.issuance.services.replace_code import replace_code
from tests.api.v1.test_issuances_policies import fill, post
from tests.world import api, issue, make_key, make_shelf, stock


@pytest.fixture(autouse=True)
def billing_on(settings):
    settings.KAQUAN_BILLING = "sandbox"


@pytest.fixture
def client(tenant):
    return api(make_key(tenant))


def used(tenant, meter="codes"):
    """All that is counted of a shop."""
    with platform_context():
        return sum(
            UsageTotal.objects.filter(tenant_role=tenant.role_name, meter=meter).values_list("quantity", flat=True)
        )


def issued(tenant):
    """Codes that are bound to buyers by the tables themselves, without replacements."""
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(l.quantity - l.missing), 0) FROM issuance_issuanceline l"
            " JOIN issuance_issuance i ON i.id = l.issuance_id WHERE i.source <> 'replaced'"
        )
        return cursor.fetchone()[0]


def tell(tenant, payload, object_id="", sequence=1, at=None):
    with tenant_context(tenant):
        publish_event(payload, object_id=object_id or payload.id, now=at or now(), sequence=sequence)


def test_codes_are_counted_once_however_often_it_is_gathered(tenant, shelf):
    stock(tenant, shelf, 10)
    with tenant_context(tenant):
        for quantity in (1, 2, 3):
            issue(shelf.sku, quantity)
    assert gather_usage(now=now()) > 0
    assert gather_usage(now=now()) == 0
    assert used(tenant) == issued(tenant) == 6
    with tenant_context(tenant):
        issue(shelf.sku, 1)
    gather_usage(now=now())
    assert used(tenant) == 7


def test_nothing_is_counted_where_nobody_is_charged(tenant, shelf, settings):
    settings.KAQUAN_BILLING = "off"
    stock(tenant, shelf, 1)
    with tenant_context(tenant):
        issue(shelf.sku, 1)
    assert gather_usage(now=now()) == 0
    assert used(tenant) == 0


def test_small_batches_count_the_same(tenant, other_tenant, shelf, monkeypatch):
    monkeypatch.setattr("billing.services.gather_usage.EVENTS", 2)
    monkeypatch.setattr("billing.services.gather_usage.SHOPS", 1)
    other = make_shelf(other_tenant)
    for owner, shelf_ in ((tenant, shelf), (other_tenant, other)):
        stock(owner, shelf_, 9)
        with tenant_context(owner):
            for quantity in (1, 2, 3):
                issue(shelf_.sku, quantity)
    gather_usage(now=now())
    assert used(tenant) == used(other_tenant) == 6


def test_a_backorder_is_counted_as_it_is_filled_and_every_part_is_told(tenant, shelf, client):
    post(client, [(shelf, 6)], "backorder")
    for count, total in ((1, 1), (2, 3), (2, 5), (1, 6)):
        stock(tenant, shelf, [uuid.uuid4().hex for _ in range(count)])
        fill(tenant)
        gather_usage(now=now())
        assert used(tenant) == issued(tenant) == total
    with platform_context():
        assert OpenUsage.objects.get().over_at is not None
    gather_usage(now=now() + LATE + dt.timedelta(hours=1))
    with platform_context():
        assert not OpenUsage.objects.exists()


def test_a_backorder_read_in_one_go_is_counted_once(tenant, shelf, client):
    stock(tenant, shelf, 1)
    post(client, [(shelf, 4)], "backorder")
    for count in (1, 2):
        stock(tenant, shelf, [uuid.uuid4().hex for _ in range(count)])
        fill(tenant)
    gather_usage(now=now())
    assert used(tenant) == issued(tenant) == 4


def test_ended_and_cancelled_backorders_count_what_they_got(tenant, shelf, client):
    stock(tenant, shelf, 2)
    ended = post(client, [(shelf, 5)], "backorder", "A-1").json()
    canceled = post(client, [(shelf, 5)], "backorder", "A-2").json()
    gather_usage(now=now())
    with tenant_context(tenant):
        numbers = {row.external_id: row.id for row in Issuance.objects.all()}
        end_backorder(issuance_id=numbers["A-1"], actor="t", now=now())
        cancel_issuance(issuance_id=numbers["A-2"], actor="t", now=now())
    assert (ended["status"], canceled["status"]) == ("processing", "awaiting_stock")
    gather_usage(now=now())
    assert used(tenant) == issued(tenant) == 2


def test_a_partial_issue_counts_what_it_got(tenant, shelf, client):
    stock(tenant, shelf, 2)
    assert post(client, [(shelf, 5)], "partial").json()["status"] == "partially_completed"
    gather_usage(now=now())
    assert used(tenant) == 2


def test_a_replacement_is_not_counted(tenant, shelf):
    stock(tenant, shelf, 3)
    with tenant_context(tenant):
        line = issue(shelf.sku, 1)
        code = list_codes_of_lines([line], 0, 1)[0].id
        replace_code(code_id=code, actor="t", reason="broken", today=now().date(), now=now())
    gather_usage(now=now())
    assert used(tenant) == issued(tenant) == 1


@pytest.mark.parametrize("order", ["last part first", "in order"])
@pytest.mark.parametrize("together", [True, False])
def test_parts_count_the_same_in_whatever_order_their_transactions_began(tenant, order, together):
    about = ("iss_1", None)
    told = [
        (IssuanceProcessing(*about, "processing", 2, 9, "api"), 2),
        (IssuanceProcessing(*about, "processing", 5, 9, "api"), 3),
        (IssuanceCompleted(*about, "completed", 9, "api"), 4),
    ]
    for payload, sequence in told if order == "in order" else reversed(told):
        tell(tenant, payload, sequence=sequence)
        if not together:
            gather_usage(now=now())
    gather_usage(now=now())
    assert used(tenant) == 9


def test_messages_are_added_up_by_hour_and_of_storage_the_last_figure_of_a_day_counts(tenant):
    noon = dt.datetime(2026, 5, 4, 12, 59, 59, tzinfo=dt.UTC)
    for number, (segments, later) in enumerate(((1, 0), (3, 0), (2, 1))):
        tell(tenant, SmsSent(f"msg_{number}", segments), at=noon + dt.timedelta(seconds=later))
    for number, (size, hours) in enumerate(((5, 0), (9, 1), (7, 2), (8, 13))):
        tell(tenant, StorageMeasured(f"sto_{number}", size), at=noon + dt.timedelta(hours=hours))
        if number == 0:
            gather_usage(now=now())
    gather_usage(now=now())
    with platform_context():
        rows = UsageTotal.objects.filter(tenant_role=tenant.role_name).order_by("meter", "at")
        counted = [(row.meter, row.at.isoformat()[:16], row.quantity) for row in rows]
    assert counted == [
        ("sms", "2026-05-04T12:00", 4),
        ("sms", "2026-05-04T13:00", 2),
        ("storage", "2026-05-04T00:00", 7),
        ("storage", "2026-05-05T00:00", 8),
    ]


def test_what_happens_in_test_mode_is_not_counted(tenant):
    twin = ensure_twin(live=tenant, now=now())
    tell(twin, SmsSent("msg_1", 3))
    gather_usage(now=now())
    with platform_context():
        assert not UsageTotal.objects.filter(meter="sms").exists()
        assert not UsageCursor.objects.filter(tenant_role=twin.role_name).exists()


def test_a_thousand_idle_shops_cost_one_look_into_an_index_each(tenant, django_assert_num_queries):
    with platform_context(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.events_event (id, tenant_role, type, object_id, sequence, payload, created_at, position)"
            " SELECT gen_random_uuid(), 'idle_' || n % 1000, 'product.updated', 'x', 1, '{}', now(), n"
            " FROM generate_series(1, 50000) n"
        )
        cursor.execute(
            "INSERT INTO public.billing_usagecursor (tenant_role, position) SELECT 'idle_' || n, 50000"
            " FROM generate_series(0, 999) n"
        )
        gather_usage(now=now())
        with django_assert_num_queries(
            5
        ):  # the context, shops that are new, the look and its transaction, parts that are over
            gather_usage(now=now())
        cursor.execute("EXPLAIN (FORMAT JSON) " + NEWS, [100])
        ways = list(ways_to("events_event", cursor.fetchone()[0][0]["Plan"]))
    assert ways
    assert {way.get("Index Name") for way in ways} == {"event_order"}


def ways_to(table, plan):
    """Nodes of a plan that read a table."""
    if plan.get("Relation Name") == table:
        yield plan
    for below in plan.get("Plans", ()):
        yield from ways_to(table, below)
