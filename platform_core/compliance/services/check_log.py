from __future__ import annotations

import datetime as dt
from typing import Final

from platform_core.compliance.audit_chain import SealedLog
from platform_core.compliance.models import AuditCheck
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.services.prune_log import prune_log
from platform_core.compliance.services.record_verification import record_verification
from platform_core.compliance.services.verify_log import Verified, verify_log
from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import platform_context

WHOLE_EVERY: Final = dt.timedelta(days=7)
OVERLAP: Final = dt.timedelta(days=2)  # what is verified again of what was


def check_log(*, log: SealedLog, now: dt.datetime) -> Verified:
    """Verify a log, keep what was found, put faults before the staff, and prune it if it is whole.

    Once in ``WHOLE_EVERY`` from its beginning, otherwise from the anchor of some days ago.

    Args:
        now: by the clock on the wall.
    """
    with platform_context():
        last = AuditCheck.objects.filter(chain=log.chain).first()
    whole = last is None or last.faults > 0 or last.whole_at is None or last.whole_at <= now - WHOLE_EVERY
    since = None if whole or last is None else local_date(last.at - OVERLAP, ZONE)
    found = verify_log(log=log, now=now, since=since)
    with platform_context():
        record_verification(found=found, whole=whole, now=now)
    if whole and not found.faults:
        prune_log(log=log, by="retention", now=now)
    return found
