"""Limits of a supplier are proposed to be lifted after 30 days and a hundred orders, and a reviewer lifts them."""

import datetime as dt

import pytest
from django.db import connection

from platform_core.compliance.enums import SupplierState
from platform_core.compliance.errors import SupplierActRefused
from platform_core.compliance.models import Finding, LotMark, SupplierEvent
from platform_core.compliance.services.activate_supplier import activate_supplier
from platform_core.compliance.services.approve_supplier import approve_supplier
from platform_core.compliance.services.propose_activations import propose_activations
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.orders.services.push_lots import push_lots
from tests.integration.compliance.supply import hand_in, supplier_of
from tests.integration.orders.cases import bought, complaint
from tests.integration.site.staffing import enter, hire
from tests.world import FIRST_STAFF, SECOND_STAFF, issue, now, stock

MONTH = dt.timedelta(days=30)


@pytest.fixture
def limited(tenant):
    """A supplier within limits since now, with twenty codes in a shop, in two batches."""
    shelf = hand_in(tenant)
    with platform_context():
        approve_supplier(supplier_id=supplier_of(shelf).id, actor=FIRST_STAFF, note="", now=now())
    for number in range(2):
        stock(tenant, shelf, [f"L{number}-{code:06d}" for code in range(10)])
    return shelf, supplier_of(shelf)


def sold(supplier, orders, disputed=0, bad=0):
    """As shops counted."""
    with platform_context():
        LotMark.objects.all().delete()
        LotMark.objects.create(
            tenant_role="t_x", lot=1, supplier_id=supplier.links.get().id, sold=orders, bad=bad, orders=orders,
            disputed=disputed, at=now(),
        )  # fmt: skip


def test_shops_count_orders_once_and_those_that_were_complained_about(tenant, limited):
    shelf, _ = limited
    with tenant_context(tenant):
        issue(shelf.sku, 12)  # one order with codes of both batches
        complaint(bought(shelf))
        push_lots(now=now())
    with platform_context():
        assert sorted(LotMark.objects.values_list("orders", "disputed")) in ([(0, 0), (2, 1)], [(1, 0), (1, 1)])


def test_nothing_is_counted_for_a_supplier_without_limits(tenant, shelf):
    stock(tenant, shelf, 3)
    with tenant_context(tenant):
        issue(shelf.sku, 2)
        push_lots(now=now())
    with platform_context():
        assert list(LotMark.objects.values_list("sold", "orders")) == [(2, 0)]


@pytest.mark.parametrize(
    ("orders", "disputed", "bad", "after", "refused"),
    [
        (100, 0, 0, MONTH, ""),
        (100, 0, 0, MONTH - dt.timedelta(hours=1), "too_early"),
        (99, 0, 0, MONTH, "too_few_orders"),
        (100, 1, 0, MONTH, "too_many_disputes"),
        (100, 0, 1, MONTH, "too_many_disputes"),
        (201, 2, 1, MONTH, ""),
    ],
)
def test_limits_are_lifted_by_a_reviewer_when_they_may_be(limited, orders, disputed, bad, after, refused):
    _, supplier = limited
    sold(supplier, orders, disputed, bad)
    with platform_context():
        supplier.refresh_from_db()
        at = supplier.limited_since + after
        assert propose_activations(now=at) == (not refused)
        assert propose_activations(now=at) == 0
        supplier.refresh_from_db()
        assert supplier.state == SupplierState.APPROVED_LIMITED  # the machine proposes alone
        assert Finding.objects.filter(rule_id="GROWN").count() == (not refused)
        if refused:
            with pytest.raises(SupplierActRefused) as error:
                activate_supplier(supplier_id=supplier.id, actor=SECOND_STAFF, note="", now=at)
            assert error.value.data["reason"] == refused
            return
        activate_supplier(supplier_id=supplier.id, actor=SECOND_STAFF, note="可以", now=at)
        supplier.refresh_from_db()
        event = SupplierEvent.objects.get(supplier=supplier, act="activate")
        assert (supplier.state, event.actor_email, event.facts["orders"]) == ("active", SECOND_STAFF.email, orders)


def test_what_is_lifted_sells_without_limits(tenant, limited):
    shelf, supplier = limited
    sold(supplier, 500)
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT public.sale_right(%s)", [shelf.contract.supplier_id])
        assert cursor.fetchone()[0] == "limited"
    with platform_context():
        supplier.refresh_from_db()
        activate_supplier(supplier_id=supplier.id, actor=SECOND_STAFF, note="", now=supplier.limited_since + MONTH)
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT public.sale_right(%s)", [shelf.contract.supplier_id])
        assert cursor.fetchone()[0] == "open"


def test_staff_see_how_far_it_is_and_are_told_what_is_lacking(tenant, limited):
    anna, (_, supplier) = enter(hire(email="anna@p.example")), limited
    sold(supplier, 40)
    path = f"/staff/suppliers/{supplier.id}"
    assert "已售 40 笔订单" in anna.get(path).content.decode()
    assert "限额期未满 30 天" in anna.post(f"{path}/activate", {"reason": ""}, follow=True).content.decode()
