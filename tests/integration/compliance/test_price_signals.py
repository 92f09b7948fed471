"""X5: a price far below face value is found when it goes on sale, by what the shop pushes and what other shops ask."""

import datetime as dt

import pytest

from platform_core.compliance.enums import Signal
from platform_core.compliance.models import PriceMark, SupplyLink
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.catalog.models import Product, Sku
from tenants.orders.services.push_prices import push_prices
from tests.integration.compliance.pushing import codes, findings, push
from tests.integration.compliance.supply import run_jobs
from tests.world import make_shelf, now


def change(shelf, **fields):
    Sku.objects.filter(pk=shelf.sku.pk).update(updated_at=now(), **fields)


def told(tenant):
    with tenant_context(tenant):
        news = push_prices(now=now())
    run_jobs()
    return news


@pytest.mark.parametrize(("price", "found"), [(4_250, []), (4_249, ["X5.below_face"])])
def test_a_price_below_85_percent_of_face_is_found_when_on_sale(tenant, price, found):
    make_shelf(tenant, price=price)
    told(tenant)
    assert codes() == found


def test_the_lowest_price_of_a_quantity_counts(tenant):
    make_shelf(tenant, price=4_800, price_tiers=[[10, 4_500], [100, 4_000]])
    told(tenant)
    (finding,) = findings("X5")
    assert (finding.facts["price"], finding.facts["parts_of_face"], finding.tenant_role) == (
        4_000,
        8_000,
        tenant.role_name,
    )


def test_what_is_not_on_sale_is_found_when_it_goes_on_sale(tenant):
    shelf = make_shelf(tenant, price=4_000, active=False)
    told(tenant)
    assert codes() == []
    with tenant_context(tenant):
        change(shelf, active=True)
        Product.objects.filter(pk=shelf.product.pk).update(active=True)
    told(tenant)
    assert codes() == ["X5.below_face"]


def test_only_changed_rows_are_news_and_the_same_price_is_found_once(tenant):
    shelves = [make_shelf(tenant, price=4_000), make_shelf(tenant)]
    assert [told(tenant), told(tenant)] == [2, 0]
    for price in (3_900, 4_000):
        with tenant_context(tenant):
            change(shelves[0], price=price)
        assert told(tenant) == 1
    assert len(findings("X5")) == 2


def test_another_shops_supplier_lends_no_category(tenant, other_tenant):
    theirs = make_shelf(other_tenant)
    with platform_context():
        SupplyLink.objects.filter(pk=theirs.contract.supplier_id).update(category="game")
    row = {"sku_id": str(theirs.sku.id), "supplier_id": str(theirs.contract.supplier_id), "face": 100, "price": 100,
           "currency": "CNY", "on_sale": True, "at": now().isoformat()}  # fmt: skip
    push(tenant, row, kind=Signal.PRICES)
    push(other_tenant, row, kind=Signal.PRICES)
    with platform_context():
        kept = dict(PriceMark.objects.values_list("tenant_role", "category"))
    assert kept == {tenant.role_name: "", other_tenant.role_name: "game"}


@pytest.fixture
def market():
    """Game cards at 95-99 % of their face value in five shops, on sale."""

    def make(shops=5, prices=100, age=dt.timedelta()):
        with platform_context():
            PriceMark.objects.bulk_create(
                PriceMark(
                    tenant_role=f"t_{number % shops}", sku_id=f"00000000-0000-4000-8000-{number:012d}", category="game",
                    face=10_000, price=9_500 + number * 4, currency="CNY", on_sale=not age, at=now() - age,
                )
                for number in range(prices)
            )  # fmt: skip

    return make


@pytest.mark.parametrize(
    ("shape", "found"),
    [
        ({}, ["X5.below_peers"]),
        ({"shops": 3}, []),
        ({"prices": 98}, []),
        ({"age": dt.timedelta(days=6)}, ["X5.below_peers"]),
        ({"age": dt.timedelta(days=8)}, []),
    ],
)
def test_a_price_is_compared_with_its_category_in_all_shops(tenant, market, shape, found):
    market(**shape)
    shelf = make_shelf(tenant)
    with platform_context():
        SupplyLink.objects.filter(pk=shelf.contract.supplier_id).update(category="game")
    row = {"sku_id": str(shelf.sku.id), "supplier_id": str(shelf.contract.supplier_id), "face": 10_000, "price": 8_600,
           "currency": "CNY", "on_sale": True, "at": now().isoformat()}  # fmt: skip
    push(tenant, row, kind=Signal.PRICES)
    assert codes() == found
