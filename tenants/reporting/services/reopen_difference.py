from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.reporting.enums import DifferenceAct, DifferenceState
from tenants.reporting.errors import DifferenceNotOpen
from tenants.reporting.locks import list_differences_locked, lock_channel
from tenants.reporting.models import Difference, DifferenceNote
from tenants.reporting.selectors import get_difference
from tenants.reporting.services.match_channel import match_channel


def reopen_difference(*, difference_id: uuid.UUID, reason: str, actor: str, now: dt.datetime) -> Difference:
    """Take back that a difference was dealt with. A look at it follows, should it have gone meanwhile.

    Raises:
        RecordNotFound; DifferenceNotOpen: nobody said that it was.
    """
    difference = get_difference(difference_id)
    with transaction.atomic():
        lock_channel(difference.gateway)
        (each,) = list_differences_locked([difference_id])
        if each.state != DifferenceState.RESOLVED:
            raise DifferenceNotOpen
        each.state, each.reason, each.settled_at, each.settled_by = DifferenceState.OPEN, "", None, ""
        each.changed_at = now
        each.save(update_fields=["state", "reason", "settled_at", "settled_by", "changed_at"])
        DifferenceNote.objects.create(
            difference=each, act=DifferenceAct.REOPENED, text=reason[:300], author=actor, at=now
        )
        statement = difference.statement
        match_channel(gateway=each.gateway, since=statement.starts_at, until=statement.ends_at, now=now)
    return get_difference(difference_id)
