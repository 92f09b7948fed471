from __future__ import annotations

import datetime as dt

from tenants.orders.enums import CaseAction, CaseOutcome, CaseStatus
from tenants.orders.models import AbnormalCase
from tenants.orders.services.note_case import note_case


def end_case(
    *, case: AbnormalCase, outcome: CaseOutcome, action: CaseAction, text: str, actor: str, now: dt.datetime
) -> None:
    """Close a case, in the caller's transaction, which has locked it."""
    case.status, case.outcome = CaseStatus.CLOSED, outcome
    case.closed_at, case.closed_by = now, actor[:254]
    case.save(update_fields=["status", "outcome", "closed_at", "closed_by"])
    note_case(case=case, action=action, text=text, author=actor, now=now)
