from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import CodeSuspended
from platform_core.events.services.publish_event import publish_event
from tenants.inventory.enums import WithheldReason
from tenants.inventory.services.withhold_code import withhold_code
from tenants.issuance.codes import ON_SHELF, WITH_BUYER, Code, Step
from tenants.issuance.enums import CodeStatus, CodeVerb
from tenants.issuance.errors import CodeStateInvalid
from tenants.issuance.locks import lock_code
from tenants.issuance.selectors import get_code
from tenants.issuance.services.move_code import move_code


def suspend_code(*, code_id: uuid.UUID, actor: str, reason: str, now: dt.datetime) -> Code:
    """Freeze a code: one on the shelf is not sold, one with a buyer is not redeemed, until it is resumed.

    Raises:
        RecordNotFound
        CodeStateInvalid: it is held by a checkout, used up, void, or frozen before.
    """
    with transaction.atomic():
        code = lock_code(get_code(code_id), now)
        before = code.path_status
        if before not in WITH_BUYER | ON_SHELF or code.stored.place == "shared":
            raise CodeStateInvalid(current_state=before.value)
        if before in ON_SHELF and not withhold_code(code=code.stored, reason=WithheldReason.HELD, now=now):
            raise CodeStateInvalid(current_state=get_code(code_id).path_status.value)
        before = CodeStatus.AVAILABLE if before in ON_SHELF else before
        changes = {"suspended_from": before.value}
        step = Step(CodeVerb.SUSPEND, CodeStatus.SUSPENDED, actor, now, reason, changes=changes)
        told = move_code(code=code, step=step)
        publish_event(CodeSuspended(**told), object_id=code.public_id, now=now, sequence=code.sequence)
    return code
