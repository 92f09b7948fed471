"""Which papers each kind of goods takes (compliance.md, document sets), and whether those at hand are enough."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from platform_core.compliance.enums import DocumentKind, DocumentState, SupplyCategory

K, C = DocumentKind, SupplyCategory
DOCUMENT_SETS: Final[Mapping[SupplyCategory, tuple[DocumentKind, ...]]] = MappingProxyType(
    {
        C.GAME: (K.LICENCE, K.AUTHORISATION, K.PUBLISHER, K.ORIGIN),
        C.GIFT_CARD: (K.LICENCE, K.ISSUER_FILING, K.DISTRIBUTION, K.INVOICE),
        C.TELECOM: (K.LICENCE, K.CARRIER),
        C.MEMBERSHIP: (K.LICENCE, K.CHANNEL),
        C.OWN_VOUCHER: (K.LICENCE, K.ISSUER_MODE),
    }
)
REMIND_BEFORE: Final = (60, 30, 7, 1)  # days


def list_missing(
    category: SupplyCategory,
    papers: Iterable[tuple[DocumentKind, DocumentState, dt.date | None]],
    on: dt.date,
    *,
    accepted: bool = False,
) -> list[DocumentKind]:
    """The kinds that a category takes and that no paper at hand covers on a day.

    Args:
        papers: kind, what staff made of it, last day.
        accepted: only what staff accepted counts; otherwise also what waits for them.
    """
    good = {DocumentState.ACCEPTED} if accepted else {DocumentState.ACCEPTED, DocumentState.WAITING}
    there = {kind for kind, state, ends in papers if state in good and (ends is None or ends >= on)}
    return [kind for kind in DOCUMENT_SETS[category] if kind not in there]


def find_reminder(days_left: int) -> int | None:
    """Which of the reminders is due so many days before the last one (which is 0): the nearest whose day has come; None before the first.

    After the last day nobody is reminded: then the supplier has expired.
    """
    return min((days for days in REMIND_BEFORE if days >= days_left), default=None) if days_left >= 0 else None
