"""A supplier on its first days sells so much a day in all shops together, and no more."""

import datetime as dt

import pytest
from django.db import connection

from platform_core.compliance.models import SaleAllowance, Supplier
from platform_core.compliance.services.approve_supplier import approve_supplier
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.catalog.models import Sku
from tenants.inventory.errors import CodeStockExhausted
from tenants.inventory.services.release_reservations import release_reservations
from tenants.inventory.services.reserve_codes import reserve_codes
from tests.integration.compliance.supply import hand_in, supplier_of
from tests.world import FIRST_STAFF, issue, make_shelf, now, stock

HOLD = dt.timedelta(minutes=10)


@pytest.fixture
def limited(tenant, other_tenant):
    """One supplier of two shops, newly approved."""
    shelves = [hand_in(tenant), hand_in(other_tenant)]
    with platform_context():
        approve_supplier(supplier_id=supplier_of(shelves[0]).id, actor=FIRST_STAFF, note="", now=now())
    return shelves


def sell(tenant, shelf, quantity):
    with tenant_context(tenant):
        return issue(shelf.sku, quantity)


def face(tenant, shelf, value):
    with tenant_context(tenant):
        Sku.objects.filter(pk=shelf.sku.pk).update(face_value=value)


def allowance(shelf):
    with platform_context():
        return SaleAllowance.objects.values_list("codes", "value").get(supplier_id=supplier_of(shelf).id)


def test_five_hundred_codes_a_day_in_all_shops_together(limited, tenant, other_tenant, time_machine):
    first, second = limited
    face(tenant, first, 100)
    face(other_tenant, second, 100)
    stock(tenant, first, 480)
    stock(other_tenant, second, 60)
    sell(tenant, first, 480)
    with pytest.raises(CodeStockExhausted):
        sell(other_tenant, second, 21)
    sell(other_tenant, second, 20)
    with pytest.raises(CodeStockExhausted):
        sell(other_tenant, second, 1)
    assert allowance(first) == (500, 50_000)
    with platform_context():
        SaleAllowance.objects.update(day=now().date() - dt.timedelta(days=2))
    sell(other_tenant, second, 40)


def test_fifty_thousand_yuan_of_face_value_a_day(limited, tenant):
    shelf = limited[0]
    face(tenant, shelf, 1_000_00)
    stock(tenant, shelf, 51)
    with pytest.raises(CodeStockExhausted):
        sell(tenant, shelf, 51)
    sell(tenant, shelf, 50)
    with pytest.raises(CodeStockExhausted):
        sell(tenant, shelf, 1)


def test_a_checkout_that_comes_to_nothing_gives_its_share_of_the_day_back(limited, tenant):
    shelf = limited[0]
    face(tenant, shelf, 1_000_00)
    stock(tenant, shelf, 60)
    with tenant_context(tenant):
        held = reserve_codes(sku=shelf.sku, quantity=50, now=now(), hold_for=HOLD)
        with pytest.raises(CodeStockExhausted):
            reserve_codes(sku=shelf.sku, quantity=1, now=now(), hold_for=HOLD)
        release_reservations(ids=[held.id], now=now())
        release_reservations(ids=[held.id], now=now())
    assert allowance(shelf) == (0, 0)
    sell(tenant, shelf, 50)


def test_nothing_is_counted_of_a_supplier_without_limits(tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 600)
    sell(tenant, shelf, 600)
    with platform_context():
        assert not SaleAllowance.objects.exists()


def test_another_shops_share_is_neither_drawn_nor_given_back_by_name(limited, tenant, other_tenant):
    foreign = limited[1].contract.supplier_id
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.draw_allowance(%s, 10, 100), public.return_allowance(%s, 10, 100, now())", [foreign] * 2
        )
        assert cursor.fetchone() == (0, False)
    with platform_context():
        assert not SaleAllowance.objects.exists()
        assert Supplier.objects.count() >= 1
