"""The qualification of a merchant: what its table allows, and that nobody comes to sell past its guards."""

import dataclasses
import datetime as dt
import itertools
import random

import pytest

from platform_core.compliance import merchant_life
from platform_core.compliance.acts import OPERATOR, SYSTEM, Act, Actor
from platform_core.compliance.enums import ActorKind
from platform_core.compliance.errors import MerchantActRefused
from platform_core.compliance.merchant_enums import MerchantAct, MerchantState
from platform_core.compliance.merchant_life import ADVERSE, GOOD_FOR, STEPS, Standing, list_pairs, may, replay, take
from platform_core.compliance.qualification import RESTRICTED, MerchantRight
from testbed.merchant_walks import draw_walk
from testbed.supplier_walks import NOW, STAFF, merchant

A, S = MerchantAct, MerchantState
ANNA, BO = STAFF[:2]
DAY, TICK = dt.timedelta(days=1), dt.timedelta(microseconds=1)


def act(name, actor, at=NOW, reason="because", **facts):
    return Act(name, actor, at, reason, None, facts)


GOOD = Standing(state=S.VERIFIED, verified_at=NOW - GOOD_FOR, due_at=NOW)
FROZEN = Standing(
    state=S.FROZEN, before=S.VERIFIED, restricted_by=(ANNA.id,), appeal_until=NOW, due_at=NOW, verified_at=NOW
)
APPEALED = dataclasses.replace(FROZEN, state=S.APPEAL, restricted=S.FROZEN)
# Each is refused for one reason alone: with the named guard taken away it would pass.
REFUSED = [
    ("complete", Standing(), act(A.SUBMIT, merchant(1), files_clean=True)),
    ("files_clean", Standing(), act(A.SUBMIT, merchant(1), complete=True)),
    ("reason", Standing(state=S.REVIEW), act(A.ASK_INFO, ANNA, reason=" ")),
    ("checks_ran", Standing(state=S.CHECKING), act(A.PASS_CHECK, SYSTEM, score=0)),
    ("own_work", Standing(state=S.REVIEW, submitted_by=ANNA.id), act(A.APPROVE, ANNA)),
    ("own_work", Standing(state=S.REVIEW, edited_by=ANNA.id), act(A.APPROVE, ANNA)),
    ("already_approved", Standing(state=S.REVIEW, score=60, approved_by=(ANNA.id,)), act(A.APPROVE, ANNA)),
    ("reason", GOOD, act(A.CALL_IN, ANNA, NOW - DAY, reason="", due_at=NOW)),
    ("due_at", GOOD, act(A.CALL_IN, ANNA, NOW - DAY, due_at=NOW + TICK)),
    ("due_at", GOOD, act(A.CALL_IN, ANNA, NOW - DAY, due_at=NOW - DAY - TICK)),
    ("due_at", GOOD, act(A.CALL_IN, ANNA, NOW - DAY)),
    ("too_early", GOOD, act(A.NEAR_END, SYSTEM, NOW - 30 * DAY - TICK)),
    ("too_early", GOOD, act(A.LAPSE, SYSTEM, NOW - TICK)),
    ("reason", Standing(state=S.REVIEW), act(A.REFUSE, ANNA, reason="", restriction="r")),
    ("restriction", Standing(state=S.REVIEW), act(A.REFUSE, ANNA)),
    ("own_work", Standing(state=S.REVIEW, submitted_by=ANNA.id), act(A.REFUSE, ANNA, restriction="r")),
    ("reason", GOOD, act(A.FREEZE, ANNA, reason="", restriction="r")),
    ("restriction", GOOD, act(A.FREEZE, ANNA)),
    ("too_late", FROZEN, act(A.APPEAL, merchant(1), NOW + TICK)),
    ("reason", FROZEN, act(A.APPEAL, merchant(1), reason="")),
    ("own_decision", APPEALED, act(A.REINSTATE, ANNA)),
    ("reason", APPEALED, act(A.REINSTATE, BO, reason="")),
    ("own_decision", APPEALED, act(A.UPHOLD, ANNA)),
    ("reason", APPEALED, act(A.UPHOLD, BO, reason="")),
    ("reason", Standing(), act(A.VOUCH, OPERATOR, reason="")),
]
ALLOWED = [
    (S.VERIFIED, Standing(state=S.REVIEW, score=59), act(A.APPROVE, ANNA)),
    (S.REVIEW, Standing(state=S.REVIEW, score=60), act(A.APPROVE, ANNA)),
    (S.VERIFIED, Standing(state=S.REVIEW, score=60, approved_by=(BO.id,)), act(A.APPROVE, ANNA)),
    (S.DUE, GOOD, act(A.CALL_IN, ANNA, NOW - DAY, due_at=NOW)),
    (S.DUE, GOOD, act(A.NEAR_END, SYSTEM, NOW - 30 * DAY)),
    (S.LAPSED, GOOD, act(A.LAPSE, SYSTEM, NOW)),
    (S.APPEAL, FROZEN, act(A.APPEAL, merchant(1))),
    (S.VERIFIED, APPEALED, act(A.REINSTATE, BO)),
    (S.VERIFIED, FROZEN, act(A.REINSTATE, BO)),
    (S.DRAFT, dataclasses.replace(APPEALED, before=S.DRAFT), act(A.REINSTATE, BO)),
    (S.SUBMITTED, dataclasses.replace(APPEALED, before=S.CHECKING), act(A.REINSTATE, BO)),
    (S.FROZEN, APPEALED, act(A.UPHOLD, BO)),
    (S.REFUSED, dataclasses.replace(APPEALED, restricted=S.REFUSED), act(A.UPHOLD, BO)),
]


