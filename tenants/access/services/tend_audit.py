from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable
from typing import Final

from platform_core.compliance.audit_chain import PLATFORM_CHAIN, SealedLog
from platform_core.compliance.audit_selectors import list_audit_checks
from platform_core.compliance.services.check_anchors import check_anchors
from platform_core.compliance.services.check_log import check_log
from platform_core.compliance.services.forget_checks import forget_checks
from platform_core.compliance.services.record_verification import record_verification
from platform_core.compliance.services.watch_logs import Gap, watch_logs
from platform_core.tenancy.context import platform_context
from tenants.access.audit_tables import list_logs
from tenants.access.request_log_selectors import find_request_gap

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
    watch_logs(logs=logs, now=now, also=_find_request_gaps(logs, now))
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


def _find_request_gaps(logs: Iterable[SealedLog], now: dt.datetime) -> list[Gap]:
    """Of live shops: a test shop's clock is moved, and its log is nobody's security log."""
    gaps = []
    for log in logs:
        if log.live and log.chain != PLATFORM_CHAIN:
            with log.inside():
                since = find_request_gap(now)
            if since is not None:
                gaps.append(Gap(f"requests of {log.name}", since))
    return gaps
