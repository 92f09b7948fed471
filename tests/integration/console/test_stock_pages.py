"""Stock in the back office: figures, batches, masked codes; acts with reasons; wrong shops and roles find nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.kernel.clock import local_date, now
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.access.models import AuditEntry
from tenants.catalog.models import Sku
from tenants.inventory.enums import Shelf
from tenants.inventory.models import Lot, SkuAlert
from tenants.inventory.selectors import find_code_saying, list_stock
from tenants.inventory.services.reserve_codes import reserve_codes
from tenants.issuance.models import Reveal
from tenants.issuance.services.measure_pace import measure_pace
from tests.integration.console.test_back_office import staff
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import issue, make_shelf, stock

SECRET = "CANARY-STOCK-0001"


def text_of(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def code_id(secret):
    return public_id("code", find_code_saying(secret, None).id)


@pytest.fixture
def batch(tenant, shelf):
    """Ten codes; one sold in an order, two by the API, one held by a checkout."""
    row = stock(tenant, shelf, [SECRET, *(f"CANARY-STOCK-{number}" for number in range(9))])
    with tenant_context(tenant):
        placed = order((shelf.sku, 1))
        says(open_payment(placed))
        issue(shelf.sku, 2)
        reserve_codes(sku=shelf.sku, quantity=1, hold_for=dt.timedelta(minutes=9), now=now())
        return Lot.objects.get(code_import=row)


def test_the_overview_says_what_there_is_and_how_long_it_lasts(tenant, shelf, batch):
    soon = local_date(now(), tenant.time_zone) + dt.timedelta(days=9)
    stock(tenant, shelf, ["SOON-1", "SOON-2"], expires_on=soon)
    with tenant_context(tenant):
        measure_pace(now=now())
    page = text_of(staff(tenant).get("/console/stock"))
    assert shelf.product.name in page
    assert "18 天" in page  # 8 for sale, 3 sold in 7 days
    assert "¥320.00" in page
    assert "CANARY" not in page
    assert shelf.product.name in text_of(staff(tenant).get("/console/stock?state=expiring"))
    assert shelf.product.name not in text_of(staff(tenant).get("/console/stock?state=out"))


@pytest.mark.parametrize("path", ["stock", "stock/batches", "stock/codes", "stock/codes?state=available", "imports"])
def test_a_list_takes_as_many_queries_for_forty_skus_as_for_one(tenant, shelf, path):
    client = staff(tenant)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            text_of(client.get(f"/console/{path}"))
        return len([each for each in seen if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    stock(tenant, shelf, 3)
    count()
    few = count()
    for _ in range(8):
        stock(tenant, make_shelf(tenant), 3)
    assert count() <= few
    assert few <= 16


def test_a_batch_is_held_with_a_reason_on_record_and_resumed(tenant, shelf, batch):
    client, path = staff(tenant), f"/console/stock/batches/{batch.id}"
    assert f"#{batch.id}" in text_of(client.get("/console/stock/batches"))
    text_of(client.get(path))
    client.post(f"{path}/hold", {"reason": " "})
    with tenant_context(tenant):
        assert Lot.objects.get(pk=batch.id).shelf == Shelf.OPEN
    client.post(f"{path}/hold", {"reason": "supplier called"})
    with tenant_context(tenant):
        assert Lot.objects.get(pk=batch.id).shelf == Shelf.HELD
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 0
        entry = AuditEntry.objects.filter(act="stock_batch_act").order_by("-at").first()
        assert (entry.reason, entry.outcome.detail["batch"]) == ("supplier called", batch.id)
    assert "已冻结" in text_of(client.get(path))
    client.post(f"{path}/resume", {"reason": "fine"})
    with tenant_context(tenant):
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 7


def test_the_rest_of_a_batch_moves_or_is_voided_from_its_page(tenant, shelf, batch):
    other, client, path = make_shelf(tenant), staff(tenant), f"/console/stock/batches/{batch.id}"
    assert other.sku.sku_code in text_of(client.get(path))
    moved = client.post(f"{path}/move", {"reason": "wrong product", "sku": str(other.sku.id)})
    assert moved.status_code == 302
    with tenant_context(tenant):
        assert list_stock([other.sku.id], now=now())[other.sku.id] == 6
        new = Lot.objects.get(moved_from=batch.id)
    text_of(client.get(f"/console/stock/batches/{new.id}"))
    client.post(f"/console/stock/batches/{new.id}/void", {"reason": "bad"})
    with tenant_context(tenant):
        assert Lot.objects.get(pk=new.id).voided == 6


def test_codes_are_masked_filtered_and_found_by_what_they_say(tenant, shelf, batch):
    client = staff(tenant)
    for query, count in (
        ("", 10), (f"batch={batch.id}", 10), ("state=available", 6), ("state=issued", 3), ("state=reserved", 1),
        ("state=voided", 0), ("state=withheld", 0), (f"sku={shelf.sku.id}&state=issued", 3),
    ):  # fmt: skip
        page = text_of(client.get(f"/console/stock/codes?{query}"))
        assert (query, page.count("****-")) == (query, count)
        assert "CANARY" not in page
    found = text_of(client.post("/console/stock/codes/find", {"code": SECRET}))
    assert found.count("****-") == 1
    assert SECRET not in found
    assert text_of(client.post("/console/stock/codes/find", {"code": SECRET[:-1]})).count("****-") == 0


def test_a_code_is_held_resumed_and_voided_with_reasons(tenant, shelf, batch):
    client = staff(tenant)
    with tenant_context(tenant):
        unsold = code_id("CANARY-STOCK-8")
    path = f"/console/stock/codes/{unsold}"
    text_of(client.get(path))
    client.post(f"{path}/suspend", {})
    for verb, place in (("suspend", "held"), ("resume", "available"), ("void", "voided")):
        client.post(f"{path}/{verb}", {"reason": "because"})
        with tenant_context(tenant):
            assert find_code_saying("CANARY-STOCK-8", None).place == place
    assert "because" in text_of(client.get(path))


def test_a_code_is_shown_only_with_a_reason_and_the_look_is_on_record_first(tenant, shelf, batch):
    client = staff(tenant)
    with tenant_context(tenant):
        sold, unsold = code_id(SECRET), code_id("CANARY-STOCK-8")
        before = Reveal.objects.count()
    path = f"/console/stock/codes/{sold}"
    assert SECRET not in text_of(client.get(path))
    assert SECRET not in text_of(client.post(f"{path}/reveal", {"reason": "  "}), 422)
    assert SECRET not in text_of(client.post(f"{path}/reveal", {}, headers={"HX-Request": "true"}))
    with tenant_context(tenant):
        assert Reveal.objects.count() == before
        assert not AuditEntry.objects.filter(act="stock_code_reveal", outcome__outcome="done").exists()
    shown = client.post(f"{path}/reveal", {"reason": "buyer cannot read it"}, headers={"HX-Request": "true"})
    assert SECRET in text_of(shown)
    assert "delay:30s" in text_of(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    assert SECRET not in text_of(client.get(f"{path}/hidden"))
    with tenant_context(tenant):
        assert Reveal.objects.count() == before + 1
        assert AuditEntry.objects.get(act="stock_code_reveal", outcome__outcome="done").reason
    refused = client.post(f"/console/stock/codes/{unsold}/reveal", {"reason": "curious"})
    assert "CANARY" not in text_of(refused, 422)


@pytest.mark.parametrize(
    ("role", "sees", "handles", "reveals"),
    [
        ("operations", 200, 302, 404),
        ("support", 404, 404, 200),
        ("finance", 404, 404, 404),
        ("developer", 200, 404, 404),
    ],
)
def test_powers_over_stock_do_not_cross(tenant, shelf, batch, role, sees, handles, reveals):
    client = staff(tenant, role)
    with tenant_context(tenant):
        sold = code_id(SECRET)
    for path in ("stock", "stock/batches", "stock/codes", f"stock/batches/{batch.id}", f"stock/codes/{sold}"):
        assert client.get(f"/console/{path}").status_code == sees
    assert client.post(f"/console/stock/batches/{batch.id}/hold", {"reason": "x"}).status_code == handles
    assert client.post(f"/console/stock/codes/{sold}/reveal", {"reason": "x"}).status_code == reveals
    for path in ("stock/codes/export", "stock/alerts"):
        assert client.get(f"/console/{path}").status_code == 404


def test_another_shop_finds_neither_batch_nor_code(tenant, other_tenant, shelf, batch):
    client = staff(other_tenant)
    with tenant_context(tenant):
        sold = code_id(SECRET)
    for path in (f"batches/{batch.id}", f"codes/{sold}", f"batches/{batch.id}/buyers", f"skus/{shelf.sku.id}"):
        assert client.get(f"/console/stock/{path}").status_code == 404
    for path in (f"batches/{batch.id}/hold", f"codes/{sold}/void", f"codes/{sold}/reveal"):
        assert client.post(f"/console/stock/{path}", {"reason": "x"}).status_code == 404
    with tenant_context(tenant):
        assert Lot.objects.get(pk=batch.id).shelf == Shelf.OPEN


def test_the_alert_of_a_sku_is_changed_in_its_panel(tenant, shelf):
    client, path = staff(tenant), f"/console/stock/skus/{shelf.sku.id}"
    page = text_of(client.get(path))
    assert 'name="threshold"' in page
    assert 'name="cover_days"' in page
    client.post(path, {"threshold": "7", "cover_days": "3"})
    with tenant_context(tenant):
        assert Sku.objects.get(pk=shelf.sku.pk).low_stock_threshold == 7
        assert SkuAlert.objects.get().cover_days == 3
    client.post(path, {"threshold": "7", "cover_days": ""})
    with tenant_context(tenant):
        assert not SkuAlert.objects.exists()


def test_a_recall_is_prepared_looked_at_and_reported(tenant, shelf, batch):
    client, path = staff(tenant), f"/console/stock/batches/{batch.id}/recall"
    page = text_of(client.get(path))
    assert "冻结未售出的 6 张" in page
    assert 'name="notice"' in page
    assert 'name="reason"' in page
    data = {"notice": "请先不要兑换这张卡。", "reason": "supplier"}
    assert "请先不要兑换这张卡。" in text_of(client.post(path, {**data, "preview": "1"}))
    with tenant_context(tenant):
        assert Lot.objects.get(pk=batch.id).shelf == Shelf.OPEN
    begun = client.post(path, data)
    assert "通知中" in text_of(client.get(begun.headers["Location"]))
    assert client.get(path).headers["Location"] == begun.headers["Location"]
    assert "****-" in text_of(client.get(f"/console/stock/batches/{batch.id}/buyers"))
