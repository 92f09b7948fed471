"""Who is on the blacklist by its own number or person cannot be approved while that stands; an account or a phone asks for two people."""

import pytest

from platform_core.compliance.acts import OPERATOR
from platform_core.compliance.enums import Level, SupplierState
from platform_core.compliance.errors import MerchantRuleFailed, SupplierActRefused
from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.models import Finding, Screening
from platform_core.compliance.services.accept_supply import accept_supply
from platform_core.compliance.services.approve_supplier import approve_supplier
from platform_core.compliance.services.reinstate_supplier import reinstate_supplier
from platform_core.compliance.services.vouch_supplier import vouch_supplier
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.merchants import BO, approve, file_of, hand_in_merchant
from tests.integration.compliance.supply import TOLD, hand_in, supplier_of
from tests.integration.compliance.test_supplier_restrictions import FRESH, appeal, blacklist, both, run_jobs
from tests.world import FIRST_STAFF, SECOND_STAFF, THIRD_STAFF, now

__all__ = ["both"]
OTHER = {"uscc": "91110108MA01ABCD2H", "name": "北京全新科技有限公司"}


def come_back(tenant, kept):
    """Handed in by another shop, all of it new but one thing."""
    return hand_in(tenant, **OTHER, **{name: value for name, value in FRESH.items() if name != kept})


def approve_by(shelf, actor):
    with platform_context():
        return approve_supplier(supplier_id=supplier_of(shelf).id, actor=actor, note="", now=now())


def test_the_same_person_cannot_be_approved_by_anybody_while_the_blacklisting_stands(both, tenant):
    listed = blacklist(both)
    shelf = come_back(tenant, "identity_number")
    with platform_context():
        found = Finding.objects.get(rule_id="X2", supplier_id=supplier_of(shelf).id)
        row = Screening.objects.filter(
            subject_ref=str(supplier_of(shelf).id), outcomes__contains=[{"rule": "X2"}]
        ).get()
    assert (found.level, found.facts["listed"], found.facts["same"]) == (Level.BLOCK, str(listed.id), ["person_print"])
    assert next(each["result"] for each in row.outcomes if each["rule"] == "X2") == "failed"
    for actor in (FIRST_STAFF, SECOND_STAFF):
        with pytest.raises(SupplierActRefused) as refused:
            approve_by(shelf, actor)
        assert refused.value.data["reason"] == "listed"
    with platform_context(), pytest.raises(SupplierActRefused) as refused:
        vouch_supplier(link_id=shelf.contract.supplier_id, reason="known to us", now=now())
    assert (refused.value.data["reason"], OPERATOR.kind) == ("listed", "operator")
    assert supplier_of(shelf).state == SupplierState.REVIEW


def test_it_stands_while_an_appeal_is_open_and_ends_with_one_that_is_upheld(both, tenant):
    listed = blacklist(both)
    shelf = come_back(tenant, "identity_number")
    appeal(*both[0])
    run_jobs()
    assert supplier_of(both[0][1]).state == SupplierState.APPEAL
    with pytest.raises(SupplierActRefused):
        approve_by(shelf, FIRST_STAFF)
    with platform_context():
        reinstate_supplier(supplier_id=listed.id, actor=THIRD_STAFF, reason="授权属实", now=now())
    assert approve_by(shelf, FIRST_STAFF).state == SupplierState.REVIEW  # the points of the check still ask for two
    assert approve_by(shelf, SECOND_STAFF).state == SupplierState.APPROVED_LIMITED


@pytest.mark.parametrize("kept", ["bank_account", "phone"])
def test_an_account_or_a_phone_of_one_listed_takes_two_reviewers_and_no_more(both, tenant, kept):
    blacklist(both)
    shelf = come_back(tenant, kept)
    with platform_context():
        assert Finding.objects.get(rule_id="X2", supplier_id=supplier_of(shelf).id).level == Level.REVIEW
    assert approve_by(shelf, FIRST_STAFF).state == SupplierState.REVIEW
    assert approve_by(shelf, SECOND_STAFF).state == SupplierState.APPROVED_LIMITED


def test_one_listed_for_some_goods_is_refused_for_these_alone(both, tenant):
    blacklist(both, TOLD["category"])
    shelf = come_back(tenant, "identity_number")
    with pytest.raises(SupplierActRefused):
        approve_by(shelf, FIRST_STAFF)
    other = hand_in(
        tenant, uscc="91310115MA1K3YEA5X", name="上海新意科技有限公司", category="game",
        **{name: value for name, value in FRESH.items() if name != "identity_number"},
    )  # fmt: skip
    with platform_context():
        assert not Finding.objects.filter(supplier_id=supplier_of(other).id, rule_id="X2", level=Level.BLOCK).exists()


def test_another_shops_link_to_a_known_supplier_is_not_taken_with_a_listed_person(both, tenant, other_tenant):
    blacklist(both)
    known = hand_in(tenant, **OTHER, **FRESH)
    approve_by(known, FIRST_STAFF)
    later = hand_in(
        other_tenant, **OTHER, **{name: value for name, value in FRESH.items() if name != "identity_number"}
    )
    with platform_context(), pytest.raises(SupplierActRefused) as refused:
        accept_supply(link_id=later.contract.supplier_id, actor=SECOND_STAFF, now=now())
    assert refused.value.data["reason"] == "listed"


def test_a_merchant_that_is_a_blacklisted_supplier_is_not_approved(both, tenant):
    blacklist(both)
    file = hand_in_merchant(tenant, identity_number=TOLD["identity_number"])
    assert ("X2", "block") in {(reason["rule"], reason["level"]) for reason in file.reasons}
    with pytest.raises(MerchantRuleFailed) as refused:
        approve(tenant, BO)
    assert refused.value.rules == ["X2"]
    assert file_of(tenant).state == MerchantState.REVIEW
