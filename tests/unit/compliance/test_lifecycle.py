"""The life of a supplier: what its table allows, and that nothing leads to a sale past its guards."""

import dataclasses
import datetime as dt
import itertools
import random

import pytest

from platform_core.compliance import lifecycle
from platform_core.compliance.enums import ActorKind, SupplierAct, SupplierState
from platform_core.compliance.errors import SupplierActRefused
from platform_core.compliance.lifecycle import (
    ADVERSE,
    LIMITED_FOR,
    OPERATOR,
    SELLING,
    STEPS,
    SYSTEM,
    Act,
    Actor,
    Standing,
    list_pairs,
    may,
    replay,
    take,
)
from testbed.supplier_walks import NOW, STAFF, draw_walk, merchant

A, S = SupplierAct, SupplierState
ANNA, BO, CHEN = STAFF[:3]


def act(name, actor, at=NOW, reason="because", second=None, **facts):
    return Act(name, actor, at, reason, second, facts)


RESTRICTED = Standing(state=S.SUSPENDED, before=S.ACTIVE, restricted_by=(ANNA.id,), appeal_until=NOW)
APPEALED = dataclasses.replace(RESTRICTED, state=S.APPEAL, restricted=S.SUSPENDED)
LIMITED = Standing(state=S.APPROVED_LIMITED, limited_since=NOW - LIMITED_FOR)
DUE = Standing(state=S.ACTIVE, edited_by=BO.id, due_at=NOW + dt.timedelta(days=40))
LISTED = {"restriction": "r", "evidence": True}
ENDED = Standing(state=S.RESTRICTED_ARCHIVE, ended_at=NOW - lifecycle.KEPT_FOR)
# Each is refused for one reason alone: with the named guard taken away it would pass.
REFUSED = [
    ("documents_complete", Standing(), act(A.SUBMIT, merchant(1), files_clean=True)),
    ("files_clean", Standing(), act(A.SUBMIT, merchant(1), documents_complete=True)),
    ("reason", Standing(state=S.REVIEW), act(A.ASK_INFO, ANNA, reason=" ")),
    ("checks_ran", Standing(state=S.AUTO_CHECK), act(A.PASS_CHECK, SYSTEM, score=0)),
    ("own_work", Standing(state=S.REVIEW, submitted_by=ANNA.id), act(A.APPROVE, ANNA)),
    ("own_work", Standing(state=S.REVIEW, edited_by=ANNA.id), act(A.APPROVE, ANNA)),
    ("already_approved", Standing(state=S.REVIEW, score=60, approved_by=(ANNA.id,)), act(A.APPROVE, ANNA)),
    ("listed", Standing(state=S.REVIEW), act(A.APPROVE, ANNA, listed=True)),
    ("listed", Standing(), act(A.VOUCH, OPERATOR, listed=True)),
    ("too_early", LIMITED, act(A.ACTIVATE, ANNA, NOW - dt.timedelta(seconds=1), orders=100, disputed=0)),
    ("too_few_orders", LIMITED, act(A.ACTIVATE, ANNA, orders=99, disputed=0)),
    ("too_many_disputes", LIMITED, act(A.ACTIVATE, ANNA, orders=100, disputed=1)),
    ("document_ends_soon", Standing(state=S.ACTIVE), act(A.NEAR_END, SYSTEM)),
    ("documents_last", Standing(state=S.EXPIRING), act(A.REFRESH, SYSTEM)),
    ("documents_lapsed", Standing(state=S.EXPIRING), act(A.EXPIRE, SYSTEM)),
    ("reason", Standing(state=S.ACTIVE), act(A.SUSPEND, ANNA, reason="", restriction="r")),
    ("restriction", Standing(state=S.ACTIVE), act(A.SUSPEND, ANNA)),
    ("reason", Standing(state=S.ACTIVE), act(A.BLACKLIST, ANNA, reason="", second=BO, **LISTED)),
    ("restriction", Standing(state=S.ACTIVE), act(A.BLACKLIST, ANNA, second=BO, evidence=True)),
    ("evidence", Standing(state=S.ACTIVE), act(A.BLACKLIST, ANNA, second=BO, restriction="r")),
    ("two_people", Standing(state=S.ACTIVE), act(A.BLACKLIST, ANNA, second=ANNA, **LISTED)),
    ("two_people", Standing(state=S.ACTIVE), act(A.BLACKLIST, ANNA, **LISTED)),
    ("two_people", Standing(state=S.ACTIVE), act(A.BLACKLIST, ANNA, second=merchant(1), **LISTED)),
    ("too_late", RESTRICTED, act(A.APPEAL, merchant(1), NOW + dt.timedelta(microseconds=1))),
    ("reason", RESTRICTED, act(A.APPEAL, merchant(1), reason="")),
    ("own_decision", APPEALED, act(A.REINSTATE, ANNA)),
    ("reason", APPEALED, act(A.REINSTATE, BO, reason="")),
    ("own_decision", APPEALED, act(A.UPHOLD, ANNA)),
    ("reason", APPEALED, act(A.UPHOLD, BO, reason="")),
    ("reason", Standing(state=S.ACTIVE), act(A.OFFBOARD, ANNA, reason="")),
    ("must_be_kept", ENDED, act(A.PURGE, SYSTEM, NOW - dt.timedelta(seconds=1))),
    ("reason", DUE, act(A.CALL_IN, ANNA, reason=" ", due_at=NOW)),
    ("due_at", DUE, act(A.CALL_IN, ANNA, due_at=NOW - dt.timedelta(microseconds=1))),
    ("due_at", DUE, act(A.CALL_IN, ANNA, due_at=NOW + dt.timedelta(days=41))),
    ("due_at", DUE, act(A.CALL_IN, ANNA)),
    ("reason", DUE, act(A.VERIFY, ANNA, reason="", checks_ran=True)),
    ("own_work", DUE, act(A.VERIFY, BO, checks_ran=True)),
    ("checks_ran", DUE, act(A.VERIFY, ANNA)),
    ("listed", DUE, act(A.VERIFY, ANNA, checks_ran=True, listed=True)),
    ("reason", Standing(), act(A.VOUCH, OPERATOR, reason="")),
]
ALLOWED = [
    (S.APPROVED_LIMITED, Standing(state=S.REVIEW, score=59), act(A.APPROVE, ANNA)),
    (S.APPROVED_LIMITED, Standing(state=S.REVIEW), act(A.APPROVE, ANNA, listed=False)),
    (S.REVIEW, Standing(state=S.REVIEW, score=60), act(A.APPROVE, ANNA)),
    (S.APPROVED_LIMITED, Standing(state=S.REVIEW, score=60, approved_by=(BO.id,)), act(A.APPROVE, ANNA)),
    (S.ACTIVE, LIMITED, act(A.ACTIVATE, SYSTEM, orders=101, disputed=1)),
    (S.APPEAL, RESTRICTED, act(A.APPEAL, merchant(1))),
    (S.ACTIVE, APPEALED, act(A.REINSTATE, BO)),
    (S.ACTIVE, RESTRICTED, act(A.REINSTATE, BO)),
    (S.EXPIRED, APPEALED, act(A.REINSTATE, BO, documents_lapsed=True)),
    (S.SUBMITTED, dataclasses.replace(APPEALED, before=S.DRAFT), act(A.REINSTATE, BO)),
    (S.APPROVED_LIMITED, dataclasses.replace(APPEALED, before=S.APPROVED_LIMITED), act(A.REINSTATE, BO)),
    (S.SUSPENDED, APPEALED, act(A.UPHOLD, BO)),
    (S.BLACKLISTED, dataclasses.replace(APPEALED, restricted=S.BLACKLISTED), act(A.UPHOLD, BO)),
    (S.PURGED, ENDED, act(A.PURGE, SYSTEM)),
    (S.ACTIVE, DUE, act(A.CALL_IN, ANNA, due_at=NOW)),
    (
        S.EXPIRING,
        dataclasses.replace(DUE, state=S.EXPIRING, approved_by=(ANNA.id,)),
        act(A.VERIFY, ANNA, checks_ran=True),
    ),
]


