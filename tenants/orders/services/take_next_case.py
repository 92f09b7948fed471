from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.orders.enums import CaseAction
from tenants.orders.locks import find_next_case_locked
from tenants.orders.models import AbnormalCase
from tenants.orders.services.note_case import note_case


def take_next_case(*, assignee: str, now: dt.datetime, reason: str = "") -> AbnormalCase | None:
    """Give somebody the most urgent case that nobody has (接下一单). Two who ask at once get two.

    Args:
        reason: only of those that are open for it; empty: of all.

    Returns:
        The case; None: nobody's work is left.
    """
    with transaction.atomic():
        case = find_next_case_locked(reason)
        if case is None:
            return None
        case.assignee = assignee
        case.save(update_fields=["assignee"])
        note_case(case=case, action=CaseAction.ASSIGNED, text=assignee, author=assignee, now=now)
    return case
