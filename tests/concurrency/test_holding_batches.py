"""Batches are held, moved and recalled while they sell: nothing is sold behind a hold, and no code is lost or sold twice."""

from __future__ import annotations

import contextlib
import itertools
import threading
import time

import pytest
from django.db import OperationalError, connection, connections

from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from tenants.inventory.enums import AllocationKind, Shelf
from tenants.inventory.errors import CodeStockExhausted, ReservationGone
from tenants.inventory.models import Allocation, CardCode, Lot
from tenants.inventory.selectors import list_stock
from tenants.inventory.services.hold_lot import hold_lot
from tenants.inventory.services.move_lot import move_lot
from tenants.inventory.services.release_reservations import release_reservations
from tenants.inventory.services.reserve_codes import LONGEST_HOLD, reserve_codes
from tests.world import committed_shop, issue, make_shelf, stock

pytestmark = pytest.mark.django_db(transaction=True)
BUYERS, CODES = 4, 1_000
UNDER_WAY = 20  # so many sales: buyers sell, and however quick the machine is, most of the batch is still there
_numbers = itertools.count(1)


@pytest.fixture
def shop():
    with committed_shop(f"holds-{next(_numbers)}") as tenant:
        shelf = make_shelf(tenant)
        stock(tenant, shelf, CODES)
        yield tenant, shelf


def issued(lot_id):
    rows = Allocation.objects.filter(lot_id=lot_id, kind=AllocationKind.ISSUED)
    return sum(row.span.upper - row.span.lower for row in rows)


def beside(tenant, sell, then):
    """Sell in threads, and meanwhile do ``then``; what became of it."""
    over, under_way, problems, sales = threading.Event(), threading.Event(), [], itertools.count(1)

    def run():
        try:
            with tenant_context(tenant):
                while not over.is_set():
                    try:
                        sell()
                        if next(sales) == UNDER_WAY:
                            under_way.set()
                    except CodeStockExhausted:
                        time.sleep(0.005)
                    except OperationalError:  # a deadlock is broken by the database, and the sale tried again
                        connection.close()
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(BUYERS)]
    for thread in threads:
        thread.start()
    try:
        assert under_way.wait(60), problems
        with tenant_context(tenant):
            return then()
    finally:
        over.set()
        for thread in threads:
            thread.join()
        assert problems == []


def test_nothing_is_sold_once_a_hold_is_there(shop):
    tenant, shelf = shop

    def sell():
        kept = reserve_codes(sku=shelf.sku, quantity=1, hold_for=LONGEST_HOLD, now=now())
        if kept.id.int % 3 == 0:
            release_reservations(ids=[kept.id], now=now())
            return
        with contextlib.suppress(ReservationGone):  # the batch was held between the two
            issue(shelf.sku, 1, kept.id)

    def hold():
        lot = Lot.objects.get()
        hold_lot(lot_id=lot.id, shelf=Shelf.HELD, release=True, now=now())
        sold = issued(lot.id)
        time.sleep(0.3)
        return sold, issued(lot.id), list_stock([shelf.sku.id], now=now())[shelf.sku.id]

    before, after, left = beside(tenant, sell, hold)
    assert 0 < before == after < CODES
    assert left == 0


def test_no_code_is_lost_or_sold_twice_when_a_batch_moves_while_it_sells(shop):
    tenant, shelf = shop
    other = make_shelf(tenant)

    def move():
        lot = Lot.objects.get()
        made = move_lot(lot_id=lot.id, sku_id=other.sku.id, now=now())
        return lot.id, made

    old, made = beside(tenant, lambda: issue(shelf.sku, 1), move)
    with tenant_context(tenant):
        assert issued(old) + made.size == CODES
        assert CardCode.objects.count() == CODES
        assert list_stock([other.sku.id], now=now())[other.sku.id] == made.size
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 0
        assert Lot.objects.get(pk=old).shelf == Shelf.OPEN
