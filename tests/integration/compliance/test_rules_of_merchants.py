"""The rules decide about merchants and are kept with each check: versions, what they saw, and nothing of a person in the clear."""

import datetime as dt

import pytest
import yaml

from platform_core.compliance.checking import Reason
from platform_core.compliance.engine import hash_inputs
from platform_core.compliance.enums import Level, SubjectKind, Verdict
from platform_core.compliance.errors import MerchantRuleFailed, ScreeningUnavailable
from platform_core.compliance.known_rules import forget_rules
from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.merchant_rules import APPROVAL_ASKED, LICENSED_ASKED, decided
from platform_core.compliance.models import Finding, MerchantFile, Screening
from platform_core.compliance.rule_selectors import list_screenings
from platform_core.compliance.rulebook.reading import list_released
from platform_core.compliance.services import ask_rules as asking
from platform_core.compliance.services.decide_blacklist import decide_blacklist
from platform_core.compliance.services.load_rulebook import load_rulebook
from platform_core.compliance.services.propose_blacklist import Blacklisting, propose_blacklist
from platform_core.compliance.services.review_merchants import review_merchants
from platform_core.compliance.supplier_rules import ASKED
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.merchants import ANNA, BO, TOLD, USCC, approve, file_of, hand_in_merchant, verify
from tests.integration.compliance.supply import hand_in, supplier_of
from tests.world import now

BODIES = {body["id"]: body for body in list_released()}


def screenings(tenant, kind=SubjectKind.MERCHANT, *, against_lists=False):
    """Those of the rules; of AML-01, which is asked by itself, where they are wanted."""
    with platform_context():
        rows = Screening.objects.filter(tenant_role=tenant.role_name, subject_kind=kind).order_by("at", "id")
        return [row for row in rows if (set(results(row)) == {"AML-01"}) == against_lists]


def results(row):
    return {each["rule"]: each["result"] for each in row.outcomes}


def load(name, **changes):
    """A newer version that holds from today."""
    body = {**BODIES[name], "version": 99, **changes}
    with platform_context():
        load_rulebook(texts=[yaml.safe_dump({"rules": [body]}, allow_unicode=True)], by="counsel", now=now())
    forget_rules()


def test_check_and_approval_each_leave_one_screening_with_versions_and_inputs(tenant):
    verify(tenant)
    check, approval = screenings(tenant)
    assert [row.verdict for row in screenings(tenant, against_lists=True)] == [Verdict.CLEAR, Verdict.CLEAR]
    assert (check.verdict, approval.verdict) == (Verdict.CLEAR, Verdict.CLEAR)
    assert set(results(check)) == set(LICENSED_ASKED)
    assert set(results(approval)) == set(APPROVAL_ASKED)
    for row in (check, approval):
        assert "unavailable" not in results(row).values()
        for each in row.outcomes:
            assert each["version"] >= 1
            assert hash_inputs({name: row.inputs[name] for name in each["inputs"]}) == each["hash"]
        said = str(row.inputs) + str(row.outcomes)
        for personal in ("phone", "identity_number", "legal_representative", "contact_person"):
            assert TOLD[personal] not in said
    assert check.inputs["uscc"] == USCC


def test_a_newer_version_that_is_loaded_sends_back_what_passed_before(tenant):
    load("KYB-01", holds="isUscc(uscc) && !uscc.startsWith('91330106')", vectors={
        "base": {"uscc": "91310115MA1K3YJ12X"} | BODIES["KYB-01"]["vectors"]["base"],
        "pass": BODIES["KYB-01"]["vectors"]["pass"], "fail": BODIES["KYB-01"]["vectors"]["fail"],
    })  # fmt: skip
    file = hand_in_merchant(tenant)
    assert file.state == MerchantState.NEEDS_INFO
    assert BODIES["KYB-01"]["remedy"]["zh"] in file.note
    (row,) = screenings(tenant)
    assert (row.verdict, row.outcomes[0]["version"]) == (Verdict.BLOCKED, 99)


