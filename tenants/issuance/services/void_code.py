from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.ids import new_id
from tenants.inventory.services.write_off_code import write_off_code
from tenants.issuance.codes import ON_SHELF, WITH_BUYER, Code
from tenants.issuance.enums import CodeStatus, CodeVerb
from tenants.issuance.errors import AlreadyRedeemed, CodeStateInvalid
from tenants.issuance.locks import lock_code
from tenants.issuance.selectors import get_code
from tenants.issuance.services.end_code import end_code


def void_code(
    *, code_id: uuid.UUID, actor: str, reason: str, now: dt.datetime, void_id: uuid.UUID | None = None
) -> Code:
    """Make a code worthless for ever. One on the shelf is written off; one with a buyer keeps what was redeemed of it.

    Args:
        void_id: of the void that several codes belong to; None: of its own.

    Raises:
        RecordNotFound, AlreadyRedeemed
        CodeStateInvalid: it is held by a checkout, or void.
    """
    with transaction.atomic():
        code = lock_code(get_code(code_id), now)
        before = code.path_status
        if before == CodeStatus.REDEEMED:
            raise AlreadyRedeemed(current_state=before.value)
        if before not in WITH_BUYER | ON_SHELF | {CodeStatus.SUSPENDED} or code.stored.place == "shared":
            raise CodeStateInvalid(current_state=before.value)
        if code.line_id is None and not write_off_code(code=code.stored, now=now):
            raise CodeStateInvalid(current_state=get_code(code_id).path_status.value)
        end_code(code=code, verb=CodeVerb.VOID, subject_id=void_id or new_id(), actor=actor, reason=reason, now=now)
    return code
