from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction

from tenants.orders.enums import CaseAction
from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import list_cases_locked
from tenants.orders.models import AbnormalCase, CaseNote


def assign_cases(*, case_ids: Collection[uuid.UUID], assignee: str, actor: str, now: dt.datetime) -> int:
    """Give cases to somebody; those that are closed are left as they are.

    Args:
        assignee: whose they are from now on; empty: nobody's.

    Returns:
        How many changed hands.

    Raises:
        OrderActionRefused: all of them are closed.
    """
    with transaction.atomic():
        cases = list_cases_locked(case_ids)
        if not cases:
            raise OrderActionRefused(reason="case_closed")
        moved = [case for case in cases if case.assignee != assignee]
        AbnormalCase.objects.filter(pk__in=[case.pk for case in moved]).update(assignee=assignee)
        CaseNote.objects.bulk_create(
            CaseNote(case=case, action=CaseAction.ASSIGNED, text=assignee, author=actor, at=now) for case in moved
        )
    return len(moved)
