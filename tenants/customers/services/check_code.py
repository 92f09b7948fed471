from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.customers.digits import are_right
from tenants.customers.enums import CodePurpose
from tenants.customers.errors import CodeRefused
from tenants.customers.locks import find_code_locked
from tenants.customers.models import FailedLogIn, OneTimeCode
from tenants.customers.services.note_failure import note_failure

TRIES = 5


def check_code(*, code_id: uuid.UUID, purpose: CodePurpose, digits: str, now: dt.datetime) -> OneTimeCode:
    """Spend a try of a one-time code; the right digits use it up, whoever else hands them in at the same moment.

    Raises:
        CodeRefused: the try is spent all the same.
    """
    with transaction.atomic():
        code = find_code_locked(code_id)
        if code is None or code.purpose != purpose or code.used_at or code.tries >= TRIES or code.expires_at <= now:
            raise CodeRefused
        code.tries += 1
        right = are_right(code.id, digits.strip(), bytes(code.digest))
        code.used_at = now if right else None
        code.save(update_fields=["tries", "used_at"])
        if right:
            FailedLogIn.objects.filter(contact_hash=code.contact_hash).delete()
        else:
            note_failure(contact_hash=bytes(code.contact_hash), now=now)
    if not right:
        raise CodeRefused
    return code
