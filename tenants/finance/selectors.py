"""Reading the books. Totals of closed days are kept; what is not closed yet is added up from the ledger itself."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, NamedTuple

from django.db import connection

from tenants.finance.days import EVER, Period, shop_day, shop_zone
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.models import DayClose, LedgerTransfer, SupplierPayment

BALANCES = """
SELECT account, currency, sum(amount)::bigint FROM (
    SELECT debit_id AS account, currency, amount FROM finance_ledgertransfer
    UNION ALL SELECT credit_id, currency, -amount FROM finance_ledgertransfer
) side GROUP BY account, currency
"""
# One statement, and so one moment: a day that is closed meanwhile is neither missed nor counted twice.
EDGE = """
WITH edge AS (
    SELECT max(day) AS day, (max(day) + 1)::timestamp AT TIME ZONE %(zone)s AS at FROM finance_dayclose WHERE zone = %(zone)s
), found AS (
    SELECT day, kind, debit_id, credit_id, currency, amount, count FROM finance_daytotal
    WHERE day BETWEEN %(first)s AND %(last)s AND day <= (SELECT day FROM edge)
    UNION ALL
    SELECT (at AT TIME ZONE %(zone)s)::date, kind, debit_id, credit_id, currency, sum(amount)::bigint, count(*)
    FROM finance_ledgertransfer
    WHERE at >= greatest(%(since)s, (SELECT at FROM edge)) AND at < %(until)s GROUP BY 1, 2, 3, 4, 5
)
"""
BY_DAY = EDGE + "SELECT * FROM found ORDER BY day"  # noqa: S608 - parts of our own
BY_FACT = (
    EDGE
    + """
SELECT NULL::date, kind, debit_id, credit_id, currency, sum(amount)::bigint, sum(count)::bigint
FROM found GROUP BY 2, 3, 4, 5 ORDER BY 2, 3, 4, 5
"""
)
SUPPLIER_EDGE = """
WITH edge AS (
    SELECT max(day) AS day, (max(day) + 1)::timestamp AT TIME ZONE %(zone)s AS at FROM finance_dayclose WHERE zone = %(zone)s
), found AS (
    SELECT supplier_id, day, kind, currency, amount, count FROM finance_supplierdaytotal
    WHERE day BETWEEN %(first)s AND %(last)s AND day <= (SELECT day FROM edge)
      AND (%(supplier)s::uuid IS NULL OR supplier_id = %(supplier)s)
    UNION ALL
    SELECT supplier_id, (at AT TIME ZONE %(zone)s)::date, kind, currency, sum(amount)::bigint, count(*)
    FROM finance_supplierentry
    WHERE at >= greatest(%(since)s, (SELECT at FROM edge)) AND at < %(until)s
      AND (%(supplier)s::uuid IS NULL OR supplier_id = %(supplier)s)
    GROUP BY 1, 2, 3, 4
)
"""
SUPPLIERS_BY_DAY = SUPPLIER_EDGE + "SELECT * FROM found ORDER BY day"  # noqa: S608 - parts of our own
SUPPLIERS_BY_FACT = (
    SUPPLIER_EDGE
    + """
