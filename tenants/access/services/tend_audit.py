from __future__ import annotations

import datetime as dt
import time
from typing import Final

from platform_core.compliance.audit_selectors import list_audit_checks
from platform_core.compliance.services.check_anchors import check_anchors
from platform_core.compliance.services.check_log import check_log
from platform_core.compliance.services.forget_checks import forget_checks
from platform_core.compliance.services.record_verification import record_verification
from platform_core.compliance.services.watch_logs import watch_logs
from platform_core.tenancy.context import platform_context
from tenants.access.audit_tables import list_logs

EVERY: Final = dt.timedelta(hours=20)
SECONDS: Final = 60.0  # of a run; what is left comes first in the next


def tend_audit(*, now: dt.datetime) -> int:
    """Look for gaps in all logs; verify those whose turn it is, the longest waiting first, and prune what is over.

    Args:
        now: by the clock on the wall.

    Returns:
        How many chains were verified.
    """
    begun, done = time.monotonic(), 0
    logs = list_logs()
    with platform_context():
        forget_checks(kept=[*(log.chain for log in logs), "anchors"])
    watch_logs(logs=logs, now=now)
    with platform_context():
        checked = list_audit_checks()
        if checked.get("anchors", now - EVERY) <= now - EVERY:
            record_verification(found=check_anchors(), whole=True, now=now)
    due = [log for log in logs if log.chain not in checked or checked[log.chain] <= now - EVERY]
    for log in sorted(due, key=lambda log: checked.get(log.chain, dt.datetime.min.replace(tzinfo=dt.UTC))):
        if time.monotonic() - begun > SECONDS:
            break
        check_log(log=log, now=now)
        done += 1
    return done
