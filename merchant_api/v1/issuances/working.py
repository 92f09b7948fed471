"""Where a code of an issuance stands: in its line, so that a line that is filled later shifts no place of another."""

from __future__ import annotations

from collections.abc import Sequence

from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Sku
from tenants.issuance.models import Issuance, IssuanceLine

Place = list[int]  # which line, and which of its codes; as a cursor keeps it


class Lines:
    """The lines of an issuance, in the order in which their codes are read."""

    def __init__(self, lines: Sequence[IssuanceLine]) -> None:
        self.ids = [line.id for line in lines]
        self._issued = [line.quantity - line.missing for line in lines]
        self.issued = sum(self._issued)

    def offset_of(self, place: Place) -> int:
        """How many codes stand before a place now."""
        line, number = place
        return sum(self._issued[:line]) + number

    def place_of(self, offset: int) -> Place:
        """The place of the code that so many stand before; it must be there."""
        line = 0
        while offset >= self._issued[line]:
            offset -= self._issued[line]
            line += 1
        return [line, offset]


def lines_of(issuance: Issuance) -> Lines:
    """Of an issuance (lines prefetched): codes that lay in stock stand before those that many have or that were made."""
    lines = list(issuance.lines.all())
    if len(lines) > 1:
        skus = Sku.objects.in_bulk({line.sku_id for line in lines})
        lines.sort(key=lambda line: skus[line.sku_id].code_mode != CodeMode.SINGLE)
    return Lines(lines)
