"""AML-01: who is on a list is found when it hands in and when a list changes, is not approved, and is stopped."""

import datetime as dt

import pytest

from platform_core.compliance.enums import FindingState, SubjectKind, SupplierState
from platform_core.compliance.errors import WatchRefused
from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.models import MerchantFile, Restriction, Screening, Supplier, WatchMark
from platform_core.compliance.selectors import list_supply_standings
from platform_core.compliance.services.accept_supply import accept_supply
from platform_core.compliance.services.approve_merchant import approve_merchant
from platform_core.compliance.services.approve_supplier import approve_supplier
from platform_core.compliance.services.decide_finding import decide_finding
from platform_core.compliance.services.describe_supplier import describe_supplier
from platform_core.compliance.services.submit_supplier import submit_supplier
from platform_core.compliance.services.tend_watch import tend_watch
from platform_core.compliance.services.verify_supplier import verify_supplier
from platform_core.events.models import Event
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.inventory.errors import CodeStockExhausted
from tests.integration.compliance.merchants import ANNA, hand_in_merchant, verify
from tests.integration.compliance.supply import OWNER, TOLD, add_papers, hand_in, run_jobs, supplier_of
from tests.integration.compliance.watched import company, hits, load, person
from tests.world import FIRST_STAFF, SECOND_STAFF, codes_of, issue, make_shelf, now, stock

LISTED = person("P-1", "王小明", sanctions="Terrorism", countries="cn")
BY_NUMBER = person("P-2", "Somebody Else", identifiers=TOLD["identity_number"])


def approve(shelf, actor=FIRST_STAFF):
    with platform_context():
        return approve_supplier(supplier_id=supplier_of(shelf).id, actor=actor, note="", now=now())


def decide(finding, state, by="anna@p.example"):
    with platform_context():
        return decide_finding(finding_id=finding.id, state=state, by=by, note="compared", now=now())


def sold(tenant, count=1):
    """A supplier that sells."""
    shelf = hand_in(tenant)
    stock(tenant, shelf, [f"CODE-{number}" for number in range(count)])
    approve(shelf)
    return shelf


def issued(tenant, shelf):
    with tenant_context(tenant):
        return codes_of([issue(shelf.sku, 1)])


def test_a_representative_on_a_list_is_not_approved_until_people_found_it_is_somebody_else(tenant):
    load(LISTED)
    shelf = hand_in(tenant)
    (hit,) = hits()
    facts = {name: hit.facts[name] for name in ("list", "entry", "party", "why", "programme")}
    assert facts == {
        "list": "cn", "entry": "P-1", "party": "representative", "why": ["same_name"], "programme": "Terrorism",
    }  # fmt: skip
    assert (supplier_of(shelf).state, supplier_of(shelf).score) == (SupplierState.REVIEW, 60)
    with pytest.raises(WatchRefused) as refused:
        approve(shelf)
    assert refused.value.data["reason"] == "on_list"
    decide(hit, FindingState.DISMISSED)
    assert approve(shelf).state == SupplierState.REVIEW  # from 60 points on it takes two
    assert approve(shelf, SECOND_STAFF).state == SupplierState.APPROVED_LIMITED


def test_what_was_confirmed_is_never_approved(tenant):
    load(LISTED)
    shelf = hand_in(tenant)
    decide(hits()[0], FindingState.CONFIRMED)
    with pytest.raises(WatchRefused):
        approve(shelf)


def test_whoever_is_on_no_list_is_approved_and_that_is_kept(tenant):
    load(person("P-9", "李四光"))
    shelf = hand_in(tenant)
    assert hits() == []
    assert approve(shelf).state == SupplierState.APPROVED_LIMITED
    rows = Screening.objects.filter(subject_kind=SubjectKind.SUPPLIER, subject_ref=str(supplier_of(shelf).id))
    with platform_context():
        kept = [row for row in rows if row.outcomes[0]["rule"] == "AML-01"]
    assert [(row.inputs["hits"], row.inputs["names_unscreened"]) for row in kept] == [(0, 0), (0, 0)]