def test_a_newer_version_that_is_milder_lets_a_person_decide_without_it(tenant):
    load("KYB-06", holds="required_activities.all(each, each in licence_activities || each == 'game' || each == 'any')")
    file = hand_in_merchant(tenant, business_scope="餐饮服务")
    assert (file.state, file.score) == (MerchantState.REVIEW, 0)
    with platform_context():
        assert not Finding.objects.filter(rule_id="KYB-06", subject_kind="merchant").exists()


@pytest.mark.parametrize(
    ("missing", "rules"),
    [({"phone_print": None}, ["KYB-03"]), ({"person_print": None}, ["KYB-03", "FRD-01"]), ({"icp_number": ""}, ["SHOW-02"]),
     ({"address": ""}, ["KYB-03"])],
    ids=["no-phone", "no-person", "no-icp", "no-address"],
)  # fmt: skip
def test_a_shop_does_not_open_where_a_rule_of_opening_fails_and_it_stays_on_record(tenant, missing, rules):
    file = hand_in_merchant(tenant)
    with platform_context():
        MerchantFile.objects.filter(pk=file.pk).update(**missing)
    with pytest.raises(MerchantRuleFailed) as refused:
        approve(tenant)
    assert refused.value.rules == sorted(rules, key=[*sorted(APPROVAL_ASKED)].index)
    assert file_of(tenant).state == MerchantState.REVIEW
    assert screenings(tenant)[-1].verdict == Verdict.BLOCKED


def test_without_rules_nothing_is_checked_or_approved(tenant, monkeypatch):
    hand_in_merchant(tenant)
    monkeypatch.setattr(asking, "list_known_rules", lambda in_shop: ())
    with pytest.raises(ScreeningUnavailable):
        approve(tenant)
    assert file_of(tenant).state == MerchantState.REVIEW


def test_a_lapse_keeps_what_the_rule_said_and_happens_without_rules_too(tenant, other_tenant, monkeypatch):
    late = now() + dt.timedelta(days=185)
    verify(tenant)
    with platform_context():
        review_merchants(now=late)
    row = screenings(tenant)[-1]
    assert (results(row), file_of(tenant).state) == ({"KYB-04": "failed"}, MerchantState.LAPSED)
    verify(other_tenant)
    monkeypatch.setattr(asking, "list_known_rules", lambda in_shop: ())
    with platform_context():
        review_merchants(now=late)
    assert file_of(other_tenant).state == MerchantState.LAPSED


def test_a_name_like_a_listed_one_is_looked_at(tenant, other_tenant):
    listed = supplier_of(hand_in(other_tenant, name="杭州好卡科技有限责任公司"))
    wanted = Blacklisting(
        reason="假授权",
        remedy="无",
        legal_basis="电商法 38",
        evidence=["x"],
        review_on=now().date() + dt.timedelta(days=90),
    )
    with platform_context():
        proposal = propose_blacklist(supplier_id=listed.id, wanted=wanted, actor=ANNA, now=now())
        decide_blacklist(proposal_id=proposal.id, actor=BO, agree=True, answer="", now=now())
    file = hand_in_merchant(tenant)
    assert file.state == MerchantState.REVIEW
    assert "X3" in {reason["rule"] for reason in file.reasons}
    assert screenings(tenant)[-1].inputs["name_score"] >= 700


def test_a_check_of_a_supplier_leaves_one_screening_of_its_own(tenant):
    supplier = supplier_of(hand_in(tenant))
    (row,) = screenings(tenant, SubjectKind.SUPPLIER)
    assert (set(results(row)), row.subject_ref) == (set(ASKED), str(supplier.id))
    assert "unavailable" not in results(row).values()
    with platform_context():
        assert list_screenings(SubjectKind.SUPPLIER, str(supplier.id)).count() == 2  # and of AML-01


def test_a_tie_that_a_check_saw_is_not_weighed_twice():
    row = Screening(outcomes=[{"rule": name, "version": 1, "level": "review", "result": "failed", "points": 60, "lacking": []}
                              for name in ("X2.R", "X4")])  # fmt: skip
    reasons = [Reason("X2", Level.REVIEW, 60, {"same": ["phone_print"]})]
    assert decided(reasons, row) == reasons
