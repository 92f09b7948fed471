"""Kept totals say what the ledger says: when days are closed, what comes late, whose midnight it is, and in which order of things."""

import datetime as dt
from dataclasses import replace

from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import tenant_context
from tenants.finance.days import Period
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.models import DayClose, DayTotal
from tenants.finance.selectors import (
    find_closed_until,
    list_day_totals,
    list_supplier_totals,
    list_totals,
    list_totals_in_ledger,
)
from tenants.finance.services.close_days import MARGIN, close_days
from tenants.finance.services.post_transfers import Transfer, post_transfers

NOON = dt.datetime(2026, 3, 10, 4, tzinfo=dt.UTC)  # 12:00 in Shanghai
MIDNIGHT = dt.datetime(2026, 3, 10, 16, tzinfo=dt.UTC)  # the 11th begins in Shanghai
DAY = dt.date(2026, 3, 10)
MONTH = Period(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
SUPPLIER = new_id()


def import_codes(amount, at):
    owed = Transfer(AccountCode.CODE_STOCK, AccountCode.SUPPLIER_PAYABLE, amount, "CNY", SUPPLIER)
    post_transfers(kind=TransferKind.IMPORT, subject_id=new_id(), transfers=[owed], now=at)


def agree():
    """Kept and counted totals, of everything and of the supplier, are the same; what they come to."""
    totals = list_totals(MONTH)
    assert sorted(totals) == sorted(list_totals_in_ledger(MONTH))
    booked = sum(total.amount for total in totals)
    assert sum(total.amount for total in list_supplier_totals(MONTH)) == booked
    return booked


def test_a_day_is_closed_once_it_is_over_and_not_before(tenant):
    with tenant_context(tenant):
        import_codes(100, NOON)
        assert close_days(now=MIDNIGHT) == 1  # the day before the first one
        assert find_closed_until() == DAY - dt.timedelta(days=1)
        assert close_days(now=MIDNIGHT + MARGIN) == 1
        assert find_closed_until() == DAY
        assert close_days(now=MIDNIGHT + MARGIN) == 0
        assert DayTotal.objects.get().amount == agree() == 100


def test_a_day_is_the_shops_own(tenant):
    with tenant_context(tenant):
        import_codes(100, MIDNIGHT - dt.timedelta(seconds=1))
        import_codes(7, MIDNIGHT)
        for now in (NOON, MIDNIGHT + MARGIN + dt.timedelta(days=3)):
            close_days(now=now)
            assert [(each.day, each.amount) for each in list_day_totals(MONTH)] == [
                (DAY, 100),
                (DAY + dt.timedelta(days=1), 7),
            ]
        assert agree() == 107


def test_what_is_booked_late_is_in_the_total_after_the_next_look(tenant):
    later = MIDNIGHT + MARGIN
    with tenant_context(tenant):
        import_codes(100, NOON)
        close_days(now=later)
        import_codes(11, NOON + dt.timedelta(minutes=1))  # its transaction took that long
        assert sum(total.amount for total in list_totals(MONTH)) == 100
        assert close_days(now=later + dt.timedelta(hours=2)) == 1
        assert agree() == 111
        assert DayClose.objects.get(day=DAY).transfers == 2


def test_days_are_closed_without_gaps_however_long_nobody_looked(tenant):
    with tenant_context(tenant):
        import_codes(100, NOON)
        close_days(now=MIDNIGHT + MARGIN + dt.timedelta(days=20))
        import_codes(5, MIDNIGHT + dt.timedelta(days=20))
        days = list(DayClose.objects.order_by("day").values_list("day", flat=True))
        assert days == [days[0] + dt.timedelta(days=ahead) for ahead in range(len(days))]
        assert days[-1] == dt.date(2026, 3, 30)
        assert agree() == 105


def test_days_are_closed_anew_when_the_shop_moves_to_another_time_zone(tenant):
    at = MIDNIGHT - dt.timedelta(hours=2)  # still the 10th in Shanghai, and in New York, where it is noon
    with tenant_context(tenant):
        import_codes(100, at)
        import_codes(7, MIDNIGHT + dt.timedelta(hours=1))  # the 11th in Shanghai, the 10th in New York
        close_days(now=MIDNIGHT + dt.timedelta(days=3))
    moved = replace(tenant, time_zone="America/New_York")
    with tenant_context(moved):
        assert [(each.day, each.amount) for each in list_day_totals(MONTH)] == [(DAY, 107)]
        close_days(now=MIDNIGHT + dt.timedelta(days=3))
        assert [(each.day, each.amount) for each in list_day_totals(MONTH)] == [(DAY, 107)]
        assert set(DayClose.objects.values_list("zone", flat=True)) == {"America/New_York"}
        assert agree() == 107


def test_nothing_is_closed_in_a_shop_that_booked_nothing(tenant):
    with tenant_context(tenant):
        assert close_days(now=NOON) == 0
        assert find_closed_until() is None
