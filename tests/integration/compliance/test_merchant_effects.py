"""What qualification means where it counts: at the buyer's checkout, at the API, at listing; asked each time, by nobody remembered."""

import datetime as dt

import pytest
import time_machine

from platform_core.compliance.errors import AppealOver, ListingFrozen, MerchantActRefused, MerchantNotQualified
from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.models import MerchantAppeal, MerchantRestriction
from platform_core.compliance.services.appeal_merchant import appeal_merchant
from platform_core.compliance.services.call_in_merchant import call_in_merchant
from platform_core.compliance.services.check_listing_right import check_listing_right
from platform_core.compliance.services.check_selling_right import check_selling_right
from platform_core.compliance.services.decide_merchant_appeal import decide_merchant_appeal
from platform_core.compliance.services.reinstate_merchant import reinstate_merchant
from platform_core.compliance.services.review_merchants import review_merchants
from platform_core.compliance.services.vouch_merchant import vouch_merchant
from platform_core.messaging.models import Mail
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.catalog.services.create_product import SkuDraft, create_product
from tenants.catalog.services.update_product import update_product
from tests.api.v1.cards import JSON
from tests.integration.compliance.merchants import ANNA, BO, file_of, freeze, hand_in_merchant, verify
from tests.integration.compliance.supply import OWNER, run_jobs
from tests.world import api, issue, make_key, make_shelf, now, shop, stock

S = MerchantState
DAYS = dt.timedelta(days=1)


@pytest.fixture
def required(settings):
    settings.KAQUAN_REQUIRE_QUALIFICATION = True


@pytest.fixture
def stocked(tenant, shelf):
    stock(tenant, shelf, 20)
    return shelf


def checkout(tenant, shelf):
    form = {
        "sku": str(shelf.sku.id), "quantity": "1", "contact": "13900001111", "terms": "1", "method": "sandbox:sandbox",
    }  # fmt: skip
    return shop(tenant).post("/checkout", form)


def issue_by_api(tenant, shelf, *, live=True):
    body = {"external_id": f"x{now().timestamp()}", "lines": [{"sku": shelf.sku_id, "quantity": 1}]}
    return api(make_key(tenant, livemode=live)).post("/v1/issuances", body, content_type=JSON)


def test_an_unverified_shop_prepares_everything_and_sells_nothing(tenant, stocked, required):
    answer = checkout(tenant, stocked)
    assert answer.status_code == 422
    assert "本店暂不接受新订单" in answer.content.decode()
    refused = issue_by_api(tenant, stocked)
    assert (refused.status_code, refused.json()["code"]) == (403, "store_not_qualified")
    with tenant_context(tenant):
        create_product(name="新卡", skus=[SkuDraft("NEW-1", "50 元", 5000)], now=now())
    stock(tenant, stocked, ["MORE-1"])
    assert shop(tenant).get("/").status_code == 200


def test_a_test_key_works_whatever_the_standing(tenant, stocked, required):
    hand_in_merchant(tenant)
    freeze(tenant)
    assert issue_by_api(tenant, stocked, live=False).json().get("code") not in {"store_not_qualified", "listing_frozen"}


def test_a_verified_shop_and_one_that_the_operator_vouches_for_sell(tenant, other_tenant, stocked, required):
    verify(tenant)
    assert checkout(tenant, stocked).status_code == 302
    assert issue_by_api(tenant, stocked).status_code == 201
    shelf = make_shelf(other_tenant)
    stock(other_tenant, shelf, 2)
    assert checkout(other_tenant, shelf).status_code == 422
    vouch_merchant(tenant=other_tenant, reason="演示", now=now())
    assert checkout(other_tenant, shelf).status_code == 302


def test_where_it_is_not_required_everybody_sells_but_the_frozen(tenant, stocked):
    assert checkout(tenant, stocked).status_code == 302
    hand_in_merchant(tenant)
    freeze(tenant)
    assert checkout(tenant, stocked).status_code == 422
    assert issue_by_api(tenant, stocked).status_code == 403


def test_a_freeze_holds_in_the_next_request_and_what_was_paid_is_delivered(tenant, stocked, required):
    verify(tenant)
    assert issue_by_api(tenant, stocked).status_code == 201
    freeze(tenant)
    assert issue_by_api(tenant, stocked).json()["code"] == "store_not_qualified"
    assert checkout(tenant, stocked).status_code == 422
    with tenant_context(tenant):
        issue(stocked.sku, 1)  # of an order that was paid before
        with pytest.raises(ListingFrozen):
            check_listing_right(now=now())


def test_what_cannot_be_asked_is_not_sold(tenant, stocked, monkeypatch):
    def broken():
        raise RuntimeError("no answer")

    monkeypatch.setattr("platform_core.compliance.services.check_selling_right.find_sale_right", broken)
    with tenant_context(tenant), pytest.raises(RuntimeError):
        check_selling_right()
    with tenant_context(tenant), pytest.raises(RuntimeError):
        create_order(tenant, stocked)


def create_order(tenant, shelf):
    from tenants.orders.services.place_order import Buyer, Wanted, place_order

    buyer = Buyer("13900001111", "phone", "zh-hans", terms_digest="0" * 16)
    return place_order(wanted=[Wanted(shelf.sku.id, 1, {})], buyer=buyer, now=now())


