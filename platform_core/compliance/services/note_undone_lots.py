from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from platform_core.compliance.enums import FindingAct, FindingState
from platform_core.compliance.locks import get_finding_locked
from platform_core.compliance.models import CodeMeeting, Finding, FindingStep, ReleasedSpan, ScreenedLot
from platform_core.compliance.services.report_meetings import RULE, report_meetings

BY = "platform"


def note_undone_lots(*, tenant_role: str, lots: Mapping[int, int], now: dt.datetime) -> None:
    """A shop undid or cancelled an import: write so in the findings about what its codes met; on the platform, safe to repeat.

    The finding of a shop's own double is withdrawn with the batch that brought it, once all codes of that left unsold and its prints
    are released: nothing stands twice any more. What met another shop's codes stays open, whatever is undone: where the codes came from
    remains to be found out.

    Args:
        tenant_role: whose batches they are.
        lots: each with how many codes it had.
    """
    for own in ScreenedLot.objects.filter(tenant_role=tenant_role, lot__in=lots).order_by("id"):
        with transaction.atomic():
            report_meetings(lot_id=own.id, now=now)  # its own job may come later
            spans = ReleasedSpan.objects.filter(lot=own).values_list("first", "past").distinct()
            gone = sum(past - first for first, past in spans)
            for key in _keys(own):
                _note(key, own, gone, lots[own.lot], now)


def _keys(own: ScreenedLot) -> list[str]:
    """Of findings about this batch and about those that met it, in the order of their ids."""
    meetings = CodeMeeting.objects.filter(later=own) | CodeMeeting.objects.filter(earlier=own)
    pairs = [f"X1:{later}:{earlier}" for later, earlier in meetings.values_list("later_id", "earlier_id")]
    keys = [f"{pair}:{side}" for pair in pairs for side in ("later", "earlier")]
    found = Finding.objects.filter(rule_id=RULE, key__in=[*keys, f"X1:{own.id}:capped"])
    return list(found.order_by("id").values_list("key", flat=True))


def _note(key: str, own: ScreenedLot, gone: int, size: int, now: dt.datetime) -> None:
    finding = get_finding_locked(Finding.objects.get(key=key).pk)
    own_double = finding.facts.get("same_shop") is True and finding.subject_ref == f"{own.tenant_role}/{own.lot}"
    withdrawn = own_double and gone >= size and finding.state == FindingState.OPEN
    about = {"finding": finding, "tenant_role": own.tenant_role, "lot": own.lot}
    FindingStep.objects.get_or_create(
        **about, act=FindingAct.UNDONE, defaults={"codes": min(gone, size), "of": size, "at": now}
    )
    if withdrawn:
        finding.state, finding.decided_by, finding.decided_at = FindingState.WITHDRAWN, BY, now
        finding.save(update_fields=["state", "decided_by", "decided_at"])
        FindingStep.objects.create(**about, act=FindingAct.WITHDRAWN, codes=size, of=size, at=now)
