from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections import Counter
from typing import Final

from django.db import transaction

from platform_core.compliance.retention import Kept, Profile, cutoff
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import first_id_at
from tenants.access.enums import Outcome
from tenants.access.services.record_outcome import record_outcome
from tenants.access.services.record_system_act import record_system_act
from tenants.inventory.services.shred_codes_of import shred_codes_of
from tenants.issuance.enums import KeptBecause
from tenants.issuance.keeping import has_codes_to_shred, list_issuances_to_shred
from tenants.issuance.locks import ensure_shredding_locked, list_issuances_locked
from tenants.issuance.models import Issuance, IssuanceLine, KeptIssuance
from tenants.orders.locks import lock_orders_of
from tenants.orders.open_matters import list_reasons_to_keep

logger = logging.getLogger(__name__)
SLICES: Final = 20  # transactions a run
AGAIN: Final = dt.timedelta(days=1)  # what is kept back is looked at once a day


def shred_codes(*, now: dt.datetime) -> int:
    """Destroy what codes say that were delivered 180 days ago, but those of orders with something open; a chore.

    Slice by slice, each a transaction: cut off anywhere, the next run goes on where the last slice ended. An entry in the shop's audit
    log says how many, begun before the first goes.

    Returns:
        How many codes.
    """
    until = cutoff(Kept.CODES, Profile.STANDARD, now)
    before = first_id_at(on_the_wall(until))
    if not has_codes_to_shred(before, now):
        return 0
    entry = record_system_act(act="shred_codes", now=now)
    done: Counter[str] = Counter()
    for _ in range(SLICES):
        found = _shred_slice(before, until, now)
        done.update(found)
        if not found:
            break
    record_outcome(entry_id=entry, outcome=Outcome.DONE, detail=dict(done), now=now)
    logger.info("codes shredded: %s", dict(done))
    return done["codes"]


def _shred_slice(before: uuid.UUID, until: dt.datetime, now: dt.datetime) -> Counter[str]:
    """Some of them, in one transaction; nothing is counted once nothing is left."""
    with transaction.atomic():
        progress = ensure_shredding_locked()
        fresh, again = list_issuances_to_shred(progress.past, before, now)
        ids = sorted({*fresh, *again})
        lock_orders_of(ids)  # whoever opens a case about one of them comes before or after
        issuances = list_issuances_locked(ids)
        because = list_reasons_to_keep(issuances, until)
        due = [issuance for issuance in issuances if issuance.id not in because]
        codes = _shred(due, now)
        KeptIssuance.objects.filter(issuance_id__in=[issuance.id for issuance in due]).delete()
        _keep(because, now)
        if fresh:
            progress.past = fresh[-1]
            progress.save(update_fields=["past"])
    return Counter(issuances=len(due), codes=codes, kept_back=len(because)) if ids else Counter()


def _shred(issuances: list[Issuance], now: dt.datetime) -> int:
    lines = list(IssuanceLine.objects.filter(issuance__in=issuances).values_list("issuance_id", "id"))
    whole = 0
    for issuance in issuances:
        codes = shred_codes_of(line_ids=[line for owner, line in lines if owner == issuance.id])
        if codes:
            Issuance.objects.filter(pk=issuance.id).update(codes_shredded_at=now)
        whole += codes
    return whole


def _keep(because: dict[uuid.UUID, KeptBecause], now: dt.datetime) -> None:
    rows = [KeptIssuance(issuance_id=pk, because=why, next_at=now + AGAIN) for pk, why in because.items()]
    KeptIssuance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["issuance_id"], update_fields=["because", "next_at"]
    )