def test_an_appeal_is_decided_by_others_and_lifts_the_freeze_at_once(tenant, stocked, required):
    verify(tenant)
    freeze(tenant)
    with tenant_context(tenant):
        held = MerchantRestriction.objects.defer("made_by", "evidence", "lifted_by").get()
        assert (held.reason, held.remedy, held.documents) == ("涉诈线索核查", "提交进货凭证", ["进货发票"])
        appeal_id = appeal_merchant(
            restriction_id=held.id, text="已提交", user_id=OWNER, email="o@e.example", now=now()
        )
        with pytest.raises(AppealOver):
            appeal_merchant(restriction_id=held.id, text="再说", user_id=OWNER, email="o@e.example", now=now())
    run_jobs()
    assert file_of(tenant).state == S.APPEAL
    assert checkout(tenant, stocked).status_code == 422
    with platform_context():
        with pytest.raises(MerchantActRefused):
            decide_merchant_appeal(appeal_id=appeal_id, actor=ANNA, uphold=True, answer="可", now=now())
        decide_merchant_appeal(appeal_id=appeal_id, actor=BO, uphold=True, answer="材料属实", now=now())
        assert MerchantAppeal.objects.get(pk=appeal_id).state == "upheld"
    assert checkout(tenant, stocked).status_code == 302
    assert file_of(tenant).state == S.VERIFIED


def test_an_appeal_that_is_denied_leaves_the_freeze_and_only_others_lift_it(tenant, stocked):
    verify(tenant)
    freeze(tenant)
    with tenant_context(tenant):
        held = MerchantRestriction.objects.values_list("id", flat=True).get()
        appeal_id = appeal_merchant(restriction_id=held, text="冤枉", user_id=OWNER, email="o@e.example", now=now())
    with platform_context():
        decide_merchant_appeal(appeal_id=appeal_id, actor=BO, uphold=False, answer="证据不足", now=now())
        assert file_of(tenant).state == S.FROZEN
        with pytest.raises(MerchantActRefused):
            reinstate_merchant(file_id=file_of(tenant).id, actor=ANNA, reason="算了", now=now())
        reinstate_merchant(file_id=file_of(tenant).id, actor=BO, reason="已核实", now=now())
    assert checkout(tenant, stocked).status_code == 302


def test_another_shop_appeals_against_nothing_of_it(tenant, other_tenant):
    verify(tenant)
    freeze(tenant)
    with platform_context():
        held = MerchantRestriction.objects.get().id
    with tenant_context(other_tenant):
        assert not MerchantRestriction.objects.values_list("id").exists()
        with pytest.raises(AppealOver):
            appeal_merchant(restriction_id=held, text="x", user_id=OWNER, email="o@e.example", now=now())


def test_at_183_days_new_listings_stop_to_the_second_and_stock_sells_on(tenant, stocked, required):
    verify(tenant)
    due = file_of(tenant).due_at
    with tenant_context(tenant):
        check_listing_right(now=due - dt.timedelta(microseconds=1))
        with pytest.raises(ListingFrozen):
            check_listing_right(now=due)
        product = create_product(name="下架的卡", skus=[SkuDraft("OFF-1", "50 元", 5000)], active=False, now=now())
    with time_machine.travel(due + dt.timedelta(seconds=1), tick=False):
        with tenant_context(tenant):
            for act in (
                lambda: create_product(name="晚了", skus=[SkuDraft("LATE-1", "50 元", 5000)], now=now()),
                lambda: update_product(product_id=product.id, changes={"active": True}, now=now()),
            ):
                with pytest.raises(ListingFrozen):
                    act()
            create_product(name="草稿", skus=[SkuDraft("LATE-2", "50 元", 5000)], active=False, now=now())
            check_selling_right()
        with pytest.raises(ListingFrozen):
            stock(tenant, stocked, ["LATE"])
        assert checkout(tenant, stocked).status_code == 302


def mails(tenant):
    with platform_context():
        return Mail.objects.filter(tenant_role=tenant.role_name, template="compliance/mail/merchant_standing").count()


def test_owners_are_reminded_30_7_and_1_days_before_once_each_and_it_lapses(tenant):
    verify(tenant)
    run_jobs()
    due, before, told = file_of(tenant).due_at, mails(tenant), []
    for left in (31, 30, 29, 8, 7, 6, 2, 1, 0.5, 0, -1):
        with time_machine.travel(due - left * DAYS, tick=False):
            with platform_context():
                review_merchants(now=now())
            run_jobs()
            told.append(mails(tenant) - before)
    assert told == [0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4]
    assert file_of(tenant).state == S.LAPSED


def test_staff_may_ask_for_verification_sooner_and_never_later(tenant):
    verify(tenant)
    file = file_of(tenant)
    with platform_context():
        with pytest.raises(MerchantActRefused):
            call_in_merchant(file_id=file.id, actor=ANNA, reason="x", due_at=file.due_at + DAYS, now=now())
        call_in_merchant(file_id=file.id, actor=ANNA, reason="法定代表人变更", due_at=now() + 7 * DAYS, now=now())
    assert file_of(tenant).state == S.DUE
    with tenant_context(tenant), pytest.raises(ListingFrozen) as frozen:
        from django.test import override_settings

        with override_settings(KAQUAN_REQUIRE_QUALIFICATION=True):
            check_listing_right(now=now() + 8 * DAYS)
    assert frozen.value.data["reason"] == "lapsed"


def test_money_is_not_asked_for_of_an_order_that_was_placed_before_the_freeze(tenant, stocked):
    verify(tenant)
    with tenant_context(tenant):
        create_order(tenant, stocked)
    freeze(tenant)
    from tenants.payments.services.start_payment import start_payment

    with tenant_context(tenant), pytest.raises(MerchantNotQualified):
        start_payment(wish=None, now=now())
