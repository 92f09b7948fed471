"""The life of a supplier as one table: which act leads from where to where, who may do it, and what must be true first.

Pure: a standing and an act give the next standing, or a refusal. The history of a supplier is the list of its acts, so that
replaying it gives the standing again. The database holds the same pairs of states in a trigger (sql/supplier_history.sql).
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
    find_refusal,
    has_fact,
    has_own_eyes,
    has_reason,
    has_restriction,
    is_in_time,
    is_of_others,
    is_of_two,
    is_sooner,
)
from platform_core.compliance.acts import OPERATOR as OPERATOR
from platform_core.compliance.acts import SYSTEM as SYSTEM
from platform_core.compliance.acts import TWO_REVIEWERS_FROM as TWO_REVIEWERS_FROM
from platform_core.compliance.acts import Act as Act
from platform_core.compliance.acts import Actor as Actor
from platform_core.compliance.acts import Step as Step
from platform_core.compliance.enums import ActorKind, SupplierAct, SupplierState
from platform_core.compliance.errors import SupplierActRefused

S, A = SupplierState, SupplierAct
LIMITED_FOR: Final = dt.timedelta(days=30)
LEAST_ORDERS: Final = 100
MOST_DISPUTED: Final = 100  # one in so many orders: a rate of 1 % and more is too much
EXPIRING_WITHIN: Final = dt.timedelta(days=60)
GOOD_FOR: Final = dt.timedelta(days=183)  # X12: verified again every six months
KEPT_FOR: Final = dt.timedelta(days=3 * 365 + 1)  # KEEP-01: three years after the end
SELLING: Final = frozenset({S.APPROVED_LIMITED, S.ACTIVE, S.EXPIRING})
ADVERSE: Final = frozenset({S.SUSPENDED, S.BLACKLISTED, S.APPEAL})
OVER: Final = frozenset({S.RESTRICTED_ARCHIVE, S.PURGED})
NEW: Final = frozenset({S.DRAFT, S.SUBMITTED, S.AUTO_CHECK, S.NEEDS_INFO, S.REVIEW})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a supplier stands. ``before``: the state that a restriction took it out of; ``restricted``: what it was before an appeal.
    ``verified_at``: the last time that people found it right; from ``due_at`` on nothing new of it gets into stock until they do again.
    """

    state: SupplierState = S.DRAFT
    version: int = 0
    before: SupplierState | None = None
    restricted: SupplierState | None = None
    restricted_by: tuple[str, ...] = ()
    submitted_by: str = ""
    edited_by: str = ""
    approved_by: tuple[str, ...] = ()
    score: int = 0
    limited_since: dt.datetime | None = None
    appeal_until: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    vouched: bool = False
    verified_at: dt.datetime | None = None
    due_at: dt.datetime | None = None


def _not_own(standing: Standing, act: Act) -> str | None:
    """Nobody verifies what they handed in or wrote; who approved it half a year ago may."""
    return "own_work" if act.actor.id in {standing.submitted_by, standing.edited_by} else None


def _grown(standing: Standing, act: Act) -> str | None:
    orders, disputed = act.facts.get("orders"), act.facts.get("disputed")
    if standing.limited_since is None or act.at - standing.limited_since < LIMITED_FOR:
        return "too_early"
    if not isinstance(orders, int) or orders < LEAST_ORDERS:
        return "too_few_orders"
    return None if isinstance(disputed, int) and disputed * MOST_DISPUTED < orders else "too_many_disputes"


def _not_listed(standing: Standing, act: Act) -> str | None:
    """X2: that very entity or person is blacklisted. Lines of the history from before this was asked do not say, and stand."""
    return "listed" if act.facts.get("listed") else None


def _kept_long_enough(standing: Standing, act: Act) -> str | None:
    return None if standing.ended_at is not None and act.at - standing.ended_at >= KEPT_FOR else "must_be_kept"


def _stays(standing: Standing, act: Act) -> SupplierState:
    return standing.state


