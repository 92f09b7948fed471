from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import CodeResumed
from platform_core.events.services.publish_event import publish_event
from tenants.inventory.services.release_withheld import release_withheld
from tenants.issuance.codes import Code, Step
from tenants.issuance.enums import CodeStatus, CodeVerb
from tenants.issuance.errors import CodeStateInvalid
from tenants.issuance.locks import lock_code
from tenants.issuance.selectors import get_code
from tenants.issuance.services.move_code import move_code


def resume_code(*, code_id: uuid.UUID, actor: str, reason: str, now: dt.datetime) -> Code:
    """Make a frozen code again what it was: for sale, or of use to its buyer.

    Raises:
        RecordNotFound
        CodeStateInvalid: it is not frozen, or its import was undone since.
    """
    with transaction.atomic():
        code = lock_code(get_code(code_id), now)
        record = code.record
        assert record is not None
        if record.status != CodeStatus.SUSPENDED:
            raise CodeStateInvalid(current_state=code.path_status.value)
        back = CodeStatus(record.suspended_from)
        if back == CodeStatus.AVAILABLE and (
            code.stored.place == "withdrawn" or not release_withheld(code=code.stored)
        ):
            raise CodeStateInvalid(current_state=CodeStatus.VOIDED.value)
        told = move_code(
            code=code, step=Step(CodeVerb.RESUME, back, actor, now, reason, changes={"suspended_from": ""})
        )
        publish_event(CodeResumed(**told), object_id=code.public_id, now=now, sequence=code.sequence)
    return code
