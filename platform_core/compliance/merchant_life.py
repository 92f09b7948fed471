"""The qualification of a merchant as one table: which act leads from where to where, who may do it, and what must be true first.

Pure, by the engine of acts.py, like the life of a supplier (lifecycle.py). What differs: a merchant that was verified once keeps
the right to sell while it is verified again, until somebody takes it away; the right ends by a restriction alone, the right to put
up anything new also by time. The database holds the same pairs of states in a trigger (sql/merchant_history.sql).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from platform_core.compliance.acts import (
    MACHINE,
    MERCHANT,
    STAFF,
    TWO_REVIEWERS_FROM,
    Act,
    Step,
    find_refusal,
    has_fact,
    has_own_eyes,
    has_reason,
    has_restriction,
    is_in_time,
    is_of_others,
    is_sooner,
)
from platform_core.compliance.enums import ActorKind
from platform_core.compliance.errors import MerchantActRefused
from platform_core.compliance.merchant_enums import MerchantAct, MerchantState

S, A = MerchantState, MerchantAct
GOOD_FOR: Final = dt.timedelta(days=183)  # KYB-04: verified again every six months
DUE_WITHIN: Final = dt.timedelta(days=30)
APPEAL_WITHIN: Final = dt.timedelta(days=30)
ADVERSE: Final = frozenset({S.REFUSED, S.FROZEN, S.APPEAL})
VERIFIED: Final = frozenset({S.VERIFIED, S.DUE, S.LAPSED})
NEW: Final = frozenset({S.DRAFT, S.SUBMITTED, S.CHECKING, S.NEEDS_INFO, S.REVIEW})
EDITABLE: Final = frozenset({S.DRAFT, S.NEEDS_INFO, S.REFUSED}) | VERIFIED


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a merchant stands. ``verified_at``: the last time that people found it to be who it says, or somebody vouched for it;
    ``due_at``: by when that is done again. ``before``, ``restricted``: as of a supplier.
    """

    state: MerchantState = S.DRAFT
    version: int = 0
    before: MerchantState | None = None
    restricted: MerchantState | None = None
    restricted_by: tuple[str, ...] = ()
    submitted_by: str = ""
    edited_by: str = ""
    approved_by: tuple[str, ...] = ()
    score: int = 0
    appeal_until: dt.datetime | None = None
    verified_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    vouched: bool = False


def _near_end(standing: Standing, act: Act) -> str | None:
    return None if standing.due_at is not None and act.at >= standing.due_at - DUE_WITHIN else "too_early"


def _over(standing: Standing, act: Act) -> str | None:
    return None if standing.due_at is not None and act.at >= standing.due_at else "too_early"


def _approved(standing: Standing, act: Act) -> MerchantState:
    needed = 2 if standing.score >= TWO_REVIEWERS_FROM else 1
    return S.VERIFIED if len(standing.approved_by) + 1 >= needed else S.REVIEW


def _as_before(standing: Standing, act: Act) -> MerchantState:
    """What the restriction took away comes back; what was being checked is checked again from the beginning."""
    if standing.before in {S.CHECKING, None}:
        return S.SUBMITTED
    return standing.before


def _restricted_as_before(standing: Standing, act: Act) -> MerchantState:
    return standing.restricted or S.FROZEN