def _approved(standing: Standing, act: Act) -> SupplierState:
    needed = 2 if standing.score >= TWO_REVIEWERS_FROM else 1
    return S.APPROVED_LIMITED if len(standing.approved_by) + 1 >= needed else S.REVIEW


def _as_before(standing: Standing, act: Act) -> SupplierState:
    """What the restriction took away comes back, and no more: limits stay limits, who was never approved is checked."""
    if standing.before not in SELLING:
        return S.SUBMITTED
    if act.facts.get("documents_lapsed"):
        return S.EXPIRED
    return S.APPROVED_LIMITED if standing.before == S.APPROVED_LIMITED else S.ACTIVE


def _restricted_as_before(standing: Standing, act: Act) -> SupplierState:
    return standing.restricted or S.SUSPENDED


ALL: Final = frozenset(SupplierState)
STEPS: Final[Mapping[SupplierAct, Step[Standing, SupplierState]]] = MappingProxyType(
    {
        A.SUBMIT: Step(
            frozenset({S.DRAFT, S.NEEDS_INFO}),
            S.SUBMITTED,
            MERCHANT,
            (has_fact("documents_complete"), has_fact("files_clean")),
        ),
        A.BEGIN_CHECK: Step(frozenset({S.SUBMITTED, S.EXPIRED}), S.AUTO_CHECK, MACHINE),
        A.ASK_INFO: Step(frozenset({S.AUTO_CHECK, S.REVIEW}), S.NEEDS_INFO, MACHINE | STAFF, (has_reason,)),
        A.PASS_CHECK: Step(frozenset({S.AUTO_CHECK}), S.REVIEW, MACHINE, (has_fact("checks_ran"),)),
        A.APPROVE: Step(frozenset({S.REVIEW}), _approved, STAFF, (has_own_eyes, _not_listed)),
        A.ACTIVATE: Step(frozenset({S.APPROVED_LIMITED}), S.ACTIVE, MACHINE | STAFF, (_grown,)),
        A.NEAR_END: Step(frozenset({S.ACTIVE}), S.EXPIRING, MACHINE, (has_fact("document_ends_soon"),)),
        A.REFRESH: Step(frozenset({S.EXPIRING}), S.ACTIVE, MACHINE | STAFF, (has_fact("documents_last"),)),
        A.EXPIRE: Step(SELLING, S.EXPIRED, MACHINE, (has_fact("documents_lapsed"),)),
        A.CALL_IN: Step(SELLING, _stays, STAFF, (has_reason, is_sooner)),
        A.VERIFY: Step(SELLING, _stays, STAFF, (has_reason, _not_own, has_fact("checks_ran"), _not_listed)),
        A.SUSPEND: Step(SELLING, S.SUSPENDED, MACHINE | STAFF, (has_reason, has_restriction)),
        A.BLACKLIST: Step(
            ALL - OVER - {S.BLACKLISTED},
            S.BLACKLISTED,
            STAFF,
            (has_reason, has_restriction, has_fact("evidence"), is_of_two),
        ),
        A.APPEAL: Step(frozenset({S.SUSPENDED, S.BLACKLISTED}), S.APPEAL, MERCHANT, (is_in_time, has_reason)),
        A.REINSTATE: Step(frozenset({S.SUSPENDED, S.APPEAL}), _as_before, STAFF, (is_of_others, has_reason)),
        A.UPHOLD: Step(frozenset({S.APPEAL}), _restricted_as_before, STAFF, (is_of_others, has_reason)),
        A.OFFBOARD: Step(ALL - OVER - ADVERSE - {S.OFFBOARDED}, S.OFFBOARDED, STAFF, (has_reason,)),
        A.ARCHIVE: Step(frozenset({S.OFFBOARDED}), S.RESTRICTED_ARCHIVE, MACHINE),
        A.PURGE: Step(frozenset({S.RESTRICTED_ARCHIVE}), S.PURGED, MACHINE, (_kept_long_enough,)),
        A.VOUCH: Step(
            NEW | {S.APPROVED_LIMITED, S.EXPIRING, S.EXPIRED},
            S.ACTIVE,
            frozenset({ActorKind.OPERATOR}),
            (has_reason, _not_listed),
        ),
    }
)
OUTCOMES: Final[Mapping[SupplierAct, frozenset[SupplierState]]] = MappingProxyType(
    {
        A.APPROVE: frozenset({S.REVIEW, S.APPROVED_LIMITED}),
        A.REINSTATE: frozenset({S.SUBMITTED, S.EXPIRED, S.APPROVED_LIMITED, S.ACTIVE}),
        A.UPHOLD: frozenset({S.SUSPENDED, S.BLACKLISTED}),
    }
)
# Only what sells is suspended, so that a suspension lifted never leads back to the queue.
UNREACHABLE: Final = frozenset({(S.SUSPENDED, S.SUBMITTED)})


