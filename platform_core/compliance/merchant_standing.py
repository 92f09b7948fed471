"""Between the row of a merchant's file and its standing: what is stored is exactly what its table of acts knows."""

from __future__ import annotations

import datetime as dt
from typing import Final

from platform_core.compliance.acts import Act, Actor
from platform_core.compliance.enums import ActorKind
from platform_core.compliance.merchant_enums import MerchantAct, MerchantState
from platform_core.compliance.merchant_life import Standing
from platform_core.compliance.models import MerchantEvent, MerchantFile

SAME: Final = ("state", "version", "submitted_by", "score", "appeal_until", "verified_at", "due_at", "vouched")
MOMENTS: Final = ("appeal_until", "due_at")  # facts of an act that are moments


def standing_of(file: MerchantFile) -> Standing:
    """Where the row says that it stands."""
    return Standing(
        state=MerchantState(file.state),
        version=file.version,
        before=MerchantState(file.before) if file.before else None,
        restricted=MerchantState(file.restricted) if file.restricted else None,
        restricted_by=tuple(file.restricted_by),
        submitted_by=file.submitted_by,
        edited_by=file.reviewed_editor,
        approved_by=tuple(file.approved_by),
        score=file.score,
        appeal_until=file.appeal_until,
        verified_at=file.verified_at,
        due_at=file.due_at,
        vouched=file.vouched,
    )


def put_standing(file: MerchantFile, standing: Standing, at: dt.datetime) -> None:
    """Write it into the row, unsaved."""
    for name in SAME:
        setattr(file, name, getattr(standing, name))
    file.before, file.restricted = standing.before or "", standing.restricted or ""
    file.restricted_by, file.approved_by = list(standing.restricted_by), list(standing.approved_by)
    file.reviewed_editor, file.changed_at = standing.edited_by, at


def act_of(event: MerchantEvent) -> Act:
    """The act that a row of the history tells of."""
    facts = {
        name: dt.datetime.fromisoformat(value) if name in MOMENTS and value else value
        for name, value in event.facts.items()
    }
    actor = Actor(ActorKind(event.actor_kind), event.actor_id, event.actor_email)
    return Act(name=MerchantAct(event.act), actor=actor, at=event.at, reason=event.reason, facts=facts)
