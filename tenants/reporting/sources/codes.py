"""Codes: of an issuance, of an import, or all that were issued in a period. What they say only where that was asked for."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from django.db.models import F, Sum

from platform_core.kernel.ids import public_id
from platform_core.kernel.masking import mask
from tenants.catalog.enums import RedemptionKind
from tenants.catalog.selectors import list_reveal_limited
from tenants.inventory.selectors import get_import, list_codes_of_import, list_codes_of_lines
from tenants.inventory.stored import display_of, open_stored
from tenants.issuance.codes import Code
from tenants.issuance.models import IssuanceLine
from tenants.issuance.selectors import list_facts_of
from tenants.reporting.models import Export
from tenants.reporting.sources.source import BATCH, Row, Source, stream, within_period

COLUMNS = (
    "id", "display", "serial", "state", "sku", "sku_code", "issuance", "line", "import", "balance", "units_left",
    "currency", "expires_on",
)  # fmt: skip
REVEALED = ("card_number", "code")


class _Line(NamedTuple):
    id: uuid.UUID
    issuance_id: uuid.UUID
    quantity: int


def codes(export: Export, today: dt.date) -> Source:
    """One row for each code; with ``reveal`` two columns more, empty for what nobody was given and for products that
    limit how often a code is read: a file can be read as often as anybody likes."""
    if export.import_id is not None:
        taken = get_import(export.import_id)
        total, found = taken.accepted - taken.removed, _of_import(taken.id)
    else:
        lines = within_period(IssuanceLine.objects.all(), export, "issuance__created_at")
        if export.issuance_id is not None:
            lines = lines.filter(issuance_id=export.issuance_id)
        total = lines.aggregate(codes=Sum(F("quantity") - F("missing")))["codes"] or 0
        ordered = stream(lines.order_by("issuance_id", "index"), "id", "issuance_id", "quantity")
        found = _of_lines(_Line._make(row) for batch in ordered for row in batch)
    if not export.reveal:
        return Source(COLUMNS, ("balance",), total, ([_row(code, today) for code in batch] for batch in found))
    return Source(COLUMNS + REVEALED, ("balance",), total, (_rows_in_the_clear(batch, today) for batch in found))


def _of_import(import_id: uuid.UUID) -> Iterator[list[Code]]:
    after = None
    while found := list_codes_of_import(import_id, after, BATCH):
        yield list_facts_of(found)
        after = found[-1].id


def _of_lines(lines: Iterable[_Line]) -> Iterator[list[Code]]:
    """Codes of lines, several small lines at once. A line is read whole: it has no more than an issuance may have."""
    batch: list[_Line] = []
    for line in lines:
        batch.append(line)
        if sum(each.quantity for each in batch) >= BATCH:
            yield _codes_of(batch)
            batch = []
    if batch:
        yield _codes_of(batch)


def _codes_of(lines: list[_Line]) -> list[Code]:
    wanted = {line.id: line for line in lines}
    found = list_codes_of_lines(list(wanted), 0, sum(line.quantity for line in lines))
    # A shared code has many owners; here it is the one that we came from.
    return [
        replace(code, issuance_id=wanted[code.stored.owner_id].issuance_id, line_id=code.stored.owner_id)
        for code in list_facts_of(found)
        if code.stored.owner_id
    ]


def _row(code: Code, today: dt.date, display: str | None = None) -> Row:
    stored, left, kind = code.stored, code.left, code.sku.redemption
    return (
        code.public_id,
        display or display_of(stored),
        stored.serial,
        code.status(today).value,
        public_id("sku", code.sku.id),
        code.sku.sku_code,
        public_id("iss", code.issuance_id) if code.issuance_id else None,
        public_id("isl", code.line_id) if code.line_id else None,
        public_id("imp", stored.import_id) if stored.import_id else None,
        left if kind == RedemptionKind.AMOUNT else None,
        left if kind == RedemptionKind.UNITS else None,
        code.sku.currency,
        stored.expires_on,
    )


def _rows_in_the_clear(batch: list[Code], today: dt.date) -> list[Row]:
    limited = list_reveal_limited({code.sku.product_id for code in batch})
    return [_row_in_the_clear(code, today, hidden=code.sku.product_id in limited) for code in batch]


def _row_in_the_clear(code: Code, today: dt.date, *, hidden: bool) -> Row:
    """What a code says stands in its row once somebody was given it, never before, and until it is
    shredded; ``hidden``: looks at it are counted."""
    if code.issuance_id is None or hidden or not code.stored.sealed:
        return (*_row(code, today), None, None)
    opened = open_stored(code.stored).opened
    return (*_row(code, today, mask(opened.secret)), opened.card_number or None, opened.secret)
