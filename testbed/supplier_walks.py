"""Random walks of suppliers: acts drawn from all there are, by all kinds of people, with facts that hold or do not."""

import datetime as dt
import random
import uuid
from typing import Any

from platform_core.compliance.enums import ActorKind, SupplierAct
from platform_core.compliance.errors import SupplierActRefused
from platform_core.compliance.lifecycle import OPERATOR, STEPS, SYSTEM, Act, Actor, Standing, take

NOW = dt.datetime(2000, 6, 1, 4, tzinfo=dt.UTC)  # so long ago that whatever a walk ends is over for the database, too
STAFF = [
    Actor(ActorKind.STAFF, str(uuid.UUID(int=number, version=4)), f"staff{number}@example.com")
    for number in range(1, 5)
]
FACTS = ("documents_complete", "files_clean", "checks_ran", "document_ends_soon", "documents_last", "evidence")


def merchant(number: int) -> Actor:
    """Somebody of a shop; the first two work for the platform, too."""
    if number <= 2:
        return Actor(ActorKind.MERCHANT, STAFF[number - 1].id, f"owner{number}@example.com")
    return Actor(ActorKind.MERCHANT, str(uuid.UUID(int=100 + number, version=4)), f"owner{number}@example.com")


def draw_act(choose: random.Random, standing: Standing, at: dt.datetime) -> Act:
    """An act: mostly one that the state knows, with facts that mostly hold."""
    known = [name for name, step in STEPS.items() if standing.state in step.sources]
    name = choose.choice(known) if known and choose.random() < 0.85 else choose.choice(list(SupplierAct))
    kinds = sorted(STEPS[name].actors) if choose.random() < 0.9 else list(ActorKind)
    return Act(
        name=name,
        actor=draw_actor(choose, choose.choice(kinds)),
        at=at,
        reason="because" if choose.random() < 0.95 else "",
        second=choose.choice([None, *STAFF]),
        facts=draw_facts(choose, at),
    )


def draw_actor(choose: random.Random, kind: ActorKind) -> Actor:
    """Somebody of a kind."""
    match kind:
        case ActorKind.STAFF:
            return choose.choice(STAFF)
        case ActorKind.MERCHANT:
            return merchant(choose.randrange(1, 6))
        case ActorKind.OPERATOR:
            return OPERATOR
        case _:
            return SYSTEM


def draw_facts(choose: random.Random, at: dt.datetime) -> dict[str, Any]:
    """What guards ask for."""
    facts: dict[str, Any] = {name: True for name in FACTS if choose.random() < 0.9}
    facts["documents_lapsed"] = choose.random() < 0.5
    facts["due_at"] = at + dt.timedelta(days=20)
    facts["score"] = choose.choice([0, 30, 59, 60, 100])
    facts["orders"], facts["disputed"] = choose.choice([(99, 0), (100, 0), (100, 1), (5_000, 20)])
    facts["listed"] = facts["score"] == 30 and facts["orders"] == 5_000
    if choose.random() < 0.9:
        facts["restriction"] = str(uuid.UUID(int=choose.getrandbits(128), version=4))
        facts["appeal_until"] = at + dt.timedelta(days=30)
    if choose.random() < 0.3:
        facts["edited_by"] = choose.choice(STAFF).id
    return facts


def draw_walk(choose: random.Random, length: int = 15) -> tuple[list[Act], list[Standing]]:
    """A supplier's life: the acts that were taken, and where it stood before, between and after them."""
    at, standing = NOW, Standing()
    history, standings = [], [standing]
    for _ in range(length):
        at += dt.timedelta(days=choose.choice([0, 1, 10, 40, 500]))
        wanted = draw_act(choose, standing, at)
        try:
            standing = take(standing, wanted)
        except SupplierActRefused:
            continue
        history.append(wanted)
        standings.append(standing)
    return history, standings