@pytest.mark.parametrize(("reason", "standing", "step"), REFUSED, ids=lambda each: getattr(each, "name", None))
def test_an_act_is_refused_by_its_guard(reason, standing, step):
    with pytest.raises(SupplierActRefused) as refused:
        take(standing, step)
    assert refused.value.data["reason"] == reason


@pytest.mark.parametrize(("to", "standing", "step"), ALLOWED, ids=lambda each: getattr(each, "name", None))
def test_an_act_at_the_edge_of_its_guards_leads_on(to, standing, step):
    assert take(standing, step).state == to


@pytest.mark.parametrize(
    ("standing", "step"),
    [
        (Standing(state=S.REVIEW), act(A.APPROVE, ANNA)),
        (Standing(), act(A.VOUCH, OPERATOR)),
        (DUE, act(A.VERIFY, ANNA, checks_ran=True)),
    ],
    ids=lambda each: getattr(each, "name", None),
)
def test_who_is_verified_is_due_after_183_days_and_sooner_when_called_in(standing, step):
    after = take(standing, step)
    assert (after.verified_at, after.due_at) == (NOW, NOW + dt.timedelta(days=183))
    called = take(after, act(A.CALL_IN, ANNA, due_at=NOW + dt.timedelta(days=3)))
    assert (called.state, called.verified_at, called.due_at) == (after.state, NOW, NOW + dt.timedelta(days=3))


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name, step in STEPS.items() for number in range(len(step.guards))]
)
def test_each_guard_is_what_some_refusal_rests_on(monkeypatch, name, number):
    """Taken away, an act passes that was refused."""
    step = STEPS[name]
    left = tuple(guard for index, guard in enumerate(step.guards) if index != number)
    monkeypatch.setattr(lifecycle, "STEPS", {**STEPS, name: step._replace(guards=left)})

    def passes(standing, wanted):
        try:
            take(standing, wanted)
        except SupplierActRefused:
            return False
        return True

    assert any(passes(standing, wanted) for _, standing, wanted in REFUSED if wanted.name == name)


