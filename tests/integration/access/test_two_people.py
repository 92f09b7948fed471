import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import tenant_context
from tenants.access.enums import ApprovalState, TwoPersonAct
from tenants.access.errors import ApprovalOver, ReasonMissing, SecondPersonNeeded
from tenants.access.models import Approval
from tenants.access.services.ask_approval import ask_approval
from tenants.access.services.decide_approval import decide_approval
from tenants.access.services.record_act import Person
from tenants.access.services.take_approval import take_approval
from tenants.access.services.withdraw_approval import withdraw_approval
from tests.world import now

ACT = TwoPersonAct.EXPORT_CODES
ANN = Person(uuid.UUID(int=1), "ann@example.com", "owner")
BOB = Person(uuid.UUID(int=2), "bob@example.com", "owner")
CAT = Person(uuid.UUID(int=3), "cat@example.com", "owner")
MASK = {"secret": "sk_live_a-key-of-the-account"}


@pytest.fixture
def asked(tenant):
    with tenant_context(tenant):
        yield ask_approval(act=ACT, summary={"codes": 3}, payload=MASK, reason="audit", person=ANN, now=now())


def approve(asked, person=BOB, *, approved=True, at=None):
    return decide_approval(approval_id=asked.id, approved=approved, person=person, now=at or now())


def take(asked, person=ANN, *, at=None, act=ACT):
    return take_approval(approval_id=asked.id, act=act, person=person, now=at or now())


def test_what_one_asks_and_another_approves_is_done_once(asked):
    assert approve(asked).state == ApprovalState.APPROVED
    assert take(asked) == MASK
    with pytest.raises(ApprovalOver):
        take(asked)


def test_what_is_asked_for_is_not_readable_in_the_table(asked):
    row = Approval.objects.get()
    assert b"sk_live" not in bytes(row.payload)
    assert "sk_live" not in str(row.summary)


def test_a_request_without_a_reason_is_refused(tenant):
    with tenant_context(tenant), pytest.raises(ReasonMissing):
        ask_approval(act=ACT, summary={}, payload={}, reason="  ", person=ANN, now=now())


@pytest.mark.parametrize(
    "person",
    [
        pytest.param(ANN, id="the same person"),
        pytest.param(ANN._replace(email="other@example.com", role="finance"), id="under another address"),
        pytest.param(CAT._replace(email="ann@example.com"), id="under another id"),
    ],
)
def test_one_person_cannot_approve_what_they_asked_for(asked, person):
    with pytest.raises(SecondPersonNeeded):
        approve(asked, person)
    with pytest.raises(SecondPersonNeeded):
        take(asked, person)
    assert Approval.objects.get().state == ApprovalState.WAITING


@pytest.mark.parametrize("state", ["approved", "done", "refused"])
@pytest.mark.parametrize("decided_by", [None, ANN.user_id], ids=["nobody", "the same person"])
def test_the_database_refuses_a_decision_of_one_person(asked, state, decided_by):
    with pytest.raises(IntegrityError, match="approval_two_people"), transaction.atomic():
        Approval.objects.update(state=state, decided_by=decided_by)


def test_nothing_is_taken_before_it_is_approved_or_after_it_was_refused(asked):
    with pytest.raises(SecondPersonNeeded):
        take(asked)
    approve(asked, approved=False)
    with pytest.raises(ApprovalOver):
        take(asked)
    with pytest.raises(ApprovalOver):
        approve(asked)


def test_a_third_person_cannot_take_what_two_agreed_on(asked):
    approve(asked)
    with pytest.raises(SecondPersonNeeded):
        take(asked, CAT)
    assert take(asked, BOB) == MASK


def test_an_approval_allows_no_other_act(asked):
    approve(asked)
    with pytest.raises(SecondPersonNeeded):
        take(asked, act=TwoPersonAct.CHANGE_PAYOUT)


def test_a_request_is_over_after_a_day(asked):
    later = asked.expires_at
    with pytest.raises(ApprovalOver):
        approve(asked, at=later)
    approve(asked, at=later - dt.timedelta(seconds=1))
    with pytest.raises(ApprovalOver):
        take(asked, at=later)


def test_what_was_withdrawn_is_neither_approved_nor_taken(asked):
    with pytest.raises(RecordNotFound):
        withdraw_approval(approval_id=asked.id, person=BOB, now=now())
    withdraw_approval(approval_id=asked.id, person=ANN, now=now())
    with pytest.raises(ApprovalOver):
        approve(asked)
    with pytest.raises(ApprovalOver):
        withdraw_approval(approval_id=asked.id, person=ANN, now=now())


def test_another_shop_has_no_such_request(asked, other_tenant):
    with tenant_context(other_tenant):
        with pytest.raises(RecordNotFound):
            approve(asked)
        with pytest.raises(SecondPersonNeeded):
            take(asked, BOB)
