from __future__ import annotations

from typing import Any

from platform_core.kernel.ids import public_id
from tenants.issuance.codes import Code, Step
from tenants.issuance.models import CodeHistory


def move_code(*, code: Code, step: Step) -> dict[str, Any]:
    """Take a locked code one step on its path: its record and its history. In the caller's transaction.

    Returns:
        What every event of a step tells; the caller publishes it.

    Raises:
        IntegrityError: there is no such step (``code_may_move``).
    """
    record, before = code.record, code.path_status
    assert record is not None
    record.status, record.updated_at, record.sequence = step.to, step.now, record.sequence + 1
    for name, new in step.changes.items():
        setattr(record, name, new)
    record.save()
    CodeHistory.objects.create(
        code_id=record.code_id,
        number=record.sequence,
        verb=step.verb,
        from_status=before,
        to_status=step.to,
        value=step.value,
        left=record.left,
        subject_id=step.subject_id,
        actor=step.actor,
        reason=step.reason,
        at=step.now,
    )
    return {
        "id": code.public_id,
        "sku": public_id("sku", code.sku.id),
        "issuance": public_id("iss", code.issuance_id) if code.issuance_id else None,
        "status": step.to.value,
        "previous_status": before.value,
        "reason": step.reason,
    }
