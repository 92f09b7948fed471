"""Random walks of merchants' qualification: acts drawn from all there are, by all kinds of people, with facts that hold or do not."""

import datetime as dt
import random
import uuid
from typing import Any

from platform_core.compliance.acts import Act
from platform_core.compliance.enums import ActorKind
from platform_core.compliance.errors import MerchantActRefused
from platform_core.compliance.merchant_enums import MerchantAct
from platform_core.compliance.merchant_life import STEPS, Standing, take
from testbed.supplier_walks import NOW, STAFF, draw_actor


def draw_act(choose: random.Random, standing: Standing, at: dt.datetime) -> Act:
    """An act: mostly one that the state knows, with facts that mostly hold."""
    known = [name for name, step in STEPS.items() if standing.state in step.sources]
    name = choose.choice(known) if choose.random() < 0.9 else choose.choice(list(MerchantAct))
    kinds = sorted(STEPS[name].actors) if choose.random() < 0.9 else list(ActorKind)
    return Act(
        name=name,
        actor=draw_actor(choose, choose.choice(kinds)),
        at=at,
        reason="because" if choose.random() < 0.95 else "",
        facts=draw_facts(choose, at),
    )


def draw_facts(choose: random.Random, at: dt.datetime) -> dict[str, Any]:
    """What guards ask for."""
    facts: dict[str, Any] = {name: True for name in ("complete", "files_clean", "checks_ran") if choose.random() < 0.9}
    facts["score"] = choose.choice([0, 30, 59, 60, 100])
    facts["due_at"] = at + dt.timedelta(days=choose.choice([-1, 0, 5, 20, 400]))
    if choose.random() < 0.9:
        facts["restriction"] = str(uuid.UUID(int=choose.getrandbits(128), version=4))
        facts["appeal_until"] = at + dt.timedelta(days=30)
    if choose.random() < 0.3:
        facts["edited_by"] = choose.choice(STAFF).id
    return facts


def draw_walk(choose: random.Random, length: int = 18) -> tuple[list[Act], list[Standing]]:
    """A merchant's way: the acts that were taken, and where it stood before, between and after them."""
    at, standing = NOW, Standing()
    history, standings = [], [standing]
    for _ in range(length):
        at += dt.timedelta(days=choose.choice([0, 1, 10, 40, 160]))
        wanted = draw_act(choose, standing, at)
        try:
            standing = take(standing, wanted)
        except MerchantActRefused:
            continue
        history.append(wanted)
        standings.append(standing)
    return history, standings
