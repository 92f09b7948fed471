from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from typing import Final

from django.db import transaction

from platform_core.compliance.retention import Kept, Profile, cutoff
from tenants.access.enums import Outcome
from tenants.access.services.record_outcome import record_outcome
from tenants.access.services.record_system_act import record_system_act
from tenants.orders.keeping import due_handed_over
from tenants.orders.locks import list_lines_locked
from tenants.orders.models import OrderLine
from tenants.orders.open_matters import is_over, list_open_orders

logger = logging.getLogger(__name__)
MOST, SLICES = 200, 20  # lines in a transaction, transactions a run


def shred_handed_over(*, now: dt.datetime) -> int:
    """Destroy what was delivered by hand 180 days ago, but of orders with something open or over later; a chore.

    That it was handed over, when and by whom stays. Cut off anywhere, the next run goes on.

    Returns:
        Of how many lines.
    """
    until: Final = cutoff(Kept.CODES, Profile.STANDARD, now)
    if not due_handed_over(until, now).exists():
        return 0
    entry = record_system_act(act="shred_handed_over", now=now)
    done: Counter[str] = Counter()
    for _ in range(SLICES):
        found = _shred_slice(until, now)
        done.update(found)
        if not found:
            break
    record_outcome(entry_id=entry, outcome=Outcome.DONE, detail=dict(done), now=now)
    logger.info("handed over, shredded: %s", dict(done))
    return done["lines"]


def _shred_slice(until: dt.datetime, now: dt.datetime) -> Counter[str]:
    with transaction.atomic():
        lines = list_lines_locked(due_handed_over(until, now)[:MOST])
        if not lines:
            return Counter()
        kept = list_open_orders({line.order_id for line in lines})
        due = [line.id for line in lines if line.order_id not in kept and is_over(line.order, until)]
        OrderLine.objects.filter(pk__in=[line.id for line in lines]).exclude(pk__in=due).update(looked_at=now)
        gone = OrderLine.objects.filter(pk__in=due).update(handed_over=b"", shredded_at=now)
    return Counter(lines=gone, kept_back=len(lines) - gone)
