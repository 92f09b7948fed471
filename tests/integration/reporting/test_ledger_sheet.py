"""The ledger as a file: each transfer once, newest first, with the same origin as the page shows, however it is read."""

import datetime as dt

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.finance.days import Period
from tenants.finance.models import LedgerTransfer
from tenants.payments.models import Payment
from tenants.reporting.ledger_rows import ORDER, Wanted
from tenants.reporting.origins import origins_of
from tenants.reporting.reports import ledger_sheet as ledger
from testbed.month import fill_month
from tests.world import now


@pytest.fixture
def month(tenant, monkeypatch):
    monkeypatch.setattr(ledger, "STRETCH", 6)
    with tenant_context(tenant):
        yield fill_month(orders=60, last=now().date() - dt.timedelta(days=1), days=3, products=2, suppliers=1)


def test_each_transfer_stands_in_the_file_once_with_its_origin(month):
    period = Period(month.first - dt.timedelta(days=1), month.last)
    rows = list(ledger.ledger_sheet(Wanted(period)).rows)
    transfers = list(LedgerTransfer.objects.filter(at__gte=period.since, at__lt=period.until).order_by(*ORDER))
    origins = origins_of(transfers)
    assert {each.what for each in origins.values()} == {"order", "import"}
    expected = [
        (each.amount, origins[each.subject_id].label if each.subject_id in origins else "", str(each.subject_id), each.number)
        for each in transfers
    ]  # fmt: skip
    assert [(row.cells[4], *row.cells[6:]) for row in rows] == expected
    assert len(rows) > 10 * ledger.STRETCH


def test_transfers_of_one_fact_are_not_repeated_for_each_day(month):
    payment = Payment.objects.filter(state="succeeded").first()
    period = Period(month.first, month.last)
    rows = list(ledger.ledger_sheet(Wanted(period, subject_id=payment.id)).rows)
    assert len(rows) == LedgerTransfer.objects.filter(subject_id=payment.id).count()
