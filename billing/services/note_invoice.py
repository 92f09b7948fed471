from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from typing import Any, Final

from billing.models import Invoice
from billing.providers.base import RemoteInvoice, RemoteLine

SAME_NAMED: Final = (
    "number", "status", "collection", "reason", "currency", "total", "amount_due", "amount_paid", "amount_remaining",
    "period_start", "period_end", "issued_at", "due_at", "paid_at", "attempts", "next_attempt_at", "hosted_url", "pdf_url",
)  # fmt: skip


def note_invoice(
    *,
    row: Invoice | None,
    tenant_id: uuid.UUID,
    tenant_role: str,
    provider: str,
    remote: RemoteInvoice,
    now: dt.datetime,
) -> tuple[Invoice, bool]:
    """Write what the provider says of a bill. In the caller's transaction, with the merchant's subscription locked.

    Args:
        row: what there is of it, locked; None: nothing yet.

    Returns:
        The row, and whether anything was different. What only we know of it (the bank's reference, the 发票) stays.
    """
    wanted: dict[str, Any] = {name: getattr(remote, name) for name in SAME_NAMED}
    wanted["subscription_remote_id"] = remote.subscription_id
    wanted["lines"] = [_written(each) for each in remote.lines]
    if remote.paid_by:
        wanted["paid_by"] = remote.paid_by
    if remote.refusal:
        wanted["refusal"] = remote.refusal
    if row is None:
        made = Invoice(
            tenant_id=tenant_id, tenant_role=tenant_role, provider=provider, remote_id=remote.id,
            created_at=remote.created_at, synced_at=now, **wanted,
        )  # fmt: skip
        made.save(force_insert=True)
        return made, True
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    row.synced_at = now
    row.save(update_fields=[*changed, "synced_at"])
    return row, bool(changed)


def _written(line: RemoteLine) -> dict[str, Any]:
    said = dataclasses.asdict(line)
    said["from"], said["to"] = (_iso(said.pop(name)) for name in ("starts_at", "ends_at"))
    return said


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