STEPS: Final[Mapping[MerchantAct, Step[Standing, MerchantState]]] = MappingProxyType(
    {
        A.SUBMIT: Step(EDITABLE, S.SUBMITTED, MERCHANT, (has_fact("complete"), has_fact("files_clean"))),
        A.BEGIN_CHECK: Step(frozenset({S.SUBMITTED}), S.CHECKING, MACHINE),
        A.ASK_INFO: Step(frozenset({S.CHECKING, S.REVIEW}), S.NEEDS_INFO, MACHINE | STAFF, (has_reason,)),
        A.PASS_CHECK: Step(frozenset({S.CHECKING}), S.REVIEW, MACHINE, (has_fact("checks_ran"),)),
        A.APPROVE: Step(frozenset({S.REVIEW}), _approved, STAFF, (has_own_eyes,)),
        A.CALL_IN: Step(frozenset({S.VERIFIED, S.DUE}), S.DUE, STAFF, (has_reason, is_sooner)),
        A.NEAR_END: Step(frozenset({S.VERIFIED}), S.DUE, MACHINE, (_near_end,)),
        A.LAPSE: Step(frozenset({S.VERIFIED, S.DUE}), S.LAPSED, MACHINE, (_over,)),
        A.REFUSE: Step(frozenset({S.REVIEW}), S.REFUSED, STAFF, (has_reason, has_restriction, has_own_eyes)),
        A.FREEZE: Step(NEW | VERIFIED, S.FROZEN, MACHINE | STAFF, (has_reason, has_restriction)),
        A.APPEAL: Step(frozenset({S.REFUSED, S.FROZEN}), S.APPEAL, MERCHANT, (is_in_time, has_reason)),
        A.REINSTATE: Step(ADVERSE, _as_before, STAFF, (is_of_others, has_reason)),
        A.UPHOLD: Step(frozenset({S.APPEAL}), _restricted_as_before, STAFF, (is_of_others, has_reason)),
        A.VOUCH: Step(NEW | VERIFIED, S.VERIFIED, frozenset({ActorKind.OPERATOR}), (has_reason,)),
    }
)
OUTCOMES: Final[Mapping[MerchantAct, frozenset[MerchantState]]] = MappingProxyType(
    {
        A.APPROVE: frozenset({S.REVIEW, S.VERIFIED}),
        A.REINSTATE: (NEW | VERIFIED) - {S.CHECKING},
        A.UPHOLD: frozenset({S.REFUSED, S.FROZEN}),
    }
)
# A refusal comes out of a review and leads back there; from an appeal everything that a freeze took leads back.
UNREACHABLE: Final = frozenset((S.REFUSED, to) for to in (NEW | VERIFIED) - {S.SUBMITTED, S.REVIEW})


def list_pairs() -> list[tuple[MerchantState, MerchantState]]:
    """Every change of state that some act may bring about."""
    pairs = {
        (source, to)
        for act, step in STEPS.items()
        for source in step.sources
        for to in (OUTCOMES[act] if callable(step.to) else {step.to})
    }
    return sorted(pairs - UNREACHABLE)


def may(standing: Standing, name: MerchantAct) -> bool:
    """Does the table know this act from here at all? (Its guards may still refuse it.)"""
    return standing.state in STEPS[name].sources


def take(standing: Standing, act: Act) -> Standing:
    """The standing after an act.

    Raises:
        MerchantActRefused: not from this state, not by this actor, or a guard does not hold; ``reason`` says which.
    """
    step = STEPS[MerchantAct(act.name)]
    if refused := find_refusal(step, standing, standing.state, act):
        raise MerchantActRefused(act=act.name, state=standing.state, reason=refused)
    to = step.to(standing, act) if callable(step.to) else step.to
    return _told(replace(standing, state=to, version=standing.version + 1), standing, act)


def replay(acts: Iterable[Act], start: Standing | None = None) -> Standing:
    """The standing that a history leads to."""
    standing = start or Standing()
    for act in acts:
        standing = take(standing, act)
    return standing


def _told(after: Standing, before: Standing, act: Act) -> Standing:
    """What the next acts need to know of this one."""
    match act.name:
        case A.SUBMIT:
            editor = str(act.facts.get("edited_by") or act.actor.id)
            # Whoever was refused begins anew; whoever was verified goes on selling meanwhile.
            free = replace(after, before=None, restricted_by=(), appeal_until=None)
            if before.state == S.REFUSED:
                free = replace(free, verified_at=None, due_at=None, vouched=False)
            return replace(free, submitted_by=act.actor.id, edited_by=editor, approved_by=())
        case A.PASS_CHECK:
            return replace(after, score=int(act.facts.get("score", 100)), approved_by=())
        case A.APPROVE:
            return _verified(replace(after, approved_by=(*before.approved_by, act.actor.id)), act, vouched=False)
        case A.VOUCH:
            return _verified(after, act, vouched=True)
        case A.CALL_IN:
            return replace(after, due_at=act.facts["due_at"])
        case A.REFUSE | A.FREEZE:
            until = act.facts.get("appeal_until")
            people = (act.actor.id,) if act.actor.id else ()
            return replace(after, before=before.state, restricted=None, restricted_by=people, appeal_until=until)
        case A.APPEAL:
            return replace(after, restricted=before.state)
        case A.UPHOLD:
            return replace(after, restricted=None, appeal_until=None)
        case A.REINSTATE:
            return replace(after, before=None, restricted=None, restricted_by=(), approved_by=(), appeal_until=None)
        case _:
            return after


def _verified(after: Standing, act: Act, *, vouched: bool) -> Standing:
    if after.state != S.VERIFIED:
        return after
    return replace(after, verified_at=act.at, due_at=act.at + GOOD_FOR, vouched=vouched)