SELECT supplier_id, NULL::date, kind, currency, sum(amount)::bigint, sum(count)::bigint
FROM found GROUP BY 1, 3, 4 ORDER BY 1, 3, 4
"""
)
IN_LEDGER = """
SELECT NULL::date, kind, debit_id, credit_id, currency, sum(amount)::bigint, count(*)
FROM finance_ledgertransfer WHERE at >= %s AND at < %s GROUP BY 2, 3, 4, 5
"""
VERIFY_AFTER, VERIFIED_OFTEN = dt.timedelta(hours=1), 3


class FactTotal(NamedTuple):
    """What transfers of one kind between two accounts came to; ``day`` is None for a whole period."""

    day: dt.date | None
    kind: TransferKind
    debit: AccountCode
    credit: AccountCode
    currency: str
    amount: int
    transfers: int


class SupplierTotal(NamedTuple):
    """By how much entries of one kind changed what is owed to a supplier; ``day`` is None for a whole period."""

    supplier_id: uuid.UUID
    day: dt.date | None
    kind: TransferKind
    currency: str
    amount: int
    transfers: int


def find_booking(kind: TransferKind, subject_id: uuid.UUID) -> LedgerTransfer | None:
    """The first transfer of a fact; None: it is not in the books."""
    return LedgerTransfer.objects.filter(subject_id=subject_id, kind=kind, number=1).first()


def find_unbacked_holdings() -> dict[str, int]:
    """What the books say is held for others (shares not paid yet, balances of buyers) beyond what lies at institutions.

    Must be empty, ever: what is owed out of payments lies where the payments are, and nowhere else (PAY-01: 二清).
    """
    balances = list_balances()
    held: dict[str, int] = {}
    for (code, currency), amount in balances.items():
        if code in {AccountCode.SPLITS_PAYABLE, AccountCode.BUYER_BALANCES}:
            held[currency] = held.get(currency, 0) - amount
    backing = {currency: balances.get((AccountCode.PROVIDER_BALANCE, currency), 0) for currency in held}
    return {
        currency: amount - backing[currency] for currency, amount in held.items() if amount > max(backing[currency], 0)
    }


def list_balances() -> dict[tuple[AccountCode, str], int]:
    """What was debited less what was credited, in minor units, by account and currency; reads the whole ledger."""
    with connection.cursor() as cursor:
        cursor.execute(BALANCES)
        return {(AccountCode(account), currency): amount for account, currency, amount in cursor.fetchall()}


def list_day_totals(period: Period) -> list[FactTotal]:
    """What was booked on each day of a period, oldest first; days on which nothing was are not in it."""
    return _facts(BY_DAY, _values(period))


def list_totals(period: Period) -> list[FactTotal]:
    """What was booked in a period altogether."""
    return _facts(BY_FACT, _values(period))


def list_totals_in_ledger(period: Period) -> list[FactTotal]:
    """As ``list_totals``, from the ledger alone: what kept totals are compared with."""
    return _facts(IN_LEDGER, [period.since, period.until])


def list_supplier_totals(period: Period, supplier_id: uuid.UUID | None = None) -> list[SupplierTotal]:
    """What changed that is owed to suppliers in a period; of one of them, or of all."""
    return _suppliers(SUPPLIERS_BY_FACT, {**_values(period), "supplier": supplier_id})


def list_supplier_day_totals(period: Period, supplier_id: uuid.UUID | None = None) -> list[SupplierTotal]:
    """What changed that is owed to suppliers, day by day, oldest first."""
    return _suppliers(SUPPLIERS_BY_DAY, {**_values(period), "supplier": supplier_id})


def find_first_transfer() -> dt.datetime | None:
    """When the first transfer was booked; None: none was yet."""
    first: dt.datetime | None = LedgerTransfer.objects.order_by("at").values_list("at", flat=True).first()
    return first


def get_transfer_count(first: dt.date, last: dt.date) -> int:
    """How many transfers the ledger has of these days, both included."""
    period = Period(first, last)
    return LedgerTransfer.objects.filter(at__gte=period.since, at__lt=period.until).count()


def list_unverified_days(now: dt.datetime) -> list[tuple[dt.date, int]]:
    """Closed days that are to be compared with the ledger again: the newest ones, and the one that was not for longest."""
    stale = DayClose.objects.filter(verified_at__lt=now - VERIFY_AFTER)
    newest = list(DayClose.objects.order_by("-day").values_list("day", flat=True)[:VERIFIED_OFTEN])
    oldest = list(stale.order_by("verified_at").values_list("day", flat=True)[:1])
    return list(stale.filter(day__in=[*newest, *oldest]).order_by("day").values_list("day", "transfers"))


def find_closed_until() -> dt.date | None:
    """Up to which day totals are kept; None: none are."""
    closed = DayClose.objects.filter(zone=shop_zone())
    return closed.order_by("-day").values_list("day", flat=True).first()


def get_owed(supplier_id: uuid.UUID, currency: str, now: dt.datetime) -> int:
    """What is owed to a supplier, in minor units; negative: it was paid in advance."""
    totals = list_supplier_totals(Period(EVER, shop_day(now) + dt.timedelta(days=1)), supplier_id)
    return sum(total.amount for total in totals if total.currency == currency)


def list_supplier_payments(supplier_id: uuid.UUID, most: int) -> list[SupplierPayment]:
    """What was paid to a supplier outside of shares, the newest first; those that were undone too."""
    return list(SupplierPayment.objects.filter(supplier_id=supplier_id).order_by("-recorded_at")[:most])


def find_supplier_payment(payment_id: uuid.UUID) -> SupplierPayment | None:
    """One payment to a supplier, or None."""
    return SupplierPayment.objects.filter(pk=payment_id).first()


def _values(period: Period) -> dict[str, Any]:
    moments = {"since": period.since, "until": period.until}
    return {"zone": shop_zone(), "first": period.first, "last": period.last, **moments}


def _facts(statement: str, values: Any) -> list[FactTotal]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [
            FactTotal(day, TransferKind(kind), AccountCode(debit), AccountCode(credit), *rest)
            for day, kind, debit, credit, *rest in cursor.fetchall()
        ]


def _suppliers(statement: str, values: Any) -> list[SupplierTotal]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [
            SupplierTotal(supplier_id, day, TransferKind(kind), *rest)
            for supplier_id, day, kind, *rest in cursor.fetchall()
        ]
