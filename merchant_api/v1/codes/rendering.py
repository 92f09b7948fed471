from __future__ import annotations

import datetime as dt
from typing import Any

from platform_core.kernel.ids import public_id
from tenants.catalog.enums import RedemptionKind
from tenants.inventory.stored import display_of
from tenants.issuance.codes import Code
from tenants.issuance.models import CodeHistory, Redemption, Replacement

# What the subject of a step is called outside, by its verb.
SUBJECTS = {"void": "void", "redeem": "rdm", "reverse": "rvs", "replace": "rpl", "refund": "rfd"}


def render_stored(code: Code, *, livemode: bool, today: dt.date) -> dict[str, Any]:
    """A code without what it says."""
    stored, kind = code.stored, code.sku.redemption
    return {
        "id": code.public_id,
        "object": "code",
        "livemode": livemode,
        "display": display_of(stored),
        "serial": stored.serial,
        "state": code.status(today).value,
        "sku": public_id("sku", code.sku.id),
        "issuance": public_id("iss", code.issuance_id) if code.issuance_id else None,
        "line": public_id("isl", code.line_id) if code.line_id else None,
        "import": public_id("imp", stored.import_id) if stored.import_id else None,
        "redemption": kind,
        "balance": code.left if kind == RedemptionKind.AMOUNT else None,
        "units_left": code.left if kind == RedemptionKind.UNITS else None,
        "currency": code.sku.currency,
        "expires_on": stored.expires_on,
    }


def render_step(step: CodeHistory) -> dict[str, Any]:
    """A step in the history of a code."""
    prefix = SUBJECTS.get(step.verb)
    return {
        "object": "code_step",
        "code": public_id("code", step.code_id),
        "number": step.number,
        "verb": step.verb,
        "from_state": step.from_status,
        "to_state": step.to_status,
        "value": step.value,
        "left": step.left,
        "subject": public_id(prefix, step.subject_id) if prefix and step.subject_id else None,
        "actor": step.actor,
        "reason": step.reason,
        "at": step.at,
    }


def render_redemption(row: Redemption, *, livemode: bool) -> dict[str, Any]:
    """A redemption."""
    by_amount = row.kind == RedemptionKind.AMOUNT
    return {
        "id": public_id("rdm", row.id),
        "object": "redemption",
        "livemode": livemode,
        "status": row.status,
        "external_id": row.external_id,
        "code": public_id("code", row.code_id),
        "sku": public_id("sku", row.sku_id),
        "amount": row.value if by_amount else None,
        "units": None if by_amount else row.value,
        "balance_after": row.left if by_amount else None,
        "units_left_after": None if by_amount else row.left,
        "currency": row.currency,
        "context": row.context,
        "reversal": {"id": public_id("rvs", row.reversal_id), "at": row.reversed_at, "reason": row.reversal_reason}
        if row.reversal_id
        else None,
        "created_at": row.created_at,
    }


def render_replacement(row: Replacement, *, livemode: bool) -> dict[str, Any]:
    """A replacement."""
    return {
        "id": public_id("rpl", row.id),
        "object": "replacement",
        "livemode": livemode,
        "code": public_id("code", row.code_id),
        "new_code": public_id("code", row.new_code_id),
        "issuance": public_id("iss", row.issuance_id),
        "reason": row.reason,
        "created_at": row.created_at,
    }
