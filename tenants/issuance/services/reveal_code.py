from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import CodeRevealed
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from tenants.inventory.opening import IssuedCode
from tenants.inventory.stored import open_stored
from tenants.issuance.errors import CodeStateInvalid
from tenants.issuance.models import Reveal
from tenants.issuance.selectors import get_code


def reveal_code(*, code_id: uuid.UUID, actor: str, ip: str | None, now: dt.datetime) -> IssuedCode:
    """Open one issued code. Who saw it, when, from where is committed before it leaves.

    Raises:
        RecordNotFound; SealBroken: the row was tampered with.
        CodeStateInvalid: nobody has it; what lies on the shelf is shown to no one here.
    """
    code = get_code(code_id)
    if code.issuance_id is None:
        raise CodeStateInvalid(current_state=code.path_status.value)
    outside = public_id("iss", code.issuance_id)
    with transaction.atomic():
        look = Reveal.objects.create(
            id=new_id(), issuance_id=code.issuance_id, code_id=code_id, actor=actor, ip=ip, first=0, count=1, at=now
        )
        seen = CodeRevealed(id=public_id("rev", look.id), issuance=outside, count=1, actor=actor)
        publish_event(seen, object_id=outside, now=now)
    return open_stored(code.stored)