def test_a_number_that_is_added_to_a_list_stops_the_next_sale_in_every_shop_and_is_lifted_when_dismissed(
    tenant, other_tenant
):
    shelf = sold(tenant, 2)
    with tenant_context(tenant):
        issue(shelf.sku, 1)
    load(BY_NUMBER)
    run_jobs()
    (hit,) = hits()
    assert (hit.points, hit.facts["why"]) == (100, ["number"])
    assert supplier_of(shelf).state == SupplierState.SUSPENDED
    with tenant_context(tenant), pytest.raises(CodeStockExhausted):
        issue(shelf.sku, 1)
    decide(hit, FindingState.DISMISSED)
    assert supplier_of(shelf).state == SupplierState.APPROVED_LIMITED
    assert issued(tenant, shelf) == ["CODE-1"]


def test_a_name_alone_stops_nobody_until_a_person_confirms_it(tenant):
    shelf = sold(tenant)
    load(LISTED)
    run_jobs()
    assert supplier_of(shelf).state == SupplierState.APPROVED_LIMITED
    decide(hits()[0], FindingState.CONFIRMED)
    assert supplier_of(shelf).state == SupplierState.SUSPENDED
    with platform_context():
        assert Restriction.objects.get(supplier=supplier_of(shelf)).made_by == "anna@p.example"


def test_the_merchant_is_not_told_that_somebody_is_on_a_list(tenant):
    shelf = sold(tenant)
    load(BY_NUMBER, LISTED)
    run_jobs()
    with tenant_context(tenant):
        standing = list_supply_standings([shelf.contract.supplier_id])[shelf.contract.supplier_id]
        told = f"{standing.reason} {standing.remedy}"
        events = str(list(Event.objects.values_list("payload", flat=True)))
    assert standing.reason
    for word in ("名单", "制裁", "AML", "P-1", "P-2", "Somebody Else"):
        assert word not in told
        assert word not in events


def test_what_one_merchant_tells_of_a_supplier_of_others_stops_nobody(tenant, other_tenant):
    shelf = sold(tenant)
    load(person("P-3", "Somebody", identifiers="110101198001010010"))
    rival = make_shelf(other_tenant, cleared=False)
    with tenant_context(other_tenant):
        told = {**TOLD, "identity_number": "110101198001010010"}
        describe_supplier(link_id=rival.contract.supplier_id, told=told, edited_by=OWNER)
    add_papers(other_tenant, rival.contract.supplier_id)
    with tenant_context(other_tenant):
        submit_supplier(link_id=rival.contract.supplier_id, user_id=OWNER, email="o@example.com", now=now())
    run_jobs()
    assert len(hits()) == 1
    assert supplier_of(shelf).state == SupplierState.APPROVED_LIMITED
    with platform_context(), pytest.raises(WatchRefused):
        accept_supply(link_id=rival.contract.supplier_id, actor=FIRST_STAFF, now=now())


def test_what_was_dismissed_stays_so_when_the_list_is_loaded_again_and_comes_back_with_another_entry(tenant):
    load(LISTED)
    hand_in(tenant)
    decide(hits()[0], FindingState.DISMISSED)
    load(LISTED)
    load({**LISTED, "countries": "cn;kp"})
    run_jobs()
    assert [hit.state for hit in hits()] == ["dismissed"]
    load(LISTED, person("P-7", "王小明"))
    run_jobs()
    assert [(hit.facts["entry"], hit.state) for hit in hits()] == [("P-1", "dismissed"), ("P-7", "open")]


@pytest.mark.parametrize(
    ("born", "found"), [("1990-01-01", 1), ("1991", 1), ("1965-05-05", 0), ("1965;1990", 1), ("", 1)]
)
def test_a_year_of_birth_that_differs_speaks_against_a_name_and_never_against_a_number(tenant, born, found):
    number = "110101199003070011"
    load(person("P-1", "王小明", birth_date=born), person("P-2", "X Y", birth_date="1900", identifiers=number))
    hand_in(tenant, identity_number=number)
    assert sorted(hit.facts["entry"] for hit in hits()) == ["P-1"] * found + ["P-2"]


