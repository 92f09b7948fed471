"""What a claim takes off the shelf, and what it never takes."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from platform_core.compliance.enums import Clearance
from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.inventory.enums import WithheldReason
from tenants.inventory.errors import CodeStockExhausted, ReservationGone
from tenants.inventory.models import Allocation, CardCode, Lot, ReturnedRange, SharedCode, WithheldCode
from tenants.inventory.selectors import list_stock
from tenants.inventory.services.release_expired_reservations import release_expired_reservations
from tenants.inventory.services.release_reservations import release_reservations
from tenants.inventory.services.reserve_codes import reserve_codes
from tenants.inventory.services.undo_import import undo_import
from tests.world import codes_of, issue, make_shelf, now, set_clearance, stock

HOLD = dt.timedelta(minutes=10)


def today(tenant):
    return local_date(now(), tenant.time_zone)


def sell(shelf, quantity):
    """Issue; the codes in the clear."""
    return codes_of([issue(shelf.sku, quantity)])


def in_stock(shelf):
    return list_stock([shelf.sku.id], now=now())[shelf.sku.id]


def test_the_code_that_expires_first_is_sold_first(tenant, shelf):
    for days, code in ((300, "LATE"), (30, "SOON"), (90, "MIDDLE")):
        stock(tenant, shelf, [code], today(tenant) + dt.timedelta(days=days))
    stock(tenant, shelf, ["NEVER"])
    with tenant_context(tenant):
        assert [sell(shelf, 1)[0] for _ in range(4)] == ["SOON", "MIDDLE", "LATE", "NEVER"]


def test_a_code_is_sold_on_its_last_day_and_not_the_day_after(tenant, shelf, time_machine):
    stock(tenant, shelf, ["LAST-DAY"], today(tenant))
    with tenant_context(tenant):
        assert in_stock(shelf) == 1
        time_machine.move_to(now() + dt.timedelta(days=1))
        assert in_stock(shelf) == 0
        with pytest.raises(CodeStockExhausted):
            sell(shelf, 1)


def test_a_code_with_fewer_days_left_than_the_sku_wants_is_not_sold(tenant):
    shelf = make_shelf(tenant, min_days_left=30)
    stock(tenant, shelf, ["29"], today(tenant) + dt.timedelta(days=29))
    with tenant_context(tenant):
        assert in_stock(shelf) == 0
        with pytest.raises(CodeStockExhausted):
            sell(shelf, 1)
    stock(tenant, shelf, ["30"], today(tenant) + dt.timedelta(days=30))
    with tenant_context(tenant):
        assert sell(shelf, 1) == ["30"]


def test_a_suspended_suppliers_codes_are_not_sold_from_that_moment(tenant, shelf):
    stock(tenant, shelf, 3)
    set_clearance(shelf.contract, Clearance.SUSPENDED)
    with tenant_context(tenant):
        assert in_stock(shelf) == 0
        with pytest.raises(CodeStockExhausted):
            sell(shelf, 1)
    set_clearance(shelf.contract, Clearance.CLEARED)
    with tenant_context(tenant):
        assert len(sell(shelf, 3)) == 3


def test_withheld_codes_are_stepped_over(tenant, shelf):
    stock(tenant, shelf, [f"W-{n}" for n in range(1, 11)])
    with tenant_context(tenant):
        lot = Lot.objects.get(sku_id=shelf.sku.id)
        withheld = [1, 4, 5, 10]
        for position in withheld:
            WithheldCode.objects.create(lot_id=lot.id, position=position, reason=WithheldReason.HELD, created_at=now())
        assert in_stock(shelf) == 6
        positions = dict(CardCode.objects.filter(lot_id=lot.id).values_list("position", "fingerprint"))
        sold = sell(shelf, 6)
        assert len(set(sold)) == 6
        taken = {
            position
            for span in Allocation.objects.values_list("span", flat=True)
            for position in range(span.lower, span.upper)
        }
        assert taken == set(positions) - set(withheld)
        with pytest.raises(CodeStockExhausted):
            sell(shelf, 1)


def test_too_large_a_claim_takes_nothing(tenant, shelf):
    stock(tenant, shelf, 5)
    with tenant_context(tenant):
        with pytest.raises(CodeStockExhausted) as refused:
            sell(shelf, 6)
        assert refused.value.data["available"] == 5
        assert in_stock(shelf) == 5
        assert not Allocation.objects.exists()


def test_the_database_refuses_a_second_issue_even_when_the_cursor_was_wound_back(tenant, shelf):
    stock(tenant, shelf, 5)
    with tenant_context(tenant):
        sell(shelf, 3)
        with connection.cursor() as cursor:  # what a logic error would do
            cursor.execute("UPDATE inventory_bucket SET next_position = 1, open = true")
        with pytest.raises(IntegrityError, match="allocation_once"):
            issue(shelf.sku, 1)


def test_what_was_issued_cannot_be_taken_back_by_a_statement(tenant, shelf):
    stock(tenant, shelf, 1)
    with tenant_context(tenant):
        sell(shelf, 1)
        for statement in ("DELETE FROM inventory_allocation", "UPDATE inventory_allocation SET kind = 1"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_held_codes_are_nobody_elses_until_the_time_is_over(tenant, shelf, time_machine):
    stock(tenant, shelf, 4)
    with tenant_context(tenant):
        reserve_codes(sku=shelf.sku, quantity=3, hold_for=HOLD, now=now())
        assert in_stock(shelf) == 1
        with pytest.raises(CodeStockExhausted):
            sell(shelf, 2)
        time_machine.move_to(now() + HOLD - dt.timedelta(seconds=1))
        assert release_expired_reservations(now=now()) == 0
        time_machine.move_to(now() + dt.timedelta(seconds=2))
        assert release_expired_reservations(now=now()) == 1
        assert in_stock(shelf) == 4
        assert len(set(sell(shelf, 4))) == 4


def test_a_hold_never_lasts_longer_than_fifteen_minutes(tenant, shelf):
    stock(tenant, shelf, 1)
    with tenant_context(tenant):
        held = reserve_codes(sku=shelf.sku, quantity=1, hold_for=dt.timedelta(days=9), now=now())
        assert held.expires_at - held.created_at == dt.timedelta(minutes=15)


def test_a_released_hold_cannot_be_turned_into_codes(tenant, shelf):
    stock(tenant, shelf, 2)
    with tenant_context(tenant):
        held = reserve_codes(sku=shelf.sku, quantity=2, hold_for=HOLD, now=now())
        assert release_reservations(ids=[held.id], now=now()) == 1
        assert release_reservations(ids=[held.id], now=now()) == 0
        with pytest.raises(ReservationGone):
            issue(shelf.sku, 2, held.id)
        assert in_stock(shelf) == 2


def test_a_converted_hold_is_not_released(tenant, shelf):
    stock(tenant, shelf, 2)
    with tenant_context(tenant):
        held = reserve_codes(sku=shelf.sku, quantity=2, hold_for=HOLD, now=now())
        line = issue(shelf.sku, 2, held.id)
        assert list_balances()[AccountCode.COST_OF_CODES, "CNY"] == 8000
        assert release_reservations(ids=[held.id], now=now()) == 0
        assert in_stock(shelf) == 0
        assert len(codes_of([line])) == 2


def test_codes_come_back_in_parts_and_are_all_sold_once(tenant, shelf):
    stock(tenant, shelf, 10)
    with tenant_context(tenant):
        held = reserve_codes(sku=shelf.sku, quantity=6, hold_for=HOLD, now=now())
        first = sell(shelf, 2)
        release_reservations(ids=[held.id], now=now())
        second = sell(shelf, 4)
        assert ReturnedRange.objects.get().count == 2
        third = sell(shelf, 4)
        assert not ReturnedRange.objects.exists()
        assert len({*first, *second, *third}) == 10


def test_an_undone_import_takes_held_codes_out_when_their_hold_ends_and_the_books_follow(tenant, shelf):
    code_import = stock(tenant, shelf, 10)
    with tenant_context(tenant):
        held = reserve_codes(sku=shelf.sku, quantity=4, hold_for=HOLD, now=now())
        sold = sell(shelf, 1)
        assert undo_import(import_id=code_import.id, now=now()).removed == 5
        release_reservations(ids=[held.id], now=now())
        assert in_stock(shelf) == 0
        assert CardCode.objects.count() == len(sold) == 1

        # Only the sold one is left to be paid for.
        books = {account: amount for account, amount in list_balances().items() if amount}
        assert books == {(AccountCode.COST_OF_CODES, "CNY"): 4000, (AccountCode.SUPPLIER_PAYABLE, "CNY"): -4000}


@pytest.fixture
def shared_shelf(tenant):
    shelf = make_shelf(tenant, code_mode="shared", cost=0)
    code_import = stock(tenant, make_shelf(tenant), 1)
    with tenant_context(tenant):
        from tenants.inventory.services.store_shared_codes import store_shared_codes

        code_import.shared_uses = 3
        rows = [(1, "", "WIFI-A", today(tenant) + dt.timedelta(days=5)), (2, "", "WIFI-B", None)]
        store_shared_codes(
            code_import=code_import,
            supplier_id=shelf.contract.supplier_id,
            batches=_for_sku(code_import, shelf, rows),
        )
    return shelf


def _for_sku(code_import, shelf, rows):
    code_import.sku_id = shelf.sku.id
    return [rows]


def test_a_shared_code_is_issued_up_to_its_cap_and_never_more(tenant, shared_shelf):
    with tenant_context(tenant):
        assert in_stock(shared_shelf) == 6
        assert sell(shared_shelf, 2) == ["WIFI-A", "WIFI-A"]
        assert sorted(sell(shared_shelf, 3)) == ["WIFI-A", "WIFI-B", "WIFI-B"]
        with pytest.raises(CodeStockExhausted):
            sell(shared_shelf, 2)
        assert sell(shared_shelf, 1) == ["WIFI-B"]
        assert in_stock(shared_shelf) == 0
        assert set(SharedCode.objects.values_list("uses", "max_uses")) == {(3, 3)}


def test_a_held_shared_code_comes_back(tenant, shared_shelf):
    with tenant_context(tenant):
        held = reserve_codes(sku=shared_shelf.sku, quantity=5, hold_for=HOLD, now=now())
        assert in_stock(shared_shelf) == 1
        release_reservations(ids=[held.id], now=now())
        assert in_stock(shared_shelf) == 6


def test_an_undone_shared_code_does_not_come_back_with_its_hold(tenant, shared_shelf):
    with tenant_context(tenant):
        held = reserve_codes(sku=shared_shelf.sku, quantity=2, hold_for=HOLD, now=now())
        undo_import(import_id=SharedCode.objects.first().code_import_id, now=now())
        release_reservations(ids=[held.id], now=now())
        assert in_stock(shared_shelf) == 0


def test_pages_of_an_issuance_with_single_and_shared_codes_hold_every_code(tenant, shelf, shared_shelf):
    stock(tenant, shelf, 5)
    with tenant_context(tenant):
        single, shared = issue(shelf.sku, 5), issue(shared_shelf.sku, 4)
        lines = [shared, single]
        whole = codes_of(lines)
        assert len(whole) == 9
        for size in (1, 2, 3, 4, 5, 7):
            paged = [code for offset in range(0, 12, size) for code in codes_of(lines, offset, size)]
            assert paged == whole
