"""What is told of a SKU's stock: once when it runs low, out, or is back, and nothing else."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connections

from platform_core.events.models import Event
from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import Sku
from tenants.catalog.services.update_sku import update_sku
from tenants.inventory.models import KnownLevel
from tenants.inventory.services.report_stock_levels import report_stock_levels
from tests.world import committed_shop, issue, make_shelf, stock


@pytest.fixture
def shelf(tenant):
    made = make_shelf(tenant)
    with tenant_context(tenant):
        Sku.objects.filter(pk=made.sku.pk).update(low_stock_threshold=2)
    return made


def told(tenant, shelf):
    """Run the sweep; all that was ever told of the SKU, in order."""
    with tenant_context(tenant):
        report_stock_levels(now=now())
        found = Event.objects.filter(object_id=public_id("sku", shelf.sku.id)).order_by("sequence")
        return [(event.type, event.payload.get("available"), event.sequence) for event in found]


def take(tenant, shelf, quantity):
    with tenant_context(tenant):
        issue(shelf.sku, quantity)


def test_running_low_out_and_back_is_told_once_each(tenant, shelf):
    stock(tenant, shelf, 5)
    assert told(tenant, shelf) == []
    take(tenant, shelf, 3)
    low = ("sku.stock_low", 2, 1)
    assert told(tenant, shelf) == [low]
    take(tenant, shelf, 1)
    assert told(tenant, shelf) == [low]  # still few
    take(tenant, shelf, 1)
    out = ("sku.out_of_stock", None, 2)
    assert told(tenant, shelf) == [low, out]
    stock(tenant, shelf, ["BACK-1"])
    back = ("sku.back_in_stock", 1, 3)
    assert told(tenant, shelf) == told(tenant, shelf) == [low, out, back]


def test_a_sku_with_enough_again_may_run_low_again(tenant, shelf):
    stock(tenant, shelf, 5)
    told(tenant, shelf)
    take(tenant, shelf, 3)
    told(tenant, shelf)
    stock(tenant, shelf, [f"MORE-{number}" for number in range(5)])
    assert [kind for kind, *_ in told(tenant, shelf)] == ["sku.stock_low"]
    take(tenant, shelf, 6)
    assert [kind for kind, *_ in told(tenant, shelf)] == ["sku.stock_low"] * 2


def test_the_first_look_at_a_sku_tells_nothing_and_its_first_codes_are_told(tenant, shelf):
    assert told(tenant, shelf) == []
    stock(tenant, shelf, 9)
    assert told(tenant, shelf) == [("sku.back_in_stock", 9, 1)]


def test_what_is_not_sold_is_not_told(tenant, shelf):
    stock(tenant, shelf, 5)
    told(tenant, shelf)
    with tenant_context(tenant):
        update_sku(sku_id=shelf.sku.id, changes={"active": False}, now=now())
    take(tenant, shelf, 5)
    assert told(tenant, shelf) == []


def test_prices_and_stock_are_numbered_in_one_row_and_stock_is_no_change_of_the_catalogue(tenant, shelf):
    stock(tenant, shelf, 3)
    told(tenant, shelf)
    with tenant_context(tenant):
        update_sku(sku_id=shelf.sku.id, changes={"price": 1}, now=now())
        version = Sku.objects.get(pk=shelf.sku.pk).version
    take(tenant, shelf, 3)
    assert [(kind, number) for kind, _, number in told(tenant, shelf)] == [
        ("sku.price_changed", 1),
        ("sku.out_of_stock", 2),
    ]
    with tenant_context(tenant):
        assert Sku.objects.get(pk=shelf.sku.pk).version == version


def test_another_shop_is_told_nothing(tenant, other_tenant, shelf):
    stock(tenant, shelf, 5)
    told(tenant, shelf)
    take(tenant, shelf, 5)
    with tenant_context(other_tenant):
        before = Event.objects.count()
        report_stock_levels(now=now())
        assert (Event.objects.count(), KnownLevel.objects.filter(pk=shelf.sku.id).count()) == (before, 0)
    assert [kind for kind, *_ in told(tenant, shelf)] == ["sku.out_of_stock"]


@pytest.fixture
def shop(django_db_blocker):
    with django_db_blocker.unblock(), committed_shop(f"levels-{uuid.uuid4().hex[:8]}") as made:
        yield made


def test_of_eight_sweeps_at_once_one_tells(shop):
    shelves = [make_shelf(shop) for _ in range(5)]
    for shelf in shelves:
        stock(shop, shelf, 30)
    told(shop, shelves[0])  # all are known now
    for shelf in shelves:
        take(shop, shelf, 30)
    start = threading.Barrier(8)

    def sweep():
        try:
            with tenant_context(shop):
                start.wait(10)
                report_stock_levels(now=now())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sweep) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for shelf in shelves:
        assert told(shop, shelf) == [("sku.out_of_stock", None, 1)]
