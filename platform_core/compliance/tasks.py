from __future__ import annotations

from platform_core.compliance.services.report_meetings import report_meetings
from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles


@handles(JobName.REPORT_MEETINGS)
def _report_meetings(lot_id: int) -> None:
    report_meetings(lot_id=lot_id, now=now())
