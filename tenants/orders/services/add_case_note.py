from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import list_cases_locked
from tenants.orders.models import CaseNote
from tenants.orders.services.note_case import note_case


def add_case_note(*, case_id: uuid.UUID, text: str, author: str, now: dt.datetime) -> CaseNote:
    """Say something about a case.

    Raises:
        OrderActionRefused: it is closed, or nothing is said.
    """
    if not text.strip():
        raise OrderActionRefused(reason="text_missing")
    with transaction.atomic():
        for case in list_cases_locked([case_id]):
            return note_case(case=case, action=None, text=text, author=author, now=now)
    raise OrderActionRefused(reason="case_closed")
