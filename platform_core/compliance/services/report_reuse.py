from __future__ import annotations

import datetime as dt

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.models import Document
from platform_core.compliance.points import POINTS
from platform_core.compliance.reuse import CODES, facts_of, find_reuse
from platform_core.compliance.services.report_finding import report_finding


def report_reuse(*, document: Document, now: dt.datetime) -> int:
    """Put before the staff that the scan of a paper is another's too (X11), each pair once. No merchant is told.

    Returns:
        How many others have it.
    """
    found = find_reuse(document)
    for reuse in found:
        first, second = sorted((str(document.id), str(reuse.other.id)))
        report_finding(
            rule_id="X11",
            level=reuse.level,
            subject=(SubjectKind.DOCUMENT, str(document.id)),
            key=f"X11:{first}:{second}",
            facts=facts_of(document, reuse),
            now=now,
            tenant_role=document.tenant_role,
            supplier_id=document.link.supplier_id if document.link else None,
            points=POINTS[CODES[reuse.level]],
        )
    return len(found)