@pytest.mark.parametrize(
    ("rows", "changed", "party"),
    [
        ([company("C-1", "杭州政规卡券有限公司")], {}, "company"),
        ([company("C-2", "Other Ltd", identifiers=TOLD["uscc"])], {}, "company"),
        ([person("P-1", "Zhang Xiaohong")], {"owners": ["张晓红"]}, "owner"),
        ([company("C-3", "Dandong Hongxiang Industrial Co Ltd")], {"owners": ["Dandong Hongxiang Industrial Co., Ltd."]}, "owner"),
        ([person("P-2", "Wang, Xiaoming", aliases="Xiao Ming")], {}, "representative"),
    ],
    ids=["look-alike-name", "registration", "owner-in-pinyin", "company-as-owner", "representative-in-pinyin"],
)  # fmt: skip
def test_everybody_in_a_file_is_held_against_the_lists(tenant, rows, changed, party):
    load(*rows)
    hand_in(tenant, **changed)
    assert [hit.facts["party"] for hit in hits()] == [party]


@pytest.mark.parametrize("name", ["王晓明", "Wang Xiaomeng", "Li Ming", "小明"])
def test_other_people_are_not_found(tenant, name):
    load(person("P-1", name))
    hand_in(tenant)
    assert hits() == []


def test_a_merchant_on_a_list_does_not_open_its_shop_and_is_not_asked_about_it(tenant):
    load(person("P-1", "李掌柜"))
    file = hand_in_merchant(tenant)
    assert (file.state, file.note, file.score) == (MerchantState.REVIEW, "", 60)
    with platform_context(), pytest.raises(WatchRefused):
        approve_merchant(file_id=file.id, actor=ANNA, note="", now=now())
    with platform_context():
        assert MerchantFile.objects.get(pk=file.id).approved_by == []


def test_a_verified_merchant_whose_number_is_listed_is_frozen_and_opened_when_dismissed(tenant):
    file = verify(tenant)
    load(person("P-1", "X Y", identifiers="330106198801015555"))
    run_jobs()
    (hit,) = hits()
    with platform_context():
        frozen = MerchantFile.objects.get(pk=file.id)
    assert (frozen.state, hit.tenant_role) == (MerchantState.FROZEN, tenant.role_name)
    decide(hit, FindingState.DISMISSED)
    with platform_context():
        assert MerchantFile.objects.get(pk=file.id).state == MerchantState.VERIFIED


def test_an_approval_waits_until_everybody_was_screened_against_the_newest_list(tenant):
    load(person("P-9", "李四光"))
    shelf = hand_in(tenant)
    load(person("P-9", "李四光"), person("P-10", "赵钱孙"))
    with pytest.raises(WatchRefused) as refused:
        approve(shelf)
    assert refused.value.data["reason"] == "unscreened"
    run_jobs()
    assert approve(shelf).state == SupplierState.APPROVED_LIMITED


def test_nobody_on_a_list_is_verified_again(tenant):
    shelf = sold(tenant)
    load(LISTED)
    run_jobs()
    with platform_context(), pytest.raises(WatchRefused):
        verify_supplier(supplier_id=supplier_of(shelf).id, actor=SECOND_STAFF, note="seen", now=now())


def test_a_change_of_the_file_is_screened_anew_against_everything(tenant):
    load(person("P-1", "赵钱孙"))
    shelf = hand_in(tenant)
    assert hits() == []
    with platform_context():
        supplier = supplier_of(shelf)
        Supplier.objects.filter(pk=supplier.pk).update(legal_representative="赵钱孙")
    with pytest.raises(WatchRefused):
        approve(shelf)  # what stands there now was never held against a list
    with platform_context():
        WatchMark.objects.filter(subject_ref=supplier.pk).update(screened_at=now() - dt.timedelta(days=1))
    with platform_context():
        tend_watch(now=now())
    assert [hit.facts["party_name"] for hit in hits()] == ["赵钱孙"]