def list_pairs() -> list[tuple[SupplierState, SupplierState]]:
    """Every change of state that some act may bring about."""
    pairs = {(source, to) for act, step in STEPS.items() for source in step.sources for to in _outcomes(act, source)}
    return sorted(pairs - UNREACHABLE)


def _outcomes(act: SupplierAct, source: SupplierState) -> frozenset[SupplierState]:
    to = STEPS[act].to
    if to is _stays:
        return frozenset({source})
    return OUTCOMES[act] if callable(to) else frozenset({to})


def may(standing: Standing, name: SupplierAct) -> bool:
    """Does the table know this act from here at all? (Its guards may still refuse it.)"""
    return standing.state in STEPS[name].sources


def take(standing: Standing, act: Act) -> Standing:
    """The standing after an act.

    Raises:
        SupplierActRefused: not from this state, not by this actor, or a guard does not hold; ``reason`` says which.
    """
    step = STEPS[SupplierAct(act.name)]
    if refused := find_refusal(step, standing, standing.state, act):
        raise SupplierActRefused(act=act.name, state=standing.state, reason=refused)
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
            return replace(after, submitted_by=act.actor.id, edited_by=editor, approved_by=())
        case A.PASS_CHECK:
            return replace(after, score=int(act.facts.get("score", 100)), approved_by=())
        case A.APPROVE:
            since = act.at if after.state == S.APPROVED_LIMITED else None
            told = replace(after, approved_by=(*before.approved_by, act.actor.id), limited_since=since)
            return _verified(told, act) if since else told
        case A.VOUCH:
            return _verified(replace(after, vouched=True), act)
        case A.VERIFY:
            return _verified(after, act)
        case A.CALL_IN:
            return replace(after, due_at=act.facts["due_at"])
        case A.SUSPEND | A.BLACKLIST:
            return _restrict(after, before, act)
        case A.APPEAL:
            return replace(after, restricted=before.state)
        case A.UPHOLD:
            return replace(after, restricted=None, appeal_until=None)
        case A.REINSTATE:
            return replace(after, before=None, restricted=None, restricted_by=(), appeal_until=None)
        case A.OFFBOARD:
            return replace(after, ended_at=act.at)
        case _:
            return after


def _verified(after: Standing, act: Act) -> Standing:
    return replace(after, verified_at=act.at, due_at=act.at + GOOD_FOR)


def _restrict(after: Standing, before: Standing, act: Act) -> Standing:
    """A restriction on top of one keeps what the first took it out of, and whose decisions they were."""
    was = before.before if before.state in ADVERSE else before.state
    people = (actor.id for actor in (act.actor, act.second) if actor is not None and actor.id)
    earlier = before.restricted_by if before.state in ADVERSE else ()
    return replace(
        after,
        before=was,
        restricted=None,
        restricted_by=tuple(dict.fromkeys((*earlier, *people))),
        appeal_until=act.facts.get("appeal_until"),
    )
