from __future__ import annotations

import datetime as dt

from tenants.orders.enums import CaseAction
from tenants.orders.models import AbnormalCase, CaseNote

LONGEST = 1_000


def note_case(*, case: AbnormalCase, action: CaseAction | None, text: str, author: str, now: dt.datetime) -> CaseNote:
    """Write down what was done or said about a case, in the caller's transaction, which has locked it.

    Args:
        action: None: it is only said.
    """
    return CaseNote.objects.create(
        case=case, action=action or "", text=text.strip()[:LONGEST], author=author[:254], at=now
    )
