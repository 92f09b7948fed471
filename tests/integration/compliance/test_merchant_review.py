"""From what a merchant tells of itself to the right to sell: gaps, checks, reviewers, history, and what the database refuses."""

import datetime as dt
import random
import re

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from platform_core.compliance.enums import ActorKind, DocumentState
from platform_core.compliance.errors import MerchantActRefused, MerchantIncomplete, MerchantNotEditable
from platform_core.compliance.merchant_enums import MerchantKind, MerchantState, Served
from platform_core.compliance.merchant_life import ADVERSE, list_pairs, replay
from platform_core.compliance.merchant_standing import act_of, standing_of
from platform_core.compliance.models import Document, Finding, MerchantEvent, MerchantFile, MerchantRestriction
from platform_core.compliance.services.advance_merchant import advance_merchant
from platform_core.compliance.services.ask_merchant_info import ask_merchant_info
from platform_core.compliance.services.decide_blacklist import decide_blacklist
from platform_core.compliance.services.propose_blacklist import Blacklisting, propose_blacklist
from platform_core.compliance.services.submit_merchant import submit_merchant
from platform_core.compliance.services.vouch_merchant import vouch_merchant
from platform_core.entitlements.models import BalanceContract
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.services.ensure_twin import ensure_twin
from testbed.merchant_walks import draw_walk
from tests.integration.compliance.merchants import (
    ANNA,
    BO,
    USCC,
    approve,
    file_of,
    freeze,
    hand_in_merchant,
    tell,
    verify,
)
from tests.integration.compliance.supply import OWNER, hand_in, run_jobs, supplier_of
from tests.world import now

S = MerchantState


def submit(tenant):
    with tenant_context(tenant):
        submit_merchant(user_id=OWNER, email="owner@example.com", now=now())


def findings(tenant):
    with platform_context():
        return {f.rule_id: f for f in Finding.objects.filter(tenant_role=tenant.role_name, subject_kind="merchant")}


