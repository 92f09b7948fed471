from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import FindingState
from platform_core.compliance.errors import ReportRefused
from platform_core.compliance.locks import lock_findings_beside
from platform_core.compliance.models import WatchReport
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.watch_selectors import RULE
from platform_core.kernel.clock import local_date


def note_watch_report(
    *, finding_id: uuid.UUID, authority: str, reference: str, reported_on: dt.date, by: str, now: dt.datetime
) -> WatchReport:
    """A confirmed hit was reported; in the platform's context. A second report of it is a second row.

    Args:
        authority: to whom; ``reference``: the number that it gave, or of the letter.
        by: e-mail address of the member of staff.

    Raises:
        RecordNotFound
        ReportRefused: ``reason``: ``not_confirmed``, ``authority``, ``reference`` or ``day``.
    """
    with transaction.atomic():
        finding = next(each for each in lock_findings_beside(finding_id) if each.pk == finding_id)
        if finding.rule_id != RULE or finding.state != FindingState.CONFIRMED:
            raise ReportRefused(reason="not_confirmed")
        for name, text in (("authority", authority), ("reference", reference)):
            if not text.strip():
                raise ReportRefused(reason=name)
        if reported_on > local_date(now, ZONE):
            raise ReportRefused(reason="day")
        return WatchReport.objects.create(
            finding=finding,
            authority=authority.strip()[:120],
            reference=reference.strip()[:120],
            reported_on=reported_on,
            noted_by=by,
            noted_at=now,
        )