@pytest.mark.parametrize(("reason", "standing", "step"), REFUSED, ids=lambda each: getattr(each, "name", None))
def test_an_act_is_refused_by_its_guard(reason, standing, step):
    with pytest.raises(MerchantActRefused) as refused:
        take(standing, step)
    assert refused.value.data["reason"] == reason


@pytest.mark.parametrize(("to", "standing", "step"), ALLOWED, ids=lambda each: getattr(each, "name", None))
def test_an_act_at_the_edge_of_its_guards_leads_on(to, standing, step):
    assert take(standing, step).state == to


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name, step in STEPS.items() for number in range(len(step.guards))]
)
def test_each_guard_is_what_some_refusal_rests_on(monkeypatch, name, number):
    """Taken away, an act passes that was refused."""
    step = STEPS[name]
    left = tuple(guard for index, guard in enumerate(step.guards) if index != number)
    monkeypatch.setattr(merchant_life, "STEPS", {**STEPS, name: step._replace(guards=left)})

    def passes(standing, wanted):
        try:
            take(standing, wanted)
        except MerchantActRefused:
            return False
        except KeyError:
            return True  # what the guard had made sure of was not there
        return True

    assert any(passes(standing, wanted) for _, standing, wanted in REFUSED if wanted.name == name)


@pytest.mark.parametrize("name", MerchantAct)
def test_an_act_is_refused_from_every_other_state_and_to_every_other_actor(name):
    step = STEPS[name]
    for state in set(MerchantState) - step.sources:
        with pytest.raises(MerchantActRefused) as refused:
            take(Standing(state=state), act(name, ANNA))
        assert refused.value.data["reason"] == "state"
        assert not may(Standing(state=state), name)
    for kind in set(ActorKind) - step.actors:
        with pytest.raises(MerchantActRefused) as refused:
            take(Standing(state=min(step.sources)), act(name, Actor(kind, "x")))
        assert refused.value.data["reason"] == "actor"


def test_walks_reach_no_illegal_state_and_replay_to_the_same():
    pairs, seen, sold = set(list_pairs()), set(), 0
    for seed in range(3_000):
        history, standings = draw_walk(random.Random(seed))
        assert replay(history) == standings[-1]
        for before, after in itertools.pairwise(standings):
            seen.add((before.state, after.state))
        sold += _check_rights(history, standings)
    assert seen == pairs, "walks that miss a step prove little"
    assert sold > 500


def _check_rights(history, standings):
    """Whoever may sell was vouched for, or approved by strangers; nobody restricted may; and others lift it."""
    approvers, score, asked, vouched, restrictor, sold = set(), 0, set(), False, None, False
    for taken, after in zip(history, standings[1:], strict=True):
        match taken.name:
            case A.SUBMIT:
                asked, approvers = {taken.actor.id, taken.facts.get("edited_by")}, set()
            case A.PASS_CHECK:
                score, approvers = taken.facts["score"], set()
            case A.APPROVE:
                approvers.add(taken.actor.id)
                assert not approvers & asked
            case A.VOUCH:
                vouched = True
            case A.REFUSE | A.FREEZE:
                restrictor = taken.actor.id
            case A.REINSTATE:
                assert not restrictor or taken.actor.id != restrictor
        if taken.name == A.APPROVE and after.state == S.VERIFIED:
            assert len(approvers) >= (2 if score >= 60 else 1)
        right = MerchantRight(after.state, after.verified_at, after.due_at, after.vouched)
        sells = right.why_not_sell(required=True) is None
        assert sells == (after.verified_at is not None and after.state not in ADVERSE)
        assert not sells or vouched or any(one.name == A.APPROVE for one in history)
        sold |= sells
    return sold


def test_whoever_was_verified_sells_on_while_it_is_verified_again_and_not_after_a_refusal():
    begun = take(GOOD, act(A.SUBMIT, merchant(3), complete=True, files_clean=True))
    assert MerchantRight(begun.state, begun.verified_at, begun.due_at).why_not_sell(required=True) is None
    refused = dataclasses.replace(begun, state=S.REFUSED, before=S.REVIEW)
    assert MerchantRight(refused.state, refused.verified_at).why_not_sell(required=False) == "restricted"
    again = take(refused, act(A.SUBMIT, merchant(3), complete=True, files_clean=True))
    assert MerchantRight(again.state, again.verified_at).why_not_sell(required=True) == "unverified"


def test_after_183_days_nothing_new_is_put_up_and_what_is_on_sale_sells_on():
    right = MerchantRight("verified", NOW, NOW + GOOD_FOR)
    assert right.why_not_list(NOW + GOOD_FOR - TICK, required=True) is None
    assert right.why_not_list(NOW + GOOD_FOR, required=True) == "lapsed"
    assert right.why_not_list(NOW + GOOD_FOR, required=False) is None
    assert right.why_not_sell(required=True) is None
    assert dt.timedelta(days=183) == GOOD_FOR


def test_the_restricted_states_are_those_of_the_table():
    assert {state.value for state in ADVERSE} == RESTRICTED
