from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from platform_core.compliance.retention import Kept, Profile, cutoff
from platform_core.tenancy.context import current_tenant
from tenants.access.enums import Outcome
from tenants.access.services.record_outcome import record_outcome
from tenants.access.services.record_system_act import record_system_act
from tenants.inventory.keeping import due_lots, due_shared, due_withheld, list_owners_of_shared
from tenants.inventory.locks import find_shared_code_locked, get_lot_locked, list_withheld_locked
from tenants.inventory.opening import code_uuid
from tenants.inventory.services.keep_back import keep_back
from tenants.inventory.services.shred_rest_of_lot import shred_rest_of_lot
from tenants.inventory.services.shred_shared_code import shred_shared_code
from tenants.inventory.services.shred_withheld import shred_withheld
from tenants.issuance.locks import list_issuances_locked
from tenants.issuance.models import Issuance, IssuanceLine
from tenants.orders.locks import lock_orders_of
from tenants.orders.open_matters import (
    list_lots_with_open_codes,
    list_open_codes,
    list_open_lots,
    list_reasons_to_keep,
)

logger = logging.getLogger(__name__)
SLICES: Final = 20  # transactions a run, of each kind
MOST, MOST_PLACES, MOST_USES = 1_000, 5_000, 1_000


def shred_off_shelf(*, now: dt.datetime) -> int:
    """Destroy what codes say that left the shelf for good 180 days ago in another way than to one buyer: exported, written off,
    of an import that was undone, shared ones that are used up or over. A chore.

    Kept back, and looked at daily, while a batch is held or recalled or the platform keeps it, or a code is suspended or in a case.
    Rows, fingerprints and what happened to a code stay. Cut off anywhere, the next run goes on.

    Returns:
        How many codes.
    """
    until = cutoff(Kept.CODES, Profile.STANDARD, now)
    due = [slice_ for slice_, rows in _KINDS if rows(until, now).exists()]
    if not due:
        return 0
    entry = record_system_act(act="shred_off_shelf", now=now)
    done: Counter[str] = Counter()
    for slice_ in due:
        for _ in range(SLICES):
            found = slice_(until, now)
            done.update(found)
            if not found:
                break
    record_outcome(entry_id=entry, outcome=Outcome.DONE, detail=dict(done), now=now)
    logger.info("codes off the shelf, shredded: %s", dict(done))
    return done["codes"]


def _shred_withheld(until: dt.datetime, now: dt.datetime) -> Counter[str]:
    """Single ones: exported, or written off."""
    with transaction.atomic():
        codes = list_withheld_locked(due_withheld(until, now)[:MOST])
        if not codes:
            return Counter()
        tenant_id = current_tenant().id
        ids = {code.pk: code_uuid(tenant_id, code.lot_id, code.position) for code in codes}
        lots = list_open_lots({code.lot_id for code in codes})
        kept = list_open_codes(ids.values())
        stay = [code for code in codes if code.lot_id in lots or ids[code.pk] in kept]
        staying = {code.pk for code in stay}
        keep_back(codes=[(code.lot_id, code.position) for code in stay], now=now)
        gone = shred_withheld(codes=[code for code in codes if code.pk not in staying], now=now)
    return Counter(codes=gone, kept_back=len(stay))


def _shred_lot(until: dt.datetime, now: dt.datetime) -> Counter[str]:
    """The next unsold codes of the batch that is gone the longest."""
    with transaction.atomic():
        chosen = due_lots(until, now).values_list("pk", flat=True).first()
        if chosen is None:
            return Counter()
        lot = get_lot_locked(chosen)
        if list_open_lots([lot.id]) or lot.id in list_lots_with_open_codes():
            keep_back(lots=[lot.id], now=now)
            return Counter(batches_kept_back=1)
        return Counter(codes=shred_rest_of_lot(lot=lot, most=MOST_PLACES, now=now), stretches=1)


def _shred_shared(until: dt.datetime, now: dt.datetime) -> Counter[str]:
    """A shared code that nobody is given any more, and with it all issuances that show it."""
    with transaction.atomic():
        chosen = due_shared(until, now).values_list("pk", flat=True).first()
        if chosen is None:
            return Counter()
        ids = _list_issuances(chosen)
        kept = any(_is_open(ids[first : first + MOST_USES], until) for first in range(0, len(ids), MOST_USES))
        code = find_shared_code_locked(due_shared(until, now), chosen)
        if code is None or kept:
            keep_back(shared=[chosen], now=now)
            return Counter(shared_kept_back=1)
        shred_shared_code(code=code, now=now)
        Issuance.objects.filter(pk__in=ids, codes_shredded_at=None).update(codes_shredded_at=now)
    return Counter(codes=1)


def _list_issuances(shared_code_id: uuid.UUID) -> list[uuid.UUID]:
    lines = list_owners_of_shared(shared_code_id)
    found = IssuanceLine.objects.filter(pk__in=lines).order_by("issuance_id").values_list("issuance_id", flat=True)
    return list(found.distinct())


def _is_open(issuance_ids: list[uuid.UUID], until: dt.datetime) -> bool:
    """Is anything open about one of them? Orders are locked before: a case is opened before or after, never meanwhile."""
    lock_orders_of(issuance_ids)
    return bool(list_reasons_to_keep(list_issuances_locked(issuance_ids), until))


_KINDS: Final[list[tuple[Callable[..., Counter[str]], Callable[..., QuerySet[Any]]]]] = [
    (_shred_withheld, due_withheld),
    (_shred_lot, due_lots),
    (_shred_shared, due_shared),
]
