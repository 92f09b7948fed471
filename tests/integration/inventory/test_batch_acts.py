"""A whole batch: held, put back, written off, moved to another SKU; never two of these, and never a code sold behind them."""

from __future__ import annotations

import datetime as dt

import pytest

from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.inventory.enums import Shelf
from tenants.inventory.errors import BatchNotMovable, BatchStateInvalid, CodeStockExhausted
from tenants.inventory.models import Bucket, Lot, ReturnedRange
from tenants.inventory.selectors import find_code_saying, list_stock
from tenants.inventory.services.hold_lot import hold_lot
from tenants.inventory.services.move_lot import move_lot
from tenants.inventory.services.release_reservations import release_reservations
from tenants.inventory.services.reserve_codes import reserve_codes
from tenants.inventory.services.resume_lot import resume_lot
from tenants.inventory.services.undo_import import undo_import
from tenants.inventory.services.void_lot import void_lot
from tests.world import codes_of, issue, make_shelf, stock

HOLD = dt.timedelta(minutes=15)


def lot_of(row):
    return Lot.objects.get(code_import=row)


def left(shelf):
    return list_stock([shelf.sku.id], now=now())[shelf.sku.id]


def place_of(code):
    return find_code_saying(code, None).place


def test_nothing_of_a_held_batch_is_sold_and_all_of_it_again_when_it_is_resumed(tenant, shelf):
    row = stock(tenant, shelf, [f"HELD-{number}" for number in range(10)])
    with tenant_context(tenant):
        issue(shelf.sku, 3)
        kept = reserve_codes(sku=shelf.sku, quantity=2, hold_for=HOLD, now=now())
        release_reservations(ids=[kept.id], now=now())
        assert ReturnedRange.objects.exists()
        lot = lot_of(row)
        hold_lot(lot_id=lot.id, shelf=Shelf.HELD, release=True, now=now())
        assert left(shelf) == 0
        with pytest.raises(CodeStockExhausted):
            issue(shelf.sku, 1)
        assert place_of("HELD-9") == "held"
        assert place_of("HELD-0") == "issued"
        resume_lot(lot_id=lot.id, now=now())
        assert left(shelf) == 7
        issue(shelf.sku, 7)
        with pytest.raises(CodeStockExhausted):
            issue(shelf.sku, 1)


def test_a_checkout_loses_what_it_held_of_a_held_batch_and_nothing_of_it_comes_back(tenant, shelf):
    row = stock(tenant, shelf, 4)
    with tenant_context(tenant):
        reserve_codes(sku=shelf.sku, quantity=3, hold_for=HOLD, now=now())
        hold_lot(lot_id=lot_of(row).id, shelf=Shelf.RECALLED, release=True, now=now())
        assert left(shelf) == 0
        assert not ReturnedRange.objects.filter(open=True).exists()
        resume_lot(lot_id=lot_of(row).id, now=now())
        assert left(shelf) == 4


def test_a_checkout_keeps_its_codes_when_the_rest_moves_and_they_come_back_to_the_old_sku(tenant, shelf):
    row, other = stock(tenant, shelf, 5), make_shelf(tenant)
    with tenant_context(tenant):
        kept = reserve_codes(sku=shelf.sku, quantity=2, hold_for=HOLD, now=now())
        move_lot(lot_id=lot_of(row).id, sku_id=other.sku.id, now=now())
        assert (left(shelf), left(other)) == (0, 3)
        release_reservations(ids=[kept.id], now=now())
        assert (left(shelf), left(other)) == (2, 3)


def test_moved_codes_say_the_same_under_their_new_sku_and_the_old_one_keeps_what_was_sold(tenant, shelf):
    codes = [f"MOVE-{number:02d}" for number in range(60)]
    row, other = stock(tenant, shelf, codes), make_shelf(tenant)
    with tenant_context(tenant):
        sold = codes_of([issue(shelf.sku, 10)])
        made = move_lot(lot_id=row.lots.get().id, sku_id=other.sku.id, now=now())
        assert (made.size, made.unit_cost, Lot.objects.get(pk=made.moved_from).moved) == (50, 4000, 50)
        assert Bucket.objects.filter(lot_id=made.id).count() == 1
        moved = codes_of([issue(other.sku, 50)])
        assert sorted(sold + moved) == codes
        assert left(shelf) == left(other) == 0


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"face_value": 9900}, "terms"), ({"currency": "USD"}, "terms"), ({"code_mode": "shared"}, "generated")],
)
def test_codes_do_not_move_to_a_sku_of_another_worth(tenant, shelf, fields, reason):
    row, other = stock(tenant, shelf, 2), make_shelf(tenant, **fields)
    with tenant_context(tenant):
        with pytest.raises(BatchNotMovable) as refused:
            move_lot(lot_id=lot_of(row).id, sku_id=other.sku.id, now=now())
        assert refused.value.data["reason"] == reason
        assert left(shelf) == 2


def test_an_empty_batch_is_not_moved_and_stays_on_sale(tenant, shelf):
    row, other = stock(tenant, shelf, 1), make_shelf(tenant)
    with tenant_context(tenant):
        issue(shelf.sku, 1)
        with pytest.raises(BatchNotMovable):
            move_lot(lot_id=lot_of(row).id, sku_id=other.sku.id, now=now())
        assert lot_of(row).shelf == Shelf.OPEN


def test_the_rest_of_a_batch_is_written_off_once_and_undoing_its_import_books_nothing_more(tenant, shelf):
    row = stock(tenant, shelf, 10)
    with tenant_context(tenant):
        issue(shelf.sku, 4)
        lot = void_lot(lot_id=lot_of(row).id, now=now())
        assert (lot.voided, left(shelf)) == (6, 0)
        assert list_balances()[AccountCode.WRITE_OFFS, "CNY"] == 6 * 4000
        with pytest.raises(BatchStateInvalid):
            void_lot(lot_id=lot.id, now=now())
        with pytest.raises(BatchStateInvalid):
            resume_lot(lot_id=lot.id, now=now())
        assert undo_import(import_id=row.id, now=now()).removed == 0
        assert list_balances()[AccountCode.CODE_STOCK, "CNY"] == 0


def test_a_held_batch_leaves_the_store_whole_when_its_import_is_undone(tenant, shelf):
    row = stock(tenant, shelf, 5)
    with tenant_context(tenant):
        hold_lot(lot_id=lot_of(row).id, shelf=Shelf.HELD, release=True, now=now())
        assert undo_import(import_id=row.id, now=now()).removed == 5
        with pytest.raises(BatchStateInvalid):
            resume_lot(lot_id=lot_of(row).id, now=now())
        assert left(shelf) == 0
