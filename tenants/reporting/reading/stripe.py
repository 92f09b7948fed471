"""Stripe: "Balance change from activity" and "Payout reconciliation", itemized, as the dashboard and the reporting API write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import orjson

from tenants.reporting.enums import LineKind
from tenants.reporting.reading.cells import currency_of, minor, moment
from tenants.reporting.reading.rows import ID, CannotRead, StatementRow

NEEDED = frozenset({"balance_transaction_id", "reporting_category", "gross", "fee", "currency"})
FIRST_OF_PAYOUTS = "automatic_payout_id"
PAYMENT_MARK, REFUND_MARK, SHOP_MARK = "kaquan_payment", "kaquan_refund", "kaquan_shop"
CATEGORIES = {
    "charge": LineKind.PAYMENT,
    "payment": LineKind.PAYMENT,
    "refund": LineKind.REFUND,
    "payment_refund": LineKind.REFUND,
    "refund_failure": LineKind.RETURNED,
    "payment_failure_refund": LineKind.RETURNED,
    "fee": LineKind.FEE,
    "dispute": LineKind.DISPUTE,
    "dispute_reversal": LineKind.DISPUTE,
    "payout": LineKind.PAYOUT,
    "payout_reversal": LineKind.PAYOUT,
}


def read(line: int, cells: Mapping[str, str], shop: str) -> StatementRow:
    """A line; amounts in the currency that was paid in, and the fee converted back into it at the line's own rate.

    Args:
        shop: our code of the shop. What another shop's mark is on is nothing to compare here.

    Raises:
        CannotRead
    """
    kind = CATEGORIES.get(cells["reporting_category"].strip().lower(), LineKind.OTHER)
    marks = {**_marks(cells, "payment_metadata"), **_marks(cells, "refund_metadata")}
    if marks.get(SHOP_MARK, shop) != shop:
        kind = LineKind.OTHER
    settled = currency_of(cells["currency"])
    amount, fee = minor(cells["gross"], settled), minor(cells["fee"], settled, rounded=True)
    currency = settled
    if kind != LineKind.OTHER and cells.get("customer_facing_currency", "").strip():
        currency = currency_of(cells["customer_facing_currency"])
    if currency != settled:
        faced = minor(cells.get("customer_facing_amount", ""), currency)
        fee = int((Decimal(fee) * faced / amount).to_integral_value()) if amount else 0
        amount = faced if (faced < 0) == (amount < 0) else -faced
    if kind == LineKind.FEE:
        amount, fee = 0, fee - amount
    source, trade = cells.get("source_id", "").strip(), _trade(cells, kind)
    fact = trade if kind == LineKind.PAYMENT else source
    known = fact or cells["balance_transaction_id"].strip()
    if not known:
        raise CannotRead("number_missing")
    if kind == LineKind.PAYOUT and amount > 0:  # one that the bank refused keeps its number
        known = f"{known}:back"
    return StatementRow(
        line=line,
        kind=kind,
        key=known[:ID],
        number=marks.get(PAYMENT_MARK, "")[:ID],
        refund_number=marks.get(REFUND_MARK, "")[:ID] if kind in {LineKind.REFUND, LineKind.RETURNED} else "",
        provider_id=fact[:ID],
        trade_id=trade[:ID],
        amount=amount,
        fee=fee,
        currency=currency,
        at=moment(cells.get("created_utc") or cells.get("created", ""), dt.UTC),
        merchants=tuple(filter(None, [cells.get("connected_account_id", "").strip()])),
    )


def _trade(cells: Mapping[str, str], kind: LineKind) -> str:
    intent = cells.get("payment_intent_id", "").strip()
    charge = cells.get("charge_id", "").strip()
    return intent or charge or (cells.get("source_id", "").strip() if kind == LineKind.PAYMENT else "")


def _marks(cells: Mapping[str, str], column: str) -> dict[str, str]:
    """Metadata: in a column for each name, or all of it in one."""
    found = {
        name[len(column) + 1 : -1]: value.strip()
        for name, value in cells.items()
        if name.startswith(f"{column}[") and name.endswith("]") and value.strip()
    }
    whole = cells.get(column, "").strip()
    if whole:
        try:
            said = orjson.loads(whole)
        except orjson.JSONDecodeError:
            return found
        if isinstance(said, dict):
            found |= {str(name): str(value) for name, value in said.items()}
    return found
