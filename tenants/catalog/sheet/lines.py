from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from platform_core.kernel.spreadsheets import unmarked
from tenants.catalog.sheet.cells import CellWrong, read_cell

OF_PRODUCT: Final = {
    "name", "name_en", "brand", "category", "occasions", "tags", "summary", "description", "instructions", "refund_rules",
    "fulfilment", "purchase_mode", "stock_display", "pinned",
}  # fmt: skip
CURRENCY = "CNY"


class Fault(NamedTuple):
    """Why a line is left out: its number, the column (empty: the line as a whole), what is wrong."""

    line: int
    column: str
    fault: str


@dataclass(slots=True)
class Line:
    """A line as read: what it says of its product and of its SKU, by the names of their fields."""

    number: int
    product_id: str = ""
    currency: str = ""
    product: dict[str, Any] = field(default_factory=dict)
    sku: dict[str, Any] = field(default_factory=dict)


def read_line(number: int, cells: Sequence[str], roles: Sequence[str]) -> Line | Fault:
    """A line of the table; the first cell that does not fit makes it a fault."""
    texts = {
        role: unmarked(cell).replace("\r\n", "\n").strip() for role, cell in zip(roles, cells, strict=False) if role
    }
    line, found = Line(number), dict[str, Any]()
    currency = CURRENCY
    for role in sorted(texts, key=lambda role: role != "currency"):  # what money means stands there
        if texts[role]:
            try:
                found[role] = read_cell(role, texts[role], currency)
            except CellWrong as wrong:
                return Fault(number, role, wrong.fault)
            currency = found.get("currency", currency)
    line.currency, line.product_id = found.pop("currency", ""), found.pop("product_id", "")
    line.product = {role: found.pop(role) for role in tuple(found) if role in OF_PRODUCT}
    line.product |= found.pop("product_state", {})
    if "sku_name" in found:
        found["name"] = found.pop("sku_name")
    if "sku_state" in found:
        found["active"] = found.pop("sku_state")
    line.sku = found
    return line
