"""Rows of a shop as a look shows them: generic, from what the database says of each column."""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from platform_core.compliance.selectors import LookColumn
from platform_core.kernel.contacts import open_contact
from platform_core.kernel.money import format_money
from platform_core.kernel.sealing import KeyMissing, SealBroken
from platform_core.site.look_words import FIELDS, VALUES
from platform_core.tenancy.reference import TenantRef

MONEY: Final = frozenset({
    "amount", "cost", "discount", "face_value", "list_price", "paid_amount", "price", "refunded", "returned", "unit_cost", "unit_price",
})  # fmt: skip
# From a row to the rows that belong to it: the column, of which kind, and by which of their columns.
LEADS: Final[dict[tuple[str, str], tuple[str, str]]] = {
    ("orders", "id"): ("order_lines", "order_id"),
    ("orders", "issuance_id"): ("issuances", "id"),
    ("orders", "buyer_id"): ("buyers", "id"),
    ("order_lines", "product_id"): ("products", "id"),
    ("order_lines", "sku_id"): ("skus", "id"),
    ("order_lines", "order_id"): ("payments", "order_id"),
    ("payments", "id"): ("refunds", "payment_id"),
    ("payments", "order_id"): ("orders", "id"),
    ("refunds", "payment_id"): ("splits", "payment_id"),
    ("splits", "payment_id"): ("payments", "id"),
    ("cases", "order_id"): ("orders", "id"),
    ("messages", "order_id"): ("orders", "id"),
    ("products", "id"): ("skus", "product_id"),
    ("skus", "id"): ("batches", "sku_id"),
    ("batches", "id"): ("lots", "code_import_id"),
    ("batches", "contract_id"): ("agreements", "id"),
    ("lots", "sku_id"): ("skus", "id"),
    ("lots", "supplier_id"): ("supplier_ledger", "supplier_id"),
    ("issuances", "id"): ("reveals", "issuance_id"),
    ("ledger", "subject_id"): ("ledger", "subject_id"),
    ("buyers", "id"): ("orders", "buyer_id"),
    ("blocks", "buyer_id"): ("buyers", "id"),
    ("supplier_payments", "supplier_id"): ("supplier_ledger", "supplier_id"),
}
LONG_ID: Final = 36


class Cell(NamedTuple):
    """One value: what it says, where it leads, whether it is a number."""

    label: str
    text: str
    path: str = ""
    full: str = ""
    number: bool = False


def list_cells(
    columns: Sequence[LookColumn], rows: Sequence[Mapping[str, Any]], shop: TenantRef, look_id: uuid.UUID
) -> list[list[Cell]]:
    """The table, row by row. Columns that this look does not show are not in the rows and leave no cell."""
    shown = [column for column in columns if rows and column.field in rows[0]]
    return [[_cell(column, row, shop, look_id) for column in shown] for row in rows]


def label_of(field: str) -> str:
    """What a column is called."""
    return str(FIELDS.get(field, field))


def _cell(column: LookColumn, row: Mapping[str, Any], shop: TenantRef, look_id: uuid.UUID) -> Cell:
    value, label = row[column.field], label_of(column.field)
    if value is None or value == "":
        return Cell(label, "–")
    if column.shown == "sealed":
        return Cell(label, _opened(value, shop))
    text = str(value)
    lead = LEADS.get((column.what, column.field))
    path = f"/staff/looks/{look_id}/{lead[0]}?{urlencode({lead[1]: text})}" if lead else ""
    if column.field in MONEY and isinstance(value, int):
        return Cell(label, format_money(value, str(row.get("currency") or shop.currency)), path, number=True)
    if isinstance(value, bool):
        return Cell(label, _("是") if value else _("否"), path)
    if isinstance(value, int):
        return Cell(label, text, path, number=True)
    if column.field.endswith("_at") or column.field in {"at", "pay_by"}:
        return Cell(label, _moment(text, shop))
    if column.field in {"status", "state"}:
        return Cell(label, str(VALUES.get(text, text)))
    is_id = len(text) == LONG_ID and column.field.endswith("id")
    return Cell(label, f"…{text[-6:]}" if is_id else text, path, text if is_id else "")


def _moment(text: str, shop: TenantRef) -> str:
    return dt.datetime.fromisoformat(text).astimezone(ZoneInfo(shop.time_zone)).strftime("%Y-%m-%d %H:%M:%S")


def _opened(sealed: str, shop: TenantRef) -> str:
    try:
        return open_contact(shop.id, base64.b64decode(sealed))
    except (KeyMissing, SealBroken):
        return _("无法打开")
