"""A shop that did not pay: nothing is sold by any road, in live or test mode; what was bought is read, delivered and paid back."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import transaction

from platform_core.compliance.errors import MerchantNotQualified
from platform_core.entitlements.enums import Standing
from platform_core.entitlements.errors import LimitReached, SubscriptionInactive
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tenants.inventory.errors import CodeStockExhausted
from tenants.inventory.selectors import list_stock
from tenants.issuance.enums import FulfillmentPolicy, Source
from tenants.issuance.models import Issuance
from tenants.issuance.monthly import find_month_codes, month_of
from tenants.issuance.services.fill_backorders import fill_backorders
from tenants.issuance.services.issue_codes import IssueLine, issue_codes
from tenants.issuance.services.replace_code import replace_code
from tenants.orders.enums import OrderStatus
from tenants.orders.models import Order
from tenants.orders.selectors import list_codes_of
from tenants.orders.services.refund_order import WantedBack, refund_order
from tests.api.v1.testing import run_jobs
from tests.integration.customers.test_buyer_balance import anna, open_balances, top_up  # noqa: F401 - a fixture
from tests.integration.entitlements.plans import hold, stand
from tests.integration.orders.cases import STAFF, bought, deliver, fresh, sold_out
from tests.integration.orders.ordering import open_payment, order, says
from tests.integration.storefront.test_purchase import asked_of, buy, pay
from tests.world import api, make_key, make_shelf, now, shop, stock

JSON = "application/json"


def issue(shelf, quantity=1, source=Source.API, policy=FulfillmentPolicy.ALL_OR_NOTHING):
    with transaction.atomic():
        return issue_codes(
            lines=[IssueLine(shelf.sku, quantity, shelf.sku.price)], external_id=uuid.uuid4().hex, fingerprint=bytes(32),
            source=source, actor="test", now=now(), policy=policy,
        )  # fmt: skip


def left(shelf):
    return list_stock([shelf.sku.id], now=now()).get(shelf.sku.id, 0)


@pytest.fixture
def goods(tenant):
    made = make_shelf(tenant)
    stock(tenant, made, 10)
    return made


# Every service by which something leaves the shelf, or money comes in, for somebody who has not paid before.
ROADS = {
    "an order": lambda shelf, placed: order((shelf.sku, 1)),
    "money for an order": lambda shelf, placed: open_payment(placed),
    "an issue by a key": lambda shelf, placed: issue(shelf),
    "an issue by the back office": lambda shelf, placed: issue(shelf, source=Source.CONSOLE),
    "what is there of it": lambda shelf, placed: issue(shelf, 99, policy=FulfillmentPolicy.PARTIAL),
    "an issue that waits": lambda shelf, placed: issue(shelf, 99, policy=FulfillmentPolicy.BACKORDER),
}


@pytest.mark.parametrize("road", ROADS)
def test_no_road_sells_while_a_shop_is_suspended_and_each_does_in_any_other_standing(tenant, other_tenant, goods, road):
    theirs = make_shelf(other_tenant)
    stock(other_tenant, theirs, 5)
    with tenant_context(tenant):
        placed = order((goods.sku, 1))
        before, events = left(goods), Issuance.objects.count()
    hold(tenant)
    stand(tenant, Standing.SUSPENDED)  # this process has not heard of it
    with tenant_context(tenant):
        with pytest.raises(SubscriptionInactive) as told, transaction.atomic():
            ROADS[road](goods, placed)
        assert told.value.data["standing"] == "suspended"
        assert told.value.data["upgrade_url"].endswith("/console/settings/billing")
        assert (left(goods), Issuance.objects.count()) == (before, events)
    for standing in ("active", "grace", "read_only"):
        stand(tenant, standing)
        with tenant_context(tenant), transaction.atomic():
            ROADS[road](goods, placed)
            transaction.set_rollback(True)
    stand(tenant, Standing.SUSPENDED)
    with tenant_context(other_tenant):
        ROADS[road](theirs, order((theirs.sku, 1)))


def test_a_balance_is_neither_topped_up_nor_spent(tenant, goods, anna):  # noqa: F811
    top_up(anna, tenant)
    placed = asked_of(buy(anna, goods, method="sandbox:sandbox"))
    assert placed
    hold(tenant, Standing.SUSPENDED)
    assert anna.post("/me/balance/top-up", {"choice": 100, "method": "sandbox:sandbox"}).status_code == 503
    with tenant_context(tenant):
        number = Order.objects.get().number
    page = anna.get(f"/orders/{number}/balance").content.decode()
    challenge = page.split('name="challenge" value="')[1].split('"')[0]
    refused = anna.post(f"/orders/{number}/balance", {"challenge": challenge, "digits": "730518"})
    assert refused.status_code == 422
    assert "本店暂停营业，没有扣款" in refused.content.decode()
    assert anna.get("/me/balance").status_code == 200
    with tenant_context(tenant):
        assert Order.objects.get().status == OrderStatus.PENDING_PAYMENT


def test_who_only_asked_waits_and_who_paid_is_served_before_it(tenant, inside, refunds):
    empty = make_shelf(tenant)
    waiting = issue(empty, 2, policy=FulfillmentPolicy.BACKORDER)
    placed, case = sold_out(empty, 1)
    deliver(case, wait=True)
    hold(tenant, Standing.SUSPENDED)
    with pytest.raises(SubscriptionInactive):
        stock(tenant, empty, 1)
    stand(tenant, "active")
    stock(tenant, empty, 5)
    stand(tenant, Standing.SUSPENDED)
    assert fill_backorders(now=now()) == 1
    assert fill_backorders(now=now()) == 0
    assert len(list_codes_of(fresh(placed))) == 1
    assert Issuance.objects.get(pk=waiting.id).status == "awaiting_stock"
    stand(tenant, "active")
    assert fill_backorders(now=now()) == 1
    assert Issuance.objects.get(pk=waiting.id).status == "completed"
    assert left(empty) == 2


def test_a_batch_that_was_sent_before_issues_nothing_afterwards(tenant, goods):
    client = api(make_key(tenant))
    wanted = [{"external_id": f"B-{n}", "lines": [{"sku": goods.sku_id, "quantity": 1}]} for n in range(3)]
    hold(tenant)
    batch = client.post(
        "/v1/issuance_batches", {"issuances": wanted}, content_type=JSON, headers={"Idempotency-Key": "b"}
    ).json()
    stand(tenant, Standing.SUSPENDED)
    run_jobs()
    with tenant_context(tenant):
        assert left(goods) == 10
    stand(tenant, "active")
    hold(tenant)
    items = client.get(batch["items_url"]).json()["data"]
    assert {each["problem"]["code"] for each in items} == {"subscription_inactive"}


def test_what_is_paid_is_delivered_replaced_and_paid_back(tenant, inside, goods, refunds):
    delivered, unpaid = bought(goods), order((goods.sku, 1))
    payment = open_payment(unpaid)
    hold(tenant, Standing.SUSPENDED, codes=0)
    says(payment)  # the buyer was at the cashier already
    assert fresh(unpaid).status == OrderStatus.COMPLETED
    code = list_codes_of(delivered)[0].stored.id
    replace_code(code_id=code, actor=STAFF, reason="x", today=now().date(), now=now())
    whole = WantedBack(token=uuid.uuid4(), amount=None, code_ids=None, reason="x")
    refund_order(order_id=unpaid.id, wanted=whole, actor=STAFF, now=now())
    run_jobs()
    assert fresh(unpaid).status == OrderStatus.REFUNDED


def test_a_test_twin_sells_nothing_either(tenant):
    twin = ensure_twin(live=tenant, now=now())
    shelf = make_shelf(twin)
    stock(twin, shelf, 3)
    hold(tenant, Standing.SUSPENDED)
    with tenant_context(twin):
        with pytest.raises(SubscriptionInactive), transaction.atomic():
            issue(shelf)
        stand(tenant, "read_only")
        issue(shelf)


def test_the_compliance_of_a_shop_is_told_first(tenant, inside, goods, settings):
    settings.KAQUAN_REQUIRE_QUALIFICATION = True
    hold(tenant, Standing.SUSPENDED)
    with pytest.raises(MerchantNotQualified), transaction.atomic():
        issue(goods)


def test_a_months_codes_are_counted_with_what_was_issued_and_replaced_ones_are_not(tenant, inside, goods, refunds):
    bought(goods, 2)
    issue(goods, 3)
    assert find_month_codes(now()) == 5
    code = list_codes_of(Order.objects.get())[0].stored.id
    replace_code(code_id=code, actor=STAFF, reason="x", today=now().date(), now=now())
    assert find_month_codes(now()) == 5
    with pytest.raises(CodeStockExhausted), transaction.atomic():
        issue(goods, 99)
    assert find_month_codes(now()) == 5
    issue(goods, 9, policy=FulfillmentPolicy.PARTIAL)  # 4 are there
    assert find_month_codes(now()) == 9
    twin = ensure_twin(live=tenant, now=now())
    shelf = make_shelf(twin)
    stock(twin, shelf, 3)
    with tenant_context(twin):
        issue(shelf)
        assert find_month_codes(now()) == 0


def test_a_month_is_the_shops_own(tenant, inside):
    assert month_of(dt.datetime(2026, 1, 31, 15, 59, tzinfo=dt.UTC)) == dt.date(2026, 1, 1)
    assert month_of(dt.datetime(2026, 1, 31, 16, 0, tzinfo=dt.UTC)) == dt.date(2026, 2, 1)


def test_a_used_up_month_refuses_whole_requests_and_orders_and_a_line_that_waits(tenant, inside, goods, refunds):
    issue(goods, 2)
    hold(tenant, codes=5)
    for policy in FulfillmentPolicy:
        with pytest.raises(LimitReached) as told, transaction.atomic():
            issue(goods, 4, policy=policy)
        assert (told.value.data["quota"], told.value.data["limit"], told.value.data["used"]) == (
            "codes_per_month",
            5,
            2,
        )
    with pytest.raises(LimitReached):
        order((goods.sku, 4))
    empty = make_shelf(tenant)
    waiting = issue(empty, 3, policy=FulfillmentPolicy.BACKORDER)
    issue(goods, 1)
    stock(tenant, empty, 3)
    assert fill_backorders(now=now()) == 0, "all that it lacks must fit"
    hold(tenant, codes=6)
    assert fill_backorders(now=now()) == 1
    assert Issuance.objects.get(pk=waiting.id).status == "completed"
    assert find_month_codes(now()) == 6
    with pytest.raises(LimitReached):
        issue(goods)
    hold(tenant)
    issue(goods)


def test_who_asks_again_for_what_was_issued_gets_it_though_the_month_is_used_up(tenant, goods):
    client = api(make_key(tenant))
    body = {"external_id": "AGAIN", "lines": [{"sku": goods.sku_id, "quantity": 2}]}
    hold(tenant, codes=2)
    first = client.post("/v1/issuances", body, content_type=JSON, headers={"Idempotency-Key": "again"})
    assert first.status_code == 201
    again = client.post("/v1/issuances", body, content_type=JSON, headers={"Idempotency-Key": "again"})
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert client.post("/v1/issuances", body, content_type=JSON).json()["id"] == first.json()["id"]
    other = client.post("/v1/issuances", {**body, "external_id": "OTHER"}, content_type=JSON)
    assert (other.status_code, other.json()["code"]) == (402, "quota_exceeded")
    assert other.json()["errors"][0]["meta"] == {
        "quota": "codes_per_month", "limit": 2, "used": 2, "upgrade_url": other.json()["upgrade_url"]
    }  # fmt: skip


def test_a_buyer_reads_what_was_bought_and_finds_no_page_that_sells(tenant, goods):
    buyer, stranger = shop(tenant), shop(tenant)
    assert pay(buyer, tenant, asked_of(buy(buyer, goods))).content == b"success"
    with tenant_context(tenant):
        number = Order.objects.get().number
    hold(tenant)
    assert stranger.get("/").status_code == 200
    stand(tenant, Standing.SUSPENDED)
    hold(tenant, Standing.SUSPENDED)
    for path in ("/", f"/p/{goods.product.slug}", "/search?q=x", "/cart", "/checkout", "/for-you", "/c/games"):
        answer = stranger.get(path)
        assert answer.status_code == 503, path
        assert (answer.headers["Retry-After"], answer.headers["X-Robots-Tag"]) == ("3600", "noindex")
        page = answer.content.decode()
        assert "本店暂停营业" in page
        assert 'href="/lookup"' in page
        assert goods.product.name not in page
    assert buy(stranger, goods).status_code == 503
    assert stranger.post("/cart/add", {"sku": str(goods.sku.id), "quantity": 1}).status_code == 503
    with tenant_context(tenant):
        assert Order.objects.count() == 1
    shown = buyer.post(f"/orders/{number}/codes").content.decode()
    assert goods.sku.sku_code in shown
    assert buyer.get(f"/orders/{number}").status_code == 200
    for path in ("/lookup", "/about", "/licence", "/me/login", "/favicon.svg", "/theme/1.css"):
        assert stranger.get(path).status_code in {200, 404}, path
    found = stranger.post("/lookup", {"number": number, "contact": "13812345678"})
    assert found.status_code == 302
    assert buyer.get(f"/orders/{number}/help").status_code != 503
    stand(tenant, "active")  # paid: open again with the very next request
    assert stranger.get("/").status_code == 200
