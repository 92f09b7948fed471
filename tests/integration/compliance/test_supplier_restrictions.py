"""Suspension, appeal and blacklist: what stops, where, who may lift it, and what the merchant reads."""

import datetime as dt

import pytest

from platform_core.compliance.enums import AppealState, SupplierState, SupplyCategory
from platform_core.compliance.errors import AppealOver, ProposalInvalid, SupplierActRefused
from platform_core.compliance.models import Appeal, Restriction
from platform_core.compliance.selectors import list_supply_links, list_supply_standings
from platform_core.compliance.services.appeal_supplier import appeal_supplier
from platform_core.compliance.services.approve_supplier import approve_supplier
from platform_core.compliance.services.decide_appeal import decide_appeal
from platform_core.compliance.services.decide_blacklist import decide_blacklist
from platform_core.compliance.services.propose_blacklist import Blacklisting, propose_blacklist
from platform_core.compliance.services.suspend_supplier import suspend_supplier
from platform_core.events.models import Event
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.inventory.errors import CodeStockExhausted
from tests.integration.compliance.supply import OWNER, TOLD, USCC, hand_in, run_jobs, supplier_of
from tests.world import FIRST_STAFF, SECOND_STAFF, THIRD_STAFF, codes_of, issue, now, stock

FRESH = {
    "bank_account": "955880000",
    "phone": "13700001111",
    "identity_number": "110101198001010000",
    "address": "北京市海淀区中关村大街 1 号",
}


@pytest.fixture
def both(tenant, other_tenant):
    """One supplier of two shops, approved, with two codes in each."""
    shelves = [(tenant, hand_in(tenant)), (other_tenant, hand_in(other_tenant))]
    with platform_context():
        approve_supplier(supplier_id=supplier_of(shelves[0][1]).id, actor=FIRST_STAFF, note="", now=now())
    for shop, shelf in shelves:
        stock(shop, shelf, [f"{shop.slug}-1", f"{shop.slug}-2"])
    return shelves


def suspend(both):
    with platform_context():
        return suspend_supplier(
            supplier_id=supplier_of(both[0][1]).id,
            actor=FIRST_STAFF,
            reason="授权书已过期",
            remedy="上传新的授权书",
            documents=["品牌授权书"],
            now=now(),
        )


def blacklist(both, category=None, agree=True):
    supplier = supplier_of(both[0][1])
    wanted = Blacklisting(
        "提供伪造授权书",
        "提交权利人的书面证明",
        "《电子商务法》第三十八条",
        ["F-1"],
        now().date() + dt.timedelta(days=365),
        category,
    )
    with platform_context():
        proposal = propose_blacklist(supplier_id=supplier.id, actor=FIRST_STAFF, wanted=wanted, now=now())
        decide_blacklist(proposal_id=proposal.id, actor=SECOND_STAFF, agree=agree, answer="同意", now=now())
    return supplier


def sold(shop, shelf):
    with tenant_context(shop):
        return codes_of([issue(shelf.sku, 1)])


def told(shop, shelf, event_type):
    with tenant_context(shop):
        return Event.objects.filter(type=event_type, object_id=public_id("sup", shelf.contract.supplier_id)).count()


def standing(shop, shelf):
    with tenant_context(shop):
        return list_supply_standings([shelf.contract.supplier_id])[shelf.contract.supplier_id]


def appeal(shop, shelf, text="新的授权书已上传"):
    with tenant_context(shop):
        return appeal_supplier(
            link_id=shelf.contract.supplier_id,
            restriction_id=standing(shop, shelf).restriction_id,
            text=text,
            user_id=OWNER,
            email="owner@example.com",
            now=now(),
        )


def test_a_suspension_stops_the_next_sale_in_every_shop_and_an_appeal_lifts_it_at_once(both):
    for shop, shelf in both:
        assert sold(shop, shelf) == [f"{shop.slug}-1"]
    suspend(both)
    for shop, shelf in both:  # no job has run: nothing is fanned out
        with pytest.raises(CodeStockExhausted):
            sold(shop, shelf)
        told = standing(shop, shelf)
        assert (told.reason, told.remedy, told.documents) == ("授权书已过期", "上传新的授权书", ["品牌授权书"])
    appeal_id = appeal(*both[1])
    run_jobs()
    assert supplier_of(both[0][1]).state == SupplierState.APPEAL
    with platform_context():
        with pytest.raises(SupplierActRefused):
            decide_appeal(appeal_id=appeal_id, actor=FIRST_STAFF, uphold=True, answer="成立", now=now())
        decide_appeal(appeal_id=appeal_id, actor=SECOND_STAFF, uphold=True, answer="成立", now=now())
    for shop, shelf in both:
        assert sold(shop, shelf) == [f"{shop.slug}-2"]
        assert standing(shop, shelf).restriction_id is None
    assert supplier_of(both[0][1]).state == SupplierState.APPROVED_LIMITED, "the limits it had come back with it"


