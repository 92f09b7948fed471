"""The engine of lives that a table of acts moves: who acts, what an act is, which guards tables share, and why an act is refused.

Pure. A table (lifecycle.py for suppliers, merchant_life.py for merchants) names its states, its acts and the guards of each; a
standing of either has what the shared guards ask for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Generic, NamedTuple, Protocol, TypeVar

from platform_core.compliance.enums import ActorKind

TWO_REVIEWERS_FROM: Final = 60  # points of risk


class Actor(NamedTuple):
    """Who acts: of people the id of their log-in and an address; the machine has neither."""

    kind: ActorKind
    id: str = ""
    email: str = ""


SYSTEM: Final = Actor(ActorKind.SYSTEM)
OPERATOR: Final = Actor(ActorKind.OPERATOR, "operator", "operator")
MERCHANT, STAFF, MACHINE = (frozenset({kind}) for kind in (ActorKind.MERCHANT, ActorKind.STAFF, ActorKind.SYSTEM))


@dataclass(frozen=True, slots=True)
class Act:
    """One step: what, by whom, when, and the facts that its guard asks for. ``second``: the other person of an act of two."""

    name: str
    actor: Actor
    at: dt.datetime
    reason: str = ""
    second: Actor | None = None
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


class Reviewed(Protocol):
    """What the shared guards ask of a standing."""

    @property
    def submitted_by(self) -> str: ...
    @property
    def edited_by(self) -> str: ...
    @property
    def approved_by(self) -> tuple[str, ...]: ...
    @property
    def restricted_by(self) -> tuple[str, ...]: ...
    @property
    def appeal_until(self) -> dt.datetime | None: ...


class Dated(Protocol):
    """What a guard of a date asks of a standing."""

    @property
    def due_at(self) -> dt.datetime | None: ...


S = TypeVar("S")  # a standing
T = TypeVar("T")  # its states


class Step(NamedTuple, Generic[S, T]):
    """A line of a table. ``to`` is a state, or reads it off the standing."""

    sources: frozenset[T]
    to: T | Callable[[S, Act], T]
    actors: frozenset[ActorKind]
    guards: tuple[Callable[[S, Act], str | None], ...] = ()


def find_refusal(step: Step[S, T], standing: S, state: T, act: Act) -> str | None:
    """Why a line of the table does not lead on from a standing; None: it does."""
    if state not in step.sources:
        return "state"
    if act.actor.kind not in step.actors:
        return "actor"
    return next((refused for guard in step.guards if (refused := guard(standing, act))), None)


def has_fact(name: str) -> Callable[[object, Act], str | None]:
    """The caller must have made sure of it; what nobody looked at does not hold."""

    def guard(standing: object, act: Act) -> str | None:
        return None if act.facts.get(name) is True else name

    return guard


def has_reason(standing: object, act: Act) -> str | None:
    """It is said why."""
    return None if act.reason.strip() else "reason"


def has_restriction(standing: object, act: Act) -> str | None:
    """What is taken away stands in a row of its own, with its reason and remedy."""
    return None if act.facts.get("restriction") else "restriction"


def has_own_eyes(standing: Reviewed, act: Act) -> str | None:
    """Nobody reviews what they handed in or wrote, nor twice."""
    if act.actor.id in {standing.submitted_by, standing.edited_by}:
        return "own_work"
    return "already_approved" if act.actor.id in standing.approved_by else None


def is_of_two(standing: object, act: Act) -> str | None:
    """Two members of the staff."""
    if act.second is None or act.second.kind != ActorKind.STAFF or act.second.id == act.actor.id:
        return "two_people"
    return None


def is_in_time(standing: Reviewed, act: Act) -> str | None:
    """As long as one may appeal."""
    return None if standing.appeal_until is not None and act.at <= standing.appeal_until else "too_late"


def is_sooner(standing: Dated, act: Act) -> str | None:
    """Verified again earlier than it is due anyway, never later."""
    due = act.facts.get("due_at")
    if not isinstance(due, dt.datetime) or standing.due_at is None:
        return "due_at"
    return None if act.at <= due <= standing.due_at else "due_at"


def is_of_others(standing: Reviewed, act: Act) -> str | None:
    """Who restricted does not decide about the appeal."""
    return "own_decision" if act.actor.id in standing.restricted_by else None
