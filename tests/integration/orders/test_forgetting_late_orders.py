"""Buyers of orders that ended late are forgotten, too: nobody is passed by for ever, and nobody is forgotten early."""

import datetime as dt
from importlib import import_module

from django.db import connection

from platform_core.tenancy.context import tenant_context
from tenants.access.selectors import get_shop_settings
from tenants.orders.keeping import YEAR
from tenants.orders.models import KeptBuyer, Order
from tenants.orders.services.forget_old_buyers import forget_old_buyers
from tests.integration.insights.test_insights import order
from tests.world import now

DAY = dt.timedelta(days=1)


def made(at, status="completed", completed_at=None, amount=100):
    before = set(Order.objects.values_list("pk", flat=True))
    order([], status=status, at=at)
    placed = Order.objects.exclude(pk__in=before).get()
    Order.objects.filter(pk=placed.pk).update(
        contact_hash=b"h" * 16, contact_masked="b***", contact_sealed=b"x", completed_at=completed_at, amount=amount
    )
    return placed.pk


def named(pk):
    return Order.objects.get(pk=pk).contact_masked != ""


def test_an_old_order_that_ends_after_the_cursor_passed_it_is_forgotten_in_its_time(inside):
    at = now()
    late, other = made(at - 6 * YEAR, "abnormal"), made(at - 6 * YEAR + DAY)
    assert forget_old_buyers(now=at) == 2
    assert (named(late), named(other)) == (True, False)
    assert get_shop_settings().forgotten_until >= at - 6 * YEAR + DAY
    Order.objects.filter(pk=late).update(status="completed", completed_at=at)
    assert forget_old_buyers(now=at + DAY) == 1  # over, and not for long enough
    assert forget_old_buyers(now=at + 5 * YEAR - DAY) == 1
    assert named(late)
    assert forget_old_buyers(now=at + 5 * YEAR) == 1
    assert (named(late), KeptBuyer.objects.exists()) == (False, False)
    assert forget_old_buyers(now=at + 5 * YEAR) == 0


def test_it_is_looked_at_once_a_day_and_not_in_every_run(inside):
    at = now()
    late = made(at - 6 * YEAR, "processing")
    forget_old_buyers(now=at)
    Order.objects.filter(pk=late).update(status="canceled")
    assert forget_old_buyers(now=at + DAY - dt.timedelta(seconds=1)) == 0
    assert forget_old_buyers(now=at + DAY) == 1
    assert not named(late)


def test_a_large_purchase_that_ends_late_is_kept_for_its_own_time(inside):
    at = now()
    late = made(at - 6 * YEAR, "abnormal", amount=2_000_000)
    forget_old_buyers(now=at)
    Order.objects.filter(pk=late).update(status="completed", completed_at=at - 4 * YEAR)
    assert forget_old_buyers(now=at + DAY) == 1
    assert named(late)
    assert forget_old_buyers(now=at + YEAR + DAY) == 1
    assert not named(late)


def test_more_passed_orders_than_one_run_takes_are_all_forgotten(inside, monkeypatch):
    monkeypatch.setattr("tenants.orders.services.forget_old_buyers.MOST", 2)
    at = now()
    rows = [made(at - 6 * YEAR + number * DAY, "abnormal") for number in range(5)]
    while forget_old_buyers(now=at):
        pass
    assert KeptBuyer.objects.count() == 5
    Order.objects.update(status="refunded")
    while forget_old_buyers(now=at + DAY):
        pass
    assert not any(named(pk) for pk in rows)


def test_another_shop_keeps_its_own(inside, other_tenant):
    at = now()
    with tenant_context(other_tenant):
        theirs = made(at - 6 * YEAR)
    made(at - 6 * YEAR, "abnormal")
    forget_old_buyers(now=at)
    with tenant_context(other_tenant):
        assert named(theirs)
        assert not KeptBuyer.objects.exists()


def test_those_that_were_passed_before_are_found_by_the_migration(inside):
    at = now()
    late = made(at - 6 * YEAR, "abnormal")
    gone, large = made(at - 6 * YEAR + DAY), made(at - 5 * YEAR - DAY, "abnormal", amount=2_000_000)
    forget_old_buyers(now=at)
    KeptBuyer.objects.all().delete()
    young = made(at - DAY, "abnormal")
    with connection.cursor() as cursor:
        cursor.execute(import_module("tenants.orders.migrations.0011_shredding").PASSED)
    assert set(KeptBuyer.objects.values_list("order_id", flat=True)) == {late, large}
    assert {gone, young}.isdisjoint(KeptBuyer.objects.values_list("order_id", flat=True))
    Order.objects.update(status="refunded")
    forget_old_buyers(now=at + DAY)
    assert [named(pk) for pk in (late, large, gone, young)] == [False, False, False, True]
