from __future__ import annotations

import datetime as dt
import hashlib
import logging
from typing import Final

from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.models import AuditCheck
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.services.verify_log import Verified

logger = logging.getLogger(__name__)
TOLD: Final = 20


def record_verification(*, found: Verified, whole: bool, now: dt.datetime) -> None:
    """Keep what a verification found; faults are told to the staff and the log of the worker. In the platform's context."""
    kinds = sorted({fault.what for fault in found.faults})
    kept = {"at": now, "links": found.links, "faults": len(found.faults), "kinds": kinds}
    AuditCheck.objects.update_or_create(chain=found.chain, defaults={**kept, **({"whole_at": now} if whole else {})})
    if not found.faults:
        return
    logger.error("audit log %s: %d faults: %s", found.chain, len(found.faults), ", ".join(kinds))
    told = [" ".join(filter(None, (fault.what, fault.place, fault.kind, fault.row))) for fault in found.faults[:TOLD]]
    print_ = hashlib.sha256("\n".join(map(str, found.faults)).encode()).hexdigest()[:16]
    report_finding(
        rule_id="LOG-01",
        level=Level.BLOCK,
        subject=(SubjectKind.PLATFORM, found.chain),
        key=f"LOG-01:{found.chain}:{print_}",
        facts={"log": found.name, "wrong": len(found.faults), "kinds": kinds, "first": told},
        now=now,
    )
