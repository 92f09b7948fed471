from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.ids import public_id
from tenants.issuance.enums import BatchItemStatus, BatchStatus, CodeStatus
from tenants.issuance.locks import get_bulk_void_locked
from tenants.issuance.many import list_pending_voids, list_void_items, list_voided_by
from tenants.issuance.services.end_bulk_void import end_bulk_void
from tenants.issuance.services.void_codes import Outcome, void_codes

SLICE = 100  # codes of a transaction: what waits for a lock meanwhile, what a reader sees of the progress


def void_next_codes(*, void_id: uuid.UUID, now: dt.datetime) -> bool:
    """Void the next codes of a bulk void and note what became of them, all in one transaction: each is done once.

    Returns:
        Whether there may be more to do; else it is over.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        bulk = get_bulk_void_locked(void_id)
        if bulk.status not in {BatchStatus.QUEUED, BatchStatus.PROCESSING}:
            return False
        items = list_pending_voids(void_id, limit=SLICE)
        if not items:
            end_bulk_void(void_id=void_id, status=BatchStatus.COMPLETED, now=now)
            return False
        ids = {item.code_id for item in items if item.code_id}
        actor = public_id("key", bulk.key_id)
        outcomes = void_codes(code_ids=ids, void_id=void_id, actor=actor, reason=bulk.reason, now=now)
        void = [code_id for code_id, outcome in outcomes.items() if outcome.state == CodeStatus.VOIDED]
        mine = set(list_voided_by(void_id, void))
        ends: dict[tuple[str, str], list[int]] = {}  # few: most codes end alike
        for item in items:
            outcome = outcomes.get(item.code_id) if item.code_id else None
            ends.setdefault(_end_of(outcome, item.code_id in mine), []).append(item.index)
        for (state, problem), indexes in ends.items():
            status = BatchItemStatus.FAILED if problem else BatchItemStatus.SUCCEEDED
            done = list_void_items(void_id).filter(index__in=indexes)
            done.update(status=status, state=state, problem=problem)
        if bulk.status == BatchStatus.QUEUED:
            bulk.status = BatchStatus.PROCESSING
            bulk.save(update_fields=["status"])
    return True


def _end_of(outcome: Outcome | None, mine: bool) -> tuple[str, str]:
    """What a code is now, and why it was not voided. ``mine``: this very void voided it, perhaps where it was named before."""
    if outcome is None:
        return "", "resource_not_found"
    return outcome.state.value if outcome.state else "", "" if mine else outcome.problem
