"""Lists of codes in the back office: a page looks at a bounded number of them, whatever a shop has in stock."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.inventory.places import Place, list_codes_down, list_lot_ids, list_withheld_down
from tenants.inventory.stored import StoredCode
from tenants.issuance.codes import Code
from tenants.issuance.enums import CodeStatus
from tenants.issuance.selectors import list_facts_of

PER_PAGE = 50
MOST_READ = 2_000
STATES: dict[str, tuple[Promise, frozenset[CodeStatus]]] = {
    "available": (_("可售"), frozenset({CodeStatus.AVAILABLE})),
    "quarantined": (_("供应商待审核"), frozenset({CodeStatus.QUARANTINED})),
    "reserved": (_("已预留"), frozenset({CodeStatus.RESERVED})),
    "withheld": (_("已冻结、已召回"), frozenset({CodeStatus.SUSPENDED, CodeStatus.RECALLED})),
    "issued": (
        _("已发出"),
        frozenset({CodeStatus.ISSUED, CodeStatus.ACTIVATED, CodeStatus.PARTIALLY_REDEEMED, CodeStatus.REDEEMED}),
    ),
    "voided": (_("已作废"), frozenset({CodeStatus.VOIDED})),
    "expired": (_("已过期"), frozenset({CodeStatus.EXPIRED})),
}

# Where codes in a state can stand; the first four are told by that alone, but for those whose last day is over.
PLACES: dict[str, frozenset[str]] = {
    "available": frozenset({"available"}),
    "quarantined": frozenset({"quarantined"}),
    "reserved": frozenset({"reserved"}),
    "issued": frozenset({"issued"}),
    "withheld": frozenset({"held", "exported", "recalled", "issued"}),
    "voided": frozenset({"voided", "withdrawn", "issued"}),
    "expired": frozenset({"available", "quarantined", "reserved", "issued"}),
}
TOLD_BY_PLACE = frozenset({"available", "quarantined", "reserved", "issued"})


class CodePage(NamedTuple):
    """Codes, the place behind all that was looked at (None: there are no more), and how many were."""

    codes: list[Code]
    after: Place | None
    looked: int


def read_page(
    *, lot_id: int | None, sku_id: uuid.UUID | None, state: str, after: Place | None, today: dt.date
) -> CodePage:
    """The next codes of a batch, a SKU or the shop, newest first, that are in a state.

    It looks at ``MOST_READ`` at most: a page may be short, or empty, and have more behind it.
    """
    lots = [lot_id] if lot_id is not None else list_lot_ids(sku_id) if sku_id is not None else None
    if state not in STATES:
        stored = list_codes_down(lots, after, PER_PAGE + 1)
        end = place_of(stored[PER_PAGE - 1]) if len(stored) > PER_PAGE else None
        return CodePage(list_facts_of(stored[:PER_PAGE]), end, min(len(stored), PER_PAGE))
    stored = list_codes_down(lots, after, MOST_READ + 1)
    more, stored = len(stored) > MOST_READ, stored[:MOST_READ]
    likely = [code for code in stored if code.place in PLACES[state]]
    step = 2 * PER_PAGE if state in TOLD_BY_PLACE else max(len(likely), 1)
    found: list[Code] = []
    for first in range(0, len(likely), step):
        facts = list_facts_of(likely[first : first + step])
        found += [code for code in facts if code.status(today) in STATES[state][1]]
        if len(found) > PER_PAGE:
            return CodePage(found[:PER_PAGE], place_of(found[PER_PAGE - 1].stored), len(stored))
    return CodePage(found, place_of(stored[-1]) if more else None, len(stored))


def read_withheld(*, lot_id: int | None, sku_id: uuid.UUID | None, after: Place | None) -> CodePage:
    """The next codes that are withheld one by one: they stand in a table of their own, and are found at once."""
    lots = [lot_id] if lot_id is not None else list_lot_ids(sku_id) if sku_id is not None else None
    stored = list_withheld_down(lots, ("held", "exported", "recalled"), after, PER_PAGE + 1)
    codes = list_facts_of(stored[:PER_PAGE])
    end = place_of(codes[-1].stored) if len(stored) > PER_PAGE else None
    return CodePage(codes, end, len(codes))


def place_of(code: StoredCode) -> Place:
    """Where a code of a lot stands."""
    assert code.lot_id is not None
    assert code.position is not None
    return code.lot_id, code.position


def write_place(place: Place | None) -> str:
    """A place as it stands in an address."""
    return f"{place[0]}-{place[1]}" if place else ""


def read_place(text: str) -> Place | None:
    """What ``write_place`` wrote; None: it is none."""
    lot, dash, position = text.partition("-")
    if not dash or not lot.isdecimal() or not position.isdecimal() or len(lot) > 15 or len(position) > 10:
        return None
    return int(lot), min(int(position), (1 << 31) - 1)