def test_an_appeal_that_is_denied_leaves_it_suspended_with_the_answer(both):
    suspend(both)
    appeal_id = appeal(*both[0])
    with pytest.raises(AppealOver):
        appeal(*both[0])
    run_jobs()
    with platform_context():
        decide_appeal(appeal_id=appeal_id, actor=SECOND_STAFF, uphold=False, answer="授权书仍是旧的", now=now())
        with pytest.raises(AppealOver):
            decide_appeal(appeal_id=appeal_id, actor=SECOND_STAFF, uphold=True, answer="再看", now=now())
    assert supplier_of(both[0][1]).state == SupplierState.SUSPENDED
    told = standing(*both[0])
    assert (told.appeal_state, told.appeal_answer) == (AppealState.DENIED, "授权书仍是旧的")
    assert standing(*both[1]).appeal_state is None, "the other shop does not hear of it"


def test_an_appeal_after_its_time_or_of_another_shops_supplier_is_refused(both, time_machine):
    suspend(both)
    (shop, shelf), (other, foreign) = both
    with tenant_context(shop), pytest.raises(AppealOver):
        appeal_supplier(
            link_id=foreign.contract.supplier_id,
            restriction_id=standing(other, foreign).restriction_id,
            text="x",
            user_id=OWNER,
            email="",
            now=now(),
        )
    time_machine.move_to(now() + dt.timedelta(days=30, seconds=1))
    with pytest.raises(AppealOver):
        appeal(shop, shelf)
    with platform_context():
        assert not Appeal.objects.exists()


def test_a_blacklisting_takes_two_people_and_holds_in_every_shop(both):
    supplier = supplier_of(both[0][1])
    wanted = Blacklisting("伪造授权书", "无", "电商法 38", ["F-1"], now().date() + dt.timedelta(days=1))
    with platform_context():
        proposal = propose_blacklist(supplier_id=supplier.id, actor=FIRST_STAFF, wanted=wanted, now=now())
        with pytest.raises(ProposalInvalid):
            decide_blacklist(proposal_id=proposal.id, actor=FIRST_STAFF, agree=True, answer="", now=now())
        assert supplier_of(both[0][1]).state == SupplierState.APPROVED_LIMITED
        decide_blacklist(proposal_id=proposal.id, actor=SECOND_STAFF, agree=True, answer="", now=now())
    for shop, shelf in both:
        with pytest.raises(CodeStockExhausted):
            sold(shop, shelf)
    assert supplier_of(both[0][1]).state == SupplierState.BLACKLISTED


def test_who_refuses_a_blacklisting_leaves_everything_as_it_was(both):
    blacklist(both, agree=False)
    assert supplier_of(both[0][1]).state == SupplierState.APPROVED_LIMITED
    with platform_context():
        assert not Restriction.objects.exists()


@pytest.mark.parametrize("lacks", ["reason", "remedy", "legal_basis", "evidence"])
def test_a_blacklisting_without_its_grounds_is_not_even_proposed(both, lacks):
    wanted = Blacklisting("r", "m", "l", ["e"], now().date() + dt.timedelta(days=1))._replace(**{lacks: ""})
    with platform_context(), pytest.raises(ProposalInvalid):
        propose_blacklist(supplier_id=supplier_of(both[0][1]).id, actor=FIRST_STAFF, wanted=wanted, now=now())


def test_goods_of_one_category_alone_are_blacklisted_and_lifted_on_appeal(both):
    blacklist(both, SupplyCategory.TELECOM)
    assert supplier_of(both[0][1]).state == SupplierState.APPROVED_LIMITED
    for shop, shelf in both:
        with pytest.raises(CodeStockExhausted):
            sold(shop, shelf)
    appeal_id = appeal(*both[0])
    run_jobs()
    with platform_context():
        with pytest.raises(SupplierActRefused):
            decide_appeal(appeal_id=appeal_id, actor=SECOND_STAFF, uphold=True, answer="成立", now=now())
        decide_appeal(appeal_id=appeal_id, actor=THIRD_STAFF, uphold=True, answer="成立", now=now())
    assert sold(*both[0]) == [f"{both[0][0].slug}-1"]


