"""Between the rows of a supplier and its standing: what is stored is exactly what the lifecycle knows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from platform_core.compliance.enums import ActorKind, SupplierAct, SupplierState
from platform_core.compliance.lifecycle import Act, Actor, Standing
from platform_core.compliance.models import Supplier, SupplierEvent

FIELDS = (
    "state", "version", "before", "restricted", "restricted_by", "submitted_by", "edited_by", "approved_by", "score",
    "limited_since", "appeal_until", "ended_at", "vouched", "verified_at", "due_at",
)  # fmt: skip
MOMENTS = ("appeal_until", "due_at")  # facts of an act that are moments


def standing_of(supplier: Supplier) -> Standing:
    """Where the row says that it stands."""
    return Standing(
        state=SupplierState(supplier.state),
        version=supplier.version,
        before=SupplierState(supplier.before) if supplier.before else None,
        restricted=SupplierState(supplier.restricted) if supplier.restricted else None,
        restricted_by=tuple(supplier.restricted_by),
        submitted_by=supplier.submitted_by,
        edited_by=supplier.edited_by,
        approved_by=tuple(supplier.approved_by),
        score=supplier.score,
        limited_since=supplier.limited_since,
        appeal_until=supplier.appeal_until,
        ended_at=supplier.ended_at,
        vouched=supplier.vouched,
        verified_at=supplier.verified_at,
        due_at=supplier.due_at,
    )


def put_standing(supplier: Supplier, standing: Standing, at: dt.datetime) -> None:
    """Write it into the row, unsaved."""
    for name in FIELDS:
        value = getattr(standing, name)
        if name in {"before", "restricted"}:
            value = value or ""
        setattr(supplier, name, list(value) if isinstance(value, tuple) else value)
    supplier.changed_at = at


def facts_to_json(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts of an act as they are stored: moments as text."""
    return {name: value.isoformat() if isinstance(value, dt.datetime) else value for name, value in facts.items()}


def act_of(event: SupplierEvent) -> Act:
    """The act that a row of the history tells of."""
    facts = {
        name: dt.datetime.fromisoformat(value) if name in MOMENTS and value else value
        for name, value in event.facts.items()
    }
    second = Actor(ActorKind.STAFF, event.second_id, event.second_email) if event.second_id else None
    return Act(
        name=SupplierAct(event.act),
        actor=Actor(ActorKind(event.actor_kind), event.actor_id, event.actor_email),
        at=event.at,
        reason=event.reason,
        second=second,
        facts=facts,
    )
