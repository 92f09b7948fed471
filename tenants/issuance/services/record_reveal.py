from __future__ import annotations

import datetime as dt
import uuid

from platform_core.events.catalogue import CodeRevealed
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from tenants.issuance.models import Reveal


def record_reveal(
    *, export_id: uuid.UUID, issuance_id: uuid.UUID | None, count: int, actor: str, ip: str | None, now: dt.datetime
) -> None:
    """Write down that an export shows codes, in the transaction that offers its file.

    Args:
        issuance_id: where all of them are of one issuance.
        count: how many codes it shows.
        actor, ip: who asked for it, from where.
    """
    look = Reveal.objects.create(
        id=new_id(), issuance_id=issuance_id, export_id=export_id, actor=actor, ip=ip, first=0, count=count, at=now
    )
    issuance, export = public_id("iss", issuance_id) if issuance_id else None, public_id("exp", export_id)
    seen = CodeRevealed(id=public_id("rev", look.id), issuance=issuance, count=count, actor=actor, export=export)
    publish_event(seen, object_id=issuance or export, now=now)
