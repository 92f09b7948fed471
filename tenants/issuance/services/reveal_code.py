from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction

from platform_core.events.catalogue import CodeRevealed
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from tenants.inventory.errors import CodesNotKept
from tenants.inventory.keeping import find_gone_since
from tenants.inventory.opening import IssuedCode
from tenants.inventory.stored import open_stored
from tenants.issuance.codes import Code
from tenants.issuance.errors import CodeStateInvalid, RevealExhausted
from tenants.issuance.keeping import find_shredded_at
from tenants.issuance.models import Reveal
from tenants.issuance.selectors import get_code

COUNT = """
WITH allowed AS (SELECT reveal_limit_of(%(sku)s) AS most), counted AS (
    INSERT INTO issuance_revealcount AS r (line_id, fingerprint, count)
    SELECT %(line)s, %(fingerprint)s, 1 FROM allowed WHERE most IS NOT NULL
    ON CONFLICT (line_id, fingerprint) DO UPDATE SET count = r.count + 1 WHERE r.count < (SELECT most FROM allowed)
    RETURNING 1
)
SELECT most, most IS NOT NULL AND NOT EXISTS (SELECT FROM counted) FROM allowed
"""


def reveal_code(
    *, code_id: uuid.UUID, actor: str, ip: str | None, now: dt.datetime, counted: bool = True
) -> IssuedCode:
    """Open one issued code. Who saw it, when, from where is committed before it leaves.

    Args:
        counted: False: the same look once more, whose answer was lost.

    Raises:
        RecordNotFound; SealBroken: the row was tampered with.
        CodeStateInvalid: nobody has it; what lies on the shelf is shown to no one here.
        RevealExhausted: it was read as often as it may be.
        CodesNotKept: what it says was shredded.
    """
    code = get_code(code_id)
    if not code.stored.sealed:
        since = find_shredded_at(code.issuance_id) if code.issuance_id else find_gone_since(code.stored)
        raise CodesNotKept(since=since.date().isoformat() if since else "")
    if code.issuance_id is None or code.line_id is None:
        raise CodeStateInvalid(current_state=code.path_status.value)
    outside = public_id("iss", code.issuance_id)
    with transaction.atomic():
        if counted:
            _count(code)
        look = Reveal.objects.create(
            id=new_id(), issuance_id=code.issuance_id, code_id=code_id, actor=actor, ip=ip, first=0, count=1, at=now
        )
        seen = CodeRevealed(id=public_id("rev", look.id), issuance=outside, count=1, actor=actor)
        publish_event(seen, object_id=outside, now=now)
    return open_stored(code.stored)


def _count(code: Code) -> None:
    values = {"sku": code.sku.id, "line": code.line_id, "fingerprint": code.stored.fingerprint}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        limit, used_up = cursor.fetchone()
    if used_up:
        raise RevealExhausted(codes=1, limit=limit)
