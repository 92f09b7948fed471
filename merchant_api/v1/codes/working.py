"""Lists of codes: where they are taken from, filter by filter, in both directions, each code with its own place in the list."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from rest_framework.request import Request

from merchant_api.pagination import envelope, page_size, read_cursor, write_cursor
from merchant_api.problems import ApiProblem
from merchant_api.v1.issuances.working import lines_of
from platform_core.kernel.ids import parse_public_id
from tenants.inventory.selectors import (
    get_import,
    list_codes,
    list_codes_numbered,
    list_codes_of_import,
    list_codes_of_lines,
)
from tenants.inventory.stored import card_number_of
from tenants.issuance.codes import Code
from tenants.issuance.enums import CodeStatus
from tenants.issuance.models import Issuance
from tenants.issuance.selectors import get_issuance, get_refund, list_facts_of, list_recorded_ids, list_refunded

MOST_READ = 1_000  # codes that a page looks at
# States that only a record gives.
RECORDED = {
    CodeStatus.ACTIVATED, CodeStatus.PARTIALLY_REDEEMED, CodeStatus.REDEEMED, CodeStatus.SUSPENDED, CodeStatus.VOIDED,
}  # fmt: skip
Place = list[Any]  # of a code in a list, as a cursor keeps it
# Codes behind a place (None: from the beginning), or before it, nearest first; no more than so many.
Source = Callable[[Place | None, bool, int], "Stretch"]


class Stretch(NamedTuple):
    """What a source has next: codes with their places, the place behind all that was read, and whether there may be more."""

    codes: list[tuple[Code, Place]]
    end: Place | None
    more: bool


class Wanted(NamedTuple):
    """The filters of a request."""

    refund: uuid.UUID | None
    serial: str | None
    issuance: Issuance | None
    import_id: uuid.UUID | None
    state: str | None

    @property
    def _reads_issuance(self) -> bool:
        """Is the issuance what is read? A shared code is of many, so that it cannot be asked whose it is."""
        return self.refund is None and self.serial is None

    def matches(self, code: Code, today: dt.date) -> bool:
        """Does a code pass all of them? Asked of what the narrowest of them found."""
        return (
            self.state in {None, code.status(today).value}
            and (self.import_id in {None, code.stored.import_id})
            and (self.issuance is None or self._reads_issuance or code.issuance_id == self.issuance.id)
            and (self.serial is None or self.serial in {code.stored.serial, card_number_of(code.stored)})
        )


def read_filters(request: Request) -> Wanted:
    """What is asked for.

    Raises:
        RecordNotFound; ApiProblem: ``invalid_parameter``.
    """
    given = request.query_params
    state = given.get("state")
    if state is not None and state not in CodeStatus.values:
        raise ApiProblem("invalid_parameter", param="state", reason="one of " + ", ".join(CodeStatus.values))
    return Wanted(
        refund=get_refund(parse_public_id("rfd", given["refund"])).id if "refund" in given else None,
        serial=given.get("serial"),
        issuance=get_issuance(parse_public_id("iss", given["issuance"])) if "issuance" in given else None,
        import_id=get_import(parse_public_id("imp", given["import"])).id if "import" in given else None,
        state=state,
    )


def list_page(
    request: Request, wanted: Wanted, today: dt.date, render: Callable[[Code], dict[str, Any]]
) -> dict[str, Any]:
    """The page of codes that a request asks for, forwards or backwards. It looks at ``MOST_READ`` codes, about."""
    size, cursor = page_size(request), read_cursor(request)
    backwards, place = (cursor.backwards, cursor.position) if cursor else (False, None)
    source, kept, seen, more, end = _source(wanted), list[tuple[Code, Place]](), 0, True, None
    while more and len(kept) < size and seen < MOST_READ:
        stretch = source(place, backwards, size)
        seen, more, end = seen + size, stretch.more, stretch.end or end
        place = end or place
        for number, found in enumerate(stretch.codes, 1):
            if wanted.matches(found[0], today):
                kept.append(found)
            if len(kept) == size and number < len(stretch.codes):
                place, more = found[1], True
                break
    start = kept[0][1] if kept else end
    onwards = write_cursor(request, place, backwards=backwards) if more and place else None
    back = write_cursor(request, start, backwards=not backwards) if cursor and start else None
    if backwards:
        kept.reverse()
    following, preceding = (back, onwards) if backwards else (onwards, back)
    return envelope([render(code) for code, _ in kept], following, preceding)


def _source(wanted: Wanted) -> Source:
    """The narrowest of what is asked for."""
    if wanted.refund is not None:
        return _of_refund(wanted.refund)
    if wanted.serial is not None:
        return _numbered(wanted.serial)
    if wanted.issuance is not None:
        return _of_issuance(wanted.issuance)
    if wanted.import_id is not None:
        return _of_import(wanted.import_id)
    return _recorded(wanted.state if wanted.state in RECORDED else None)


def _by_id(ids: Sequence[uuid.UUID], limit: int) -> Stretch:
    """A stretch of one id more than is wanted; what is not there any more is left out."""
    wanted = ids[:limit]
    codes = [(code, [str(code.stored.id)]) for code in list_facts_of(list_codes(wanted))]
    return Stretch(codes, [str(wanted[-1])] if wanted else None, len(ids) > limit)


def _id_of(place: Place | None) -> uuid.UUID | None:
    return uuid.UUID(place[0]) if place else None


def _numbered(number: str) -> Source:
    def read(place: Place | None, backwards: bool, limit: int) -> Stretch:
        at, found = _id_of(place), list_codes_numbered(number)  # newest first
        if at is not None:
            found = [each for each in found if (each.id > at if backwards else each.id < at)]
        if backwards:
            found.reverse()
        codes = [(code, [str(code.stored.id)]) for code in list_facts_of(found[:limit])]
        return Stretch(codes, codes[-1][1] if codes else None, len(found) > limit)

    return read


def _of_refund(refund_id: uuid.UUID) -> Source:
    def read(place: Place | None, backwards: bool, limit: int) -> Stretch:
        return _by_id(list_refunded(refund_id, after=_id_of(place), limit=limit + 1, backwards=backwards), limit)

    return read


def _of_import(import_id: uuid.UUID) -> Source:
    def read(place: Place | None, backwards: bool, limit: int) -> Stretch:
        found = list_codes_of_import(import_id, _id_of(place), limit + 1, backwards=backwards)
        codes = [(code, [str(code.stored.id)]) for code in list_facts_of(found[:limit])]
        return Stretch(codes, codes[-1][1] if codes else None, len(found) > limit)

    return read


def _recorded(state: str | None) -> Source:
    def read(place: Place | None, backwards: bool, limit: int) -> Stretch:
        return _by_id(list_recorded_ids(status=state, after=_id_of(place), limit=limit + 1, backwards=backwards), limit)

    return read


def _of_issuance(issuance: Issuance) -> Source:
    lines = lines_of(issuance)

    def read(place: Place | None, backwards: bool, limit: int) -> Stretch:
        if backwards:
            past = lines.offset_of(place) if place else lines.issued
            first = max(0, past - limit)
            count, more = past - first, first > 0
        else:
            first = lines.offset_of(place) + 1 if place else 0
            count, more = limit, first + limit < lines.issued
        facts = list_facts_of(list_codes_of_lines(lines.ids, first, count)) if count else []
        codes: list[tuple[Code, Place]] = [(code, lines.place_of(at)) for at, code in enumerate(facts, first)]
        if backwards:
            codes.reverse()
        return Stretch(codes, codes[-1][1] if codes else None, more)

    return read
