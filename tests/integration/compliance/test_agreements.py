"""Versions of the platform's agreement: seven days between publication and beginning, two people, kept for ever, told to shops."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from platform_core.compliance.agreement_enums import AgreementKind
from platform_core.compliance.agreement_selectors import list_answers, list_in_force, list_to_begin, list_unanswered
from platform_core.compliance.agreements import Draft
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.models import AgreementConsent, AgreementVersion, Screening
from platform_core.compliance.services.answer_agreement import answer_agreement
from platform_core.compliance.services.decide_agreement import decide_agreement
from platform_core.compliance.services.propose_agreement import propose_agreement
from platform_core.compliance.services.tell_agreement import tell_agreement
from platform_core.events.models import Job
from platform_core.kernel.jobs import JobName
from platform_core.messaging.composing import compose
from platform_core.messaging.models import Mail
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.compliance.supply import OWNER
from tests.world import FIRST_STAFF, SECOND_STAFF, now

DAY = dt.timedelta(days=1)
TEXT = "平台只提供工具，不代收货款；店铺自行经营，依法纳税。双方可以随时解除本协议。"


def draft(days=0, **changed):
    told = {
        "kind": AgreementKind.SERVICE,
        "text": TEXT,
        "text_en": "",
        "summary": "费率不变",
        "consultation": "首页征求意见七日，无异议",
    }
    return Draft(begins_at=now() + days * DAY + dt.timedelta(minutes=1), **{**told, **changed})


def propose(wanted):
    with platform_context():
        return propose_agreement(draft=wanted, actor=FIRST_STAFF, now=now())


def publish(wanted, actor=SECOND_STAFF, when=None):
    proposal = propose(wanted)
    with platform_context():
        return decide_agreement(proposal_id=proposal.id, actor=actor, agree=True, answer="", now=when or now())


def test_the_first_version_begins_at_once_a_change_after_seven_days(tenant, other_tenant):
    first = publish(draft())
    change = publish(draft(8, text=TEXT + "服务费每单一分。", summary="增加服务费"))
    later = now() + 9 * DAY
    with platform_context():
        assert list_in_force(now() + dt.timedelta(minutes=2)) == [first]
        assert list_to_begin(now() + dt.timedelta(minutes=2)) == [change]
        assert list_in_force(later) == [change]
        row = Screening.objects.get(subject_ref="platform:service:2")
        assert [(each["rule"], each["result"]) for each in row.outcomes] == [("SHOW-03", "passed")]
    assert tell_agreement(version_id=change.id, now=now()) == 2  # the owners of both shops
    with platform_context():
        assert Job.objects.filter(name=JobName.TELL_AGREEMENT).count() == 2
        mails = [
            str(compose(mail).body) for mail in Mail.objects.filter(template="compliance/mail/agreement_published")
        ]
    assert all("增加服务费" in mail and "/terms/service/2" in mail for mail in mails)


@pytest.mark.parametrize(
    ("changed", "days", "why"),
    [
        ({"text": "短"}, 8, "text"),
        ({"summary": " "}, 8, "summary"),
        ({"consultation": ""}, 8, "consultation"),
        ({}, 6, "too_soon"),
        ({}, -1, "too_soon"),
    ],
)
def test_what_is_missing_or_too_soon_is_not_even_proposed(db, changed, days, why):
    publish(draft())
    with pytest.raises(ProposalInvalid) as refused:
        propose(draft(days, **changed))
    assert refused.value.data["reason"] == why


def test_the_seven_days_count_from_the_second_person(db):
    publish(draft())
    proposal = propose(draft(7))
    with platform_context():
        with pytest.raises(ProposalInvalid) as refused:
            decide_agreement(
                proposal_id=proposal.id, actor=SECOND_STAFF, agree=True, answer="", now=now() + dt.timedelta(minutes=5)
            )
        assert refused.value.data["reason"] == "too_soon"
        with pytest.raises(ProposalInvalid) as same:
            decide_agreement(proposal_id=proposal.id, actor=FIRST_STAFF, agree=True, answer="", now=now())
        assert same.value.data["reason"] == "same_person"
        assert AgreementVersion.objects.count() == 1
        assert decide_agreement(proposal_id=proposal.id, actor=SECOND_STAFF, agree=False, answer="x", now=now()) is None
    with pytest.raises(ProposalInvalid):
        for _ in range(2):
            propose(draft(9))


@pytest.mark.parametrize(
    ("number", "published", "begins", "why"),
    [
        (2, 0, 7 * DAY - dt.timedelta(microseconds=1), "seven days"),
        (2, -1, 30 * DAY, "in the past"),
        (3, 0, 30 * DAY, "follow one another"),
        (1, 0, 30 * DAY, "follow one another"),
        (2, 0, -30 * DAY, "follow one another"),
    ],
    ids=["a moment short", "backdated", "a number left out", "a number twice", "before the last"],
)
def test_the_database_puts_no_change_into_force_earlier(db, number, published, begins, why):
    publish(draft())
    moment = now()
    with platform_context(), pytest.raises(IntegrityError, match=why), transaction.atomic():
        AgreementVersion.objects.create(
            kind="service", number=number, text=TEXT, published_at=moment + published * DAY, begins_at=moment + begins,
            proposed_by="a", second_by="b",
        )  # fmt: skip


def test_no_version_and_no_answer_is_rewritten(tenant):
    version = publish(draft())
    with tenant_context(tenant):
        answer_agreement(version_id=version.id, accepted=True, user_id=OWNER, email="o@x.example", now=now())
    for table in (AgreementVersion, AgreementConsent):
        for act in (lambda rows: rows.update(id=uuid.uuid4()), lambda rows: rows._raw_delete(rows.db)):
            with platform_context(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                act(table.objects.all())
    with tenant_context(tenant), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        AgreementVersion.objects.create(
            kind="service", number=2, text=TEXT, published_at=now(), begins_at=now() + 9 * DAY, proposed_by="a",
            second_by="b",
        )  # fmt: skip


def test_each_shop_answers_for_itself_and_its_last_word_counts(tenant, other_tenant):
    version = publish(draft())
    later = now() + dt.timedelta(minutes=2)
    with tenant_context(tenant):
        assert list(list_unanswered(later)) == [version]
        for accepted in (True, False):
            answer_agreement(version_id=version.id, accepted=accepted, user_id=OWNER, email="o@x.example", now=now())
        assert list(list_unanswered(later)) == []
    with tenant_context(other_tenant):
        assert list(list_unanswered(later)) == [version]
        assert AgreementConsent.objects.count() == 0
        answer_agreement(version_id=version.id, accepted=True, user_id=OWNER, email="p@x.example", now=now())
    with platform_context():
        accepted, against = list_answers([version.id])[version.id]
    assert (accepted, [row.tenant_role for row in against]) == (1, [tenant.role_name])
