from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.models import CodeMeeting, ScreenedLot
from platform_core.compliance.points import POINTS
from platform_core.compliance.selectors import find_supplier_of
from platform_core.compliance.services.report_finding import report_finding

RULE = "X1"


def report_meetings(*, lot_id: int, now: dt.datetime) -> None:
    """Put before the staff what the codes of a batch met: two findings for each pair of batches, in the platform's context.

    Of the later batch to block, of the earlier to review; of one that was on sale before it was looked up to review, too.

    Args:
        lot_id: of the ``ScreenedLot``.
    """
    with transaction.atomic():
        own = ScreenedLot.objects.get(pk=lot_id)
        meetings = list(CodeMeeting.objects.filter(later=own).select_related("earlier").order_by("earlier_id"))
        for meeting in meetings:
            _report(own, meeting, now)
        if own.capped and not meetings:
            facts = {"later": _side(own), "reason": "many_meetings"}
            _put(own, Level.BLOCK, f"X1:{own.id}:capped", facts, now)
        CodeMeeting.objects.filter(pk__in=[meeting.pk for meeting in meetings]).update(told=True)


def _report(own: ScreenedLot, meeting: CodeMeeting, now: dt.datetime) -> None:
    same = own.tenant_role == meeting.earlier.tenant_role
    facts = {"later": _side(own), "earlier": _side(meeting.earlier), "codes": meeting.codes, "same_shop": same}
    pair = f"X1:{own.id}:{meeting.earlier_id}"
    _put(own, Level.REVIEW if own.on_sale else Level.BLOCK, f"{pair}:later", facts, now)
    if not same:
        _put(meeting.earlier, Level.REVIEW, f"{pair}:earlier", facts, now)


def _side(lot: ScreenedLot) -> dict[str, Any]:
    supplier = str(lot.supplier_id) if lot.supplier_id else None
    first_seen = lot.first_seen.isoformat()
    return {"shop": lot.tenant_role, "batch": lot.lot, "supplier": supplier, "first_seen": first_seen}


def _put(about: ScreenedLot, level: Level, key: str, facts: dict[str, Any], now: dt.datetime) -> None:
    report_finding(
        rule_id=RULE,
        level=level,
        subject=(SubjectKind.BATCH, f"{about.tenant_role}/{about.lot}"),
        key=key,
        facts=facts,
        tenant_role=about.tenant_role,
        supplier_id=find_supplier_of(about.supplier_id),
        points=POINTS[RULE if level == Level.BLOCK else f"{RULE}.R"],
        now=now,
    )