@pytest.mark.parametrize("name", SupplierAct)
def test_an_act_is_refused_from_every_other_state_and_to_every_other_actor(name):
    step = STEPS[name]
    for state in SupplierState:
        if state not in step.sources:
            with pytest.raises(SupplierActRefused) as refused:
                take(Standing(state=state), act(name, ANNA))
            assert refused.value.data["reason"] == "state"
            assert not may(Standing(state=state), name)
    for kind in set(ActorKind) - step.actors:
        with pytest.raises(SupplierActRefused) as refused:
            take(Standing(state=min(step.sources)), act(name, Actor(kind, "x")))
        assert refused.value.data["reason"] == "actor"


def test_ten_thousand_walks_reach_no_illegal_state_and_replay_to_the_same():
    pairs, seen, sold = set(list_pairs()), set(), 0
    for seed in range(10_000):
        history, standings = draw_walk(random.Random(seed))
        assert replay(history) == standings[-1]
        for before, after in itertools.pairwise(standings):
            seen.add((before.state, after.state))
            assert (before.state, after.state) in pairs
        sold += any(standing.state in SELLING for standing in standings)
        _check_sales(history, standings)
        _check_restrictions(history, standings)
    assert seen == pairs, "walks that miss a step prove little"
    assert sold > 1_000


def _check_sales(history, standings):
    """Whoever sells was vouched for, or checked and approved by as many strangers as its risk asks for."""
    approvers, score, asked, vouched = set(), 0, set(), False
    for taken, after in zip(history, standings[1:], strict=True):
        match taken.name:
            case A.SUBMIT:
                asked, approvers = {taken.actor.id, taken.facts.get("edited_by")}, set()
            case A.PASS_CHECK:
                assert taken.facts["checks_ran"] is True
                score, approvers = taken.facts["score"], set()
            case A.APPROVE:
                approvers.add(taken.actor.id)
            case A.VOUCH:
                vouched = True
        if taken.name == A.APPROVE and after.state in SELLING:
            assert len(approvers) >= (2 if score >= 60 else 1)
            assert not approvers & asked
        if after.state in SELLING:
            assert vouched or approvers


def _check_restrictions(history, standings):
    """Whoever is restricted was told why, and only others than restricted it lift it."""
    restrictors, reason = set(), None
    for taken, after in zip(history, standings[1:], strict=True):
        if taken.name in {A.SUSPEND, A.BLACKLIST}:
            reason = taken.facts["restriction"]
            restrictors |= {actor.id for actor in (taken.actor, taken.second) if actor and actor.id}
            assert taken.name == A.SUSPEND or (taken.second and taken.second.id != taken.actor.id)
        if taken.name == A.REINSTATE:
            assert taken.actor.id not in restrictors
            restrictors, reason = set(), None
        assert (after.state in ADVERSE) == (reason is not None)