def test_a_merchant_that_handed_in_everything_waits_for_a_person_and_is_verified(tenant):
    file = hand_in_merchant(tenant)
    assert (file.state, file.score) == (S.REVIEW, 0)
    approve(tenant)
    file = file_of(tenant)
    assert (file.state, file.due_at - file.verified_at) == (S.VERIFIED, dt.timedelta(days=183))
    assert file.verified_facts["uscc"] == USCC
    assert "phone" not in file.verified_facts
    assert b"13900000001" not in bytes(file.sealed)
    with platform_context():
        assert set(Document.objects.filter(link=None).values_list("state", flat=True)) == {DocumentState.ACCEPTED}


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"uscc": "91330106MA2J2R0X2A"}, "uscc"),
        ({"icp_number": ""}, "icp_number"),
        ({"icp_number": "浙ICP备123号"}, "icp_number"),
        ({"contact_person": ""}, "contact_person"),
        ({"phone": ""}, "phone"),
        ({"identity_number": ""}, "identity_number"),
        ({"capital": ""}, "capital"),
        ({"kind": MerchantKind.EXEMPT}, "exempt_reason"),
        ({"kind": MerchantKind.OVERSEAS}, "country"),
        ({"wants_balances": True}, "institution"),
        ({"licence_ends_on": dt.date(2020, 1, 1)}, "licence_ends_on"),
        ({"kind": ""}, "kind"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_handed_in(tenant, changed, missing):
    tell(tenant, **changed)
    with pytest.raises(MerchantIncomplete) as refused:
        submit(tenant)
    assert missing in refused.value.data["missing"]
    assert file_of(tenant).state == S.DRAFT


def test_papers_are_missing_until_they_are_there_and_clean(tenant):
    tell(tenant)
    with pytest.raises(MerchantIncomplete) as refused:
        submit(tenant)
    assert refused.value.data["missing"] == ["document:licence", "document:identity"]


def test_a_shop_abroad_and_a_small_trader_need_no_licence_of_the_mainland(tenant, other_tenant):
    abroad = {"kind": MerchantKind.OVERSEAS, "country": "SG", "registration_number": "201900001A", "uscc": ""}
    assert hand_in_merchant(tenant, serves=Served.ABROAD, icp_number="", **abroad).state == S.REVIEW
    small = {"kind": MerchantKind.EXEMPT, "exempt_reason": "small", "uscc": "", "identity_number": "1", "phone": "2"}
    file = hand_in_merchant(other_tenant, **small)
    assert (file.state, file.score) == (S.REVIEW, 30)
    assert "KYB-03" in findings(other_tenant)


def test_what_was_handed_in_is_not_edited_until_staff_ask_for_more(tenant):
    file = hand_in_merchant(tenant)
    with pytest.raises(MerchantNotEditable):
        tell(tenant, name="别的名字有限公司")
    with platform_context():
        ask_merchant_info(file_id=file.id, actor=ANNA, note="请补充章程", now=now())
    tell(tenant, capital="200万元人民币")
    assert file_of(tenant).note == "请补充章程"
    submit(tenant)


def test_a_licence_that_does_not_cover_what_is_sold_is_looked_at(tenant):
    hand_in(tenant, category="game")
    file = hand_in_merchant(tenant, business_scope="餐饮服务")
    assert findings(tenant)["KYB-06"].facts == {"lacking": ["game"]}
    assert file.state == S.REVIEW


def test_the_numbers_of_another_shop_are_found(tenant, other_tenant):
    hand_in_merchant(other_tenant)
    file = hand_in_merchant(tenant)
    assert set(findings(tenant)["X4"].facts["same"]) == {"uscc", "phone_print", "person_print"}
    assert (file.score, findings(other_tenant)) == (30, {})


def test_the_phone_of_a_blacklisted_supplier_takes_two_reviewers(tenant, other_tenant):
    shelf = hand_in(other_tenant, phone="139 0000 0001")
    wanted = Blacklisting(
        reason="假授权",
        remedy="无",
        legal_basis="电商法 38",
        evidence=["x"],
        review_on=now().date() + dt.timedelta(days=90),
    )
    with platform_context():
        proposal = propose_blacklist(supplier_id=supplier_of(shelf).id, actor=ANNA, wanted=wanted, now=now())
        decide_blacklist(proposal_id=proposal.id, actor=BO, agree=True, answer="", now=now())
    file = hand_in_merchant(tenant)
    assert "phone_print" in findings(tenant)["X2"].facts["same"]
    assert file.score == 60


def test_from_sixty_points_on_two_reviewers_are_needed(tenant, other_tenant):
    hand_in_merchant(other_tenant)
    freeze(other_tenant)
    assert hand_in_merchant(tenant).score == 60
    approve(tenant)
    assert file_of(tenant).state == S.REVIEW
    with pytest.raises(MerchantActRefused):
        approve(tenant)
    approve(tenant, BO)
    assert file_of(tenant).state == S.VERIFIED


def test_whoever_handed_it_in_does_not_review_it(tenant):
    hand_in_merchant(tenant)
    with pytest.raises(MerchantActRefused) as refused:
        approve(tenant, ANNA._replace(id=OWNER))
    assert refused.value.data["reason"] == "own_work"


def test_a_contract_with_a_licensed_institution_is_the_switch_of_balances(tenant):
    wants = {
        "wants_balances": True, "institution": "某支付有限公司", "institution_contract": "KQ-1",
        "institution_until": now().date() + dt.timedelta(days=300),
    }  # fmt: skip
    verify(tenant, **wants)
    with platform_context():
        held = BalanceContract.objects.get(tenant_id=tenant.id)
        assert (held.institution, held.number, held.recorded_by) == ("某支付有限公司", "KQ-1", ANNA.email)
    tell(tenant, wants_balances=False)
    submit(tenant)
    run_jobs()
    approve(tenant)
    with platform_context():
        assert not BalanceContract.objects.filter(tenant_id=tenant.id).exists()


def test_a_test_twin_has_no_file(tenant):
    twin = ensure_twin(live=tenant, now=now())
    with pytest.raises(RecordNotFound):
        tell(twin)
    with pytest.raises(RecordNotFound):
        vouch_merchant(tenant=twin, reason="x", now=now())


def test_vouching_counts_as_verified_marked_and_is_written_down(tenant):
    vouch_merchant(tenant=tenant, reason="认识多年", now=now())
    file = file_of(tenant)
    assert (file.state, file.vouched) == (S.VERIFIED, True)
    with platform_context():
        event = MerchantEvent.objects.get(file=file)
        assert (event.act, event.actor_kind, event.reason) == ("vouch", ActorKind.OPERATOR, "认识多年")
    hand_in_merchant(tenant)
    approve(tenant)
    assert file_of(tenant).vouched is False


def test_another_shop_sees_nothing_of_it_and_neither_sees_what_staff_made_of_it(tenant, other_tenant):
    hand_in_merchant(tenant)
    with tenant_context(other_tenant):
        assert list(MerchantFile.objects.values_list("id", flat=True)) == []
    for hidden in ("score", "reasons", "approved_by", "verified_facts", "restricted_by"):
        with pytest.raises(ProgrammingError), tenant_context(tenant), transaction.atomic():
            list(MerchantFile.objects.values_list(hidden))
    with pytest.raises(ProgrammingError), tenant_context(tenant), transaction.atomic():
        MerchantFile.objects.update(state="verified")
    with tenant_context(tenant):
        assert MerchantFile.objects.update(name="X") == 0  # it is with the platform
    with pytest.raises(ProgrammingError), tenant_context(tenant), transaction.atomic():
        list(MerchantEvent.objects.all())


def walk(tenant, history, standings):
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT public.begin_merchant_file(%s)", [now()])
    with platform_context():
        file = MerchantFile.objects.get(tenant_role=tenant.role_name)
        for act, standing in zip(history, standings[1:], strict=False):
            if standing.state in ADVERSE and not MerchantRestriction.objects.filter(file=file, lifted_at=None).exists():
                MerchantRestriction.objects.create(
                    file=file, kind="freeze", reason="r", remedy="m", made_at=act.at, made_by="x", appeal_until=act.at
                )
            advance_merchant(file=file, act=act)
            file.refresh_from_db()
            assert standing_of(file) == standing
        return file


@pytest.mark.parametrize("number", range(25))
def test_a_history_rebuilds_where_the_merchant_stands(tenant, number):
    history, standings = draw_walk(random.Random(5_000_000 + number))
    file = walk(tenant, history, standings)
    with platform_context():
        events = MerchantEvent.objects.filter(file=file).order_by("version")
        assert replay(act_of(event) for event in events) == standing_of(file) == standings[-1]


def test_the_trigger_knows_the_pairs_of_the_table(db):
    with platform_context(), connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'check_merchant_step'")
        source = cursor.fetchone()[0]
    assert set(re.findall(r"'(\w+)>(\w+)'", source)) == {(a.value, b.value) for a, b in list_pairs()}


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "verified"},
        {"state": "verified", "version": 99},
        {"vouched": True},
        {"due_at": dt.datetime(2099, 1, 1, tzinfo=dt.UTC)},
        {"state": "frozen", "version": 5},
    ],
)
def test_the_database_refuses_a_standing_that_no_act_led_to(tenant, changes):
    hand_in_merchant(tenant)
    with pytest.raises(IntegrityError), platform_context(), transaction.atomic():
        MerchantFile.objects.update(**changes)
    with pytest.raises(ProgrammingError), platform_context(), transaction.atomic():
        MerchantEvent.objects.update(act="vouch")
