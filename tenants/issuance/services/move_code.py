from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

from platform_core.events.catalogue.codes import CodeStep
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from tenants.issuance.codes import Code
from tenants.issuance.enums import CodeStatus, CodeVerb
from tenants.issuance.models import CodeHistory


def move_code(
    *,
    code: Code,
    verb: CodeVerb,
    to: CodeStatus,
    event: type[CodeStep],
    actor: str,
    now: dt.datetime,
    reason: str = "",
    value: int | None = None,
    subject_id: uuid.UUID | None = None,
    changes: dict[str, Any] | None = None,
    **told: Any,
) -> Code:
    """Take a locked code one step on its path: its record, its history, its event. In the caller's transaction.

    Args:
        event: the class of what is told; ``told`` are its fields beyond those of every step.
        value: what was taken from it or put back on it; told too.
        changes: further fields of its record.

    Raises:
        IntegrityError: there is no such step (``code_may_move``).
    """
    record, before = code.record, code.path_status
    assert record is not None
    record.status, record.updated_at, record.sequence = to, now, record.sequence + 1
    for name, new in (changes or {}).items():
        setattr(record, name, new)
    record.save()
    CodeHistory.objects.create(
        code_id=record.code_id,
        number=record.sequence,
        verb=verb,
        from_status=before,
        to_status=to,
        value=value,
        left=record.left,
        subject_id=subject_id,
        actor=actor,
        reason=reason,
        at=now,
    )
    if value is not None:
        told["value"] = value
    payload: Any = event(
        id=code.public_id,
        sku=public_id("sku", code.sku.id),
        issuance=public_id("iss", code.issuance_id) if code.issuance_id else None,
        status=to.value,
        previous_status=before.value,
        reason=reason,
        **told,
    )
    publish_event(payload, object_id=code.public_id, now=now, sequence=record.sequence)
    return replace(code, record=record)
