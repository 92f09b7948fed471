from __future__ import annotations

import datetime as dt
from typing import Final

from platform_core.compliance.audit_faults import Fault
from platform_core.compliance.audit_files import line_of, read_anchors
from platform_core.compliance.models import AuditAnchor
from platform_core.compliance.services.verify_log import Verified

DAY: Final = dt.timedelta(days=1)


def check_anchors() -> Verified:
    """Compare the table of anchors with the files, both ways, and look for days that have none; in the platform's context."""
    faults, filed = [], set()
    for line, place in read_anchors():
        if line is None:
            faults.append(Fault("file_changed", "anchors", place))
            continue
        filed.add((line["chain"], line["day"], line["seq"], line["hash"], line["signature"]))
    kept = set()
    before: AuditAnchor | None = None
    for anchor in AuditAnchor.objects.order_by("chain", "day"):
        if before is not None and before.chain == anchor.chain and anchor.day != before.day + DAY:
            faults.append(Fault("anchor_missing", anchor.chain, (before.day + DAY).isoformat()))
        line = line_of(anchor)
        kept.add((line["chain"], line["day"], line["seq"], line["hash"], line["signature"]))
        before = anchor
    faults += [Fault("anchor_unfiled", chain, day) for chain, day, *_ in sorted(kept - filed)]
    faults += [Fault("anchor_unkept", chain, day) for chain, day, *_ in sorted(filed - kept)]
    return Verified("anchors", "anchors", len(kept), faults)
