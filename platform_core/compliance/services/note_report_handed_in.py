from __future__ import annotations

import datetime as dt
import uuid

from platform_core.compliance.errors import ReportRefused
from platform_core.compliance.models import IdentityReport
from platform_core.kernel.errors import RecordNotFound


def note_report_handed_in(*, report_id: uuid.UUID, by: str, receipt: str, now: dt.datetime) -> None:
    """A report went to the regulator.

    Args:
        receipt: the regulator's number or mark of it.

    Raises:
        RecordNotFound
        ReportRefused: it was noted before.
    """
    changed = IdentityReport.objects.filter(pk=report_id, handed_in_at=None).update(
        handed_in_at=now, handed_in_by=by[:254], receipt=receipt.strip()[:120]
    )
    if changed:
        return
    if not IdentityReport.objects.filter(pk=report_id).exists():
        raise RecordNotFound(id=str(report_id))
    raise ReportRefused(reason="handed_in")
