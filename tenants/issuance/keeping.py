"""Which issuances' codes are past their time."""

from __future__ import annotations

import datetime as dt
import uuid
from itertools import takewhile
from typing import Final

from tenants.issuance.models import Issuance, KeptIssuance, Shredding

MOST, MOST_CODES, MOST_AGAIN = 200, 5_000, 50  # in a transaction
NOTHING: Final = uuid.UUID(int=0)


def find_past() -> uuid.UUID:
    """Up to which issuance they were gone through."""
    return Shredding.objects.values_list("past", flat=True).first() or NOTHING


def has_codes_to_shred(before: uuid.UUID, now: dt.datetime) -> bool:
    """Is there anything to look at? ``before``: the first id that is not yet."""
    fresh = Issuance.objects.filter(pk__gt=find_past(), pk__lt=before)
    return fresh.exists() or KeptIssuance.objects.filter(next_at__lte=now).exists()


def list_issuances_to_shred(
    past: uuid.UUID, before: uuid.UUID, now: dt.datetime
) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """The next ones behind ``past``, in the order of ids and not too many codes at once; and kept ones that are looked at again."""
    rows = Issuance.objects.filter(pk__gt=past, pk__lt=before).order_by("pk").values_list("pk", "quantity")[:MOST]
    sums, codes = [], 0
    for pk, quantity in rows:
        sums.append((pk, codes))  # how many there are before it: one that is large goes alone
        codes += quantity
    fresh = [pk for pk, _ in takewhile(lambda row: row[1] < MOST_CODES, sums)]
    due = KeptIssuance.objects.filter(next_at__lte=now).order_by("next_at", "issuance_id")
    return fresh, list(due.values_list("issuance_id", flat=True)[:MOST_AGAIN])


def find_shredded_at(issuance_id: uuid.UUID) -> dt.datetime | None:
    """Since when what its codes say is not kept any more; None: it is."""
    return Issuance.objects.filter(pk=issuance_id).values_list("codes_shredded_at", flat=True).first()