def test_shops_are_told_when_goods_of_a_category_are_blacklisted_and_when_they_come_back(both):
    blacklist(both, SupplyCategory.TELECOM)
    run_jobs()
    for shop, shelf in both:
        assert told(shop, shelf, "supplier.suspended") == 1
    appeals = [appeal(*each) for each in both]
    run_jobs()
    with platform_context():
        decide_appeal(appeal_id=appeals[0], actor=THIRD_STAFF, uphold=True, answer="成立", now=now())
        assert set(Appeal.objects.values_list("state", flat=True)) == {AppealState.UPHELD}, "nobody's is left open"
    run_jobs()
    for shop, shelf in both:
        assert told(shop, shelf, "supplier.cleared") == 1


@pytest.mark.parametrize("uphold", [True, False])
@pytest.mark.parametrize("received", [True, False])
def test_whoever_restricted_it_does_not_decide_and_the_merchant_is_always_told_why(both, uphold, received):
    suspend(both)
    appeal_id = appeal(*both[0])
    if received:
        run_jobs()
    with platform_context():
        for actor, answer in ((FIRST_STAFF, "维持"), (SECOND_STAFF, "  ")):
            with pytest.raises(SupplierActRefused):
                decide_appeal(appeal_id=appeal_id, actor=actor, uphold=uphold, answer=answer, now=now())
        assert Appeal.objects.get(pk=appeal_id).state == AppealState.OPEN


def test_goods_of_another_category_are_sold_on(both):
    blacklist(both, SupplyCategory.GAME)
    assert sold(*both[0]) == [f"{both[0][0].slug}-1"]


def test_who_was_blacklisted_does_not_come_back_under_the_same_number(both, tenant):
    blacklist(both)
    hand_in(tenant, uscc=USCC, name="杭州全新卡券有限公司")
    assert supplier_of(both[0][1]).state == SupplierState.BLACKLISTED


@pytest.mark.parametrize("kept", ["bank_account", "phone", "identity_number"])
def test_who_comes_back_with_an_account_phone_or_person_of_a_listed_one_needs_two_reviewers(both, tenant, kept):
    blacklist(both)
    fresh = {name: value for name, value in FRESH.items() if name != kept}
    shelf = hand_in(tenant, uscc="91110108MA01ABCD2H", name="北京全新科技有限公司", **fresh)
    supplier = supplier_of(shelf)
    assert supplier.state == SupplierState.REVIEW
    assert supplier.score >= 60
    assert "X2" in [reason["rule"] for reason in supplier.reasons]
    assert TOLD[kept] not in repr(supplier.reasons)


@pytest.mark.parametrize(
    "name",
    ["杭州正硅卡券有限公司", "杭州正規卡券有限公司", "正规卡券（杭州）有限责任公司", "杭州正规卡券有限公司上城分公司"],
)
def test_a_listed_name_in_another_spelling_is_put_before_people(both, tenant, name):
    blacklist(both)
    shelf = hand_in(tenant, uscc="91110108MA01ABCD2H", name=name, **FRESH)
    supplier = supplier_of(shelf)
    assert supplier.state == SupplierState.REVIEW
    assert "X3" in [reason["rule"] for reason in supplier.reasons]


def test_an_honest_newcomer_is_not_suspected(both, tenant):
    blacklist(both)
    supplier = supplier_of(hand_in(tenant, uscc="91110108MA01ABCD2H", name="北京星云数字科技有限公司", **FRESH))
    assert (supplier.state, supplier.score, supplier.reasons) == (SupplierState.REVIEW, 0, [])


def test_a_chain_of_shared_accounts_and_phones_to_a_listed_one_is_told_with_its_links(both, tenant):
    blacklist(both)
    between = hand_in(
        tenant, uscc="91110108MA01ABCD2H", name="北京星云数字科技有限公司", **{**FRESH, "phone": TOLD["phone"]}
    )
    third = {**FRESH, "phone": "13600000000", "identity_number": "1", "address": "广东省深圳市南山区科技园 9 号"}
    supplier = supplier_of(hand_in(tenant, uscc="91440300MA5EQXL178", name="深圳远山贸易有限公司", **third))
    chain = next(reason for reason in supplier.reasons if reason["rule"] == "X4")["chain"]
    assert [each["kind"] for each in chain] == ["bank", "phone"]
    assert chain[0]["to"] == str(supplier_of(between).id)
    assert supplier.score == 60


def test_a_number_that_cannot_be_one_goes_back_to_the_merchant(tenant):
    shelf = hand_in(tenant, uscc="91330106MA2J2R0X27")
    assert supplier_of(shelf).state == SupplierState.NEEDS_INFO
    with tenant_context(tenant):
        assert "统一社会信用代码" in list_supply_links([shelf.contract.supplier_id])[shelf.contract.supplier_id].note
