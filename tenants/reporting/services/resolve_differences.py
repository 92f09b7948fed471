from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction

from tenants.reporting.enums import DifferenceAct, DifferenceState
from tenants.reporting.errors import DifferenceNotOpen
from tenants.reporting.locks import list_differences_locked, lock_channel
from tenants.reporting.models import Difference, DifferenceNote
from tenants.reporting.services.sum_up_statements import sum_up_statements


def resolve_differences(
    *,
    difference_ids: Collection[uuid.UUID],
    reason: str,
    actor: str,
    now: dt.datetime,
    act: DifferenceAct = DifferenceAct.RESOLVED,
    case_id: uuid.UUID | None = None,
) -> list[Difference]:
    """Say that differences are dealt with, and why. Of several that somebody else was quicker with, the rest is taken.

    Args:
        reason: what happened and what was done, for whoever audits it.

    Raises:
        DifferenceNotOpen: none of them is open.
    """
    gateways = Difference.objects.filter(pk__in=difference_ids).values_list("gateway", flat=True).distinct()
    with transaction.atomic():
        for gateway in sorted(gateways):
            lock_channel(gateway)
        found = [each for each in list_differences_locked(difference_ids) if each.is_open]
        if not found:
            raise DifferenceNotOpen
        for each in found:
            each.state, each.reason, each.case_id = DifferenceState.RESOLVED, reason[:300], case_id or each.case_id
            each.settled_at, each.settled_by, each.changed_at = now, actor, now
        fields = ["state", "reason", "case_id", "settled_at", "settled_by", "changed_at"]
        Difference.objects.bulk_update(found, fields, batch_size=500)
        notes = [DifferenceNote(difference=each, act=act, text=reason[:300], author=actor, at=now) for each in found]
        DifferenceNote.objects.bulk_create(notes, batch_size=500)
        for gateway in sorted({each.gateway for each in found}):
            sum_up_statements(gateway=gateway, now=now)
    return found
