"""The sandbox's pages: who has a signed address subscribes, changes its card and pays; nobody else, and nobody where it is off."""

import datetime as dt
import re

import pytest

from billing.models import Invoice, SandboxCustomer, SandboxEvent, SandboxSession, Subscription
from billing.selectors import find_subscription
from billing.services.advance_sandbox_time import advance_sandbox_time
from billing.services.open_checkout import open_checkout
from billing.services.open_portal import open_portal
from billing.services.start_trial import start_trial
from billing.services.sync_customer import sync_customer
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context
from tests.world import platform

DONE, BACK = "http://alpha.kaquan.localhost/console/done", "http://alpha.kaquan.localhost/console/back"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def sandbox(settings):
    settings.KAQUAN_BILLING = "sandbox"


def path_of(address):
    return "/" + address.split("/", 3)[3]


def checkout_page(tenant, **wanted):
    asked = {"plan": "professional", "interval": "month", "by": "owner@alpha.example", **wanted}
    return path_of(open_checkout(tenant=tenant, done_url=DONE, back_url=BACK, now=now(), **asked))


def row_of(tenant):
    with platform_context():
        return find_subscription(tenant.id)


def bills_of(tenant):
    with platform_context():
        return list(Invoice.objects.filter(tenant_id=tenant.id).order_by("created_at", "number"))


def subscribe(tenant, method="good", **more):
    page = checkout_page(tenant)
    answer = platform().post(page, {"method": method, "act": "pay", **more})
    assert answer.status_code == 302, answer.content.decode()
    sync_customer(tenant_id=tenant.id, now=now())
    return answer.headers["Location"]


def test_the_page_says_what_it_costs_and_that_nothing_is_charged(tenant):
    said = platform().get(checkout_page(tenant)).content.decode()
    assert "演示环境，不会扣款" in said
    assert "¥5,000.00" in said
    assert "支付 ¥5,000.00" in said
    assert BACK in said


def test_a_card_that_works_subscribes_and_leads_back(tenant):
    assert subscribe(tenant) == DONE
    row = row_of(tenant)
    assert (row.provider, row.status, row.plan, row.interval, row.amount) == (
        "sandbox", "active", "professional", "month", 500_000,
    )  # fmt: skip
    assert [(bill.total, bill.status, bill.paid_by) for bill in bills_of(tenant)] == [(500_000, "paid", "card")]


def test_a_card_that_is_refused_subscribes_nobody_and_the_page_says_so(tenant):
    page = checkout_page(tenant)
    answer = platform().post(page, {"method": "refused", "act": "pay"})
    assert answer.status_code == 422
    assert "没有产生任何费用" in answer.content.decode()
    sync_customer(tenant_id=tenant.id, now=now())
    assert row_of(tenant) is None
    assert platform().post(page, {"method": "good", "act": "pay"}).status_code == 302


def test_a_second_press_subscribes_once(tenant):
    page = checkout_page(tenant)
    for _ in range(2):
        assert platform().post(page, {"method": "good", "act": "pay"}).headers["Location"] == DONE
    assert platform().get(page).headers["Location"] == DONE
    sync_customer(tenant_id=tenant.id, now=now())
    assert len(bills_of(tenant)) == 1


def test_a_coupon_shows_its_sum_before_it_is_used(tenant):
    page = checkout_page(tenant)
    said = platform().post(page, {"coupon": "welcome50", "act": "coupon"})
    assert (said.status_code, "支付 ¥2,500.00" in said.content.decode()) == (200, True)
    wrong = platform().post(page, {"coupon": "nope", "act": "coupon"})
    assert (wrong.status_code, "没有这个优惠码" in wrong.content.decode()) == (422, True)
    assert row_of(tenant) is None
    platform().post(page, {"coupon": "welcome50", "method": "good", "act": "pay"})
    sync_customer(tenant_id=tenant.id, now=now())
    assert bills_of(tenant)[0].total == 250_000
    assert (row_of(tenant).coupon, row_of(tenant).discount) == ("WELCOME50", 250_000)


def test_in_a_trial_nothing_is_paid_before_it_ends(tenant):
    moment = now()
    start_trial(tenant=tenant, by="owner@alpha.example", now=moment)
    page = checkout_page(tenant)
    assert "确认订阅" in platform().get(page).content.decode()
    platform().post(page, {"method": "good", "act": "pay"})
    sync_customer(tenant_id=tenant.id, now=now())
    row = row_of(tenant)
    assert (row.status, row.provider, row.standing) == ("trialing", "sandbox", "active")
    assert abs(row.trial_ends_at - moment - 14 * DAY) < dt.timedelta(seconds=2)
    assert [bill.total for bill in bills_of(tenant)] == [0]
    advance_sandbox_time(tenant=tenant, days=14, by="test", now=now())
    advance_sandbox_time(tenant=tenant, days=1, by="test", now=now())
    assert row_of(tenant).status == "active"
    assert [bill.total for bill in bills_of(tenant)] == [0, 500_000]


def test_wechat_pay_leads_to_a_bill_that_is_paid_by_hand(tenant):
    bill_page = path_of(subscribe(tenant, "wechat_pay"))
    row = row_of(tenant)
    assert (row.collection, row.status) == ("invoice", "active")
    said = platform().get(bill_page).content.decode()
    assert "请在" in said
    assert "支付 ¥5,000.00" in said
    refused = platform().post(bill_page, {"method": "refused"})
    assert (refused.status_code, bills_of(tenant)[0].status) == (422, "open")
    assert platform().post(bill_page, {"method": "wechat_pay"}).status_code == 302
    sync_customer(tenant_id=tenant.id, now=now())
    assert (bills_of(tenant)[0].status, bills_of(tenant)[0].paid_by) == ("paid", "wechat_pay")
    assert "已于" in platform().get(bill_page).content.decode()


def portal_page(tenant):
    return path_of(open_portal(tenant=tenant, back_url=BACK, now=now()))


def test_from_refusal_to_suspension_and_back_with_another_card(tenant):
    start_trial(tenant=tenant, by="owner@alpha.example", now=now())  # so that there is an entitlement
    subscribe(tenant, "later")
    standings = []
    for days in (14, 1, 31, 1, 7, 7):
        advance_sandbox_time(tenant=tenant, days=days, by="test", now=now())
        standings.append((row_of(tenant).status, row_of(tenant).standing))
    assert standings[1:] == [
        ("past_due", "grace"), ("unpaid", "suspended"), ("unpaid", "suspended"), ("unpaid", "suspended"),
        ("unpaid", "suspended"),
    ]  # fmt: skip
    page = portal_page(tenant)
    assert platform().post(page, {"method": "refused"}).status_code == 422
    assert platform().post(page, {"method": "good"}).headers["Location"] == page
    sync_customer(tenant_id=tenant.id, now=now())
    assert (row_of(tenant).status, row_of(tenant).standing) == ("active", "active")


def test_the_stairs_are_taken_one_by_one(tenant):
    subscribe(tenant, "later")
    taken, until_due = [], (row_of(tenant).period_end - now()).days + 1
    for days in (until_due, 5, 2, 7):
        advance_sandbox_time(tenant=tenant, days=days, by="test", now=now())
        taken.append(row_of(tenant).standing)
    assert taken == ["grace", "grace", "read_only", "suspended"]


def test_the_clock_goes_on_from_the_page_and_for_this_shop_alone(tenant, other_tenant):
    for each in (tenant, other_tenant):
        start_trial(tenant=each, by="test", now=now())
    subscribe(tenant)
    before = row_of(other_tenant).trial_ends_at
    page = portal_page(tenant)
    ends = row_of(tenant).trial_ends_at
    assert platform().post(f"{page}/time", {"days": "7"}).headers["Location"] == page
    assert row_of(tenant).trial_ends_at == ends - 7 * DAY
    assert row_of(other_tenant).trial_ends_at == before
    for wrong in ("0", "-1", "4000", "x", ""):
        platform().post(f"{page}/time", {"days": wrong})
    assert row_of(tenant).trial_ends_at == ends - 7 * DAY


def test_an_address_that_we_did_not_sign_leads_nowhere(tenant):
    page = checkout_page(tenant)
    folder, token = page.rsplit("/", 1)
    identifier, _, signature = token.partition(".")
    with platform_context():
        other = SandboxSession.objects.exclude(pk=identifier).first()
    strangers = [f"{identifier}.{signature[:-1]}x", identifier, "x", f"{'0' * 32}.{signature}"]
    assert other is None
    for stranger in strangers:
        assert platform().get(f"{folder}/{stranger}").status_code == 404
    # Nor does the address of one page open another.
    assert platform().get(f"/billing/sandbox/portal/{token}").status_code == 404
    assert platform().get(f"/billing/sandbox/bills/{token}").status_code == 404
    assert platform().post(f"/billing/sandbox/portal/{token}/time", {"days": "1"}).status_code == 404


def test_an_address_ends(tenant):
    page = checkout_page(tenant)
    with platform_context():
        SandboxSession.objects.update(expires_at=now() - dt.timedelta(seconds=1))
    assert platform().get(page).status_code == 404
    assert platform().post(page, {"method": "good", "act": "pay"}).status_code == 404
    assert checkout_page(tenant) == page  # who wishes the same again has it again
    assert platform().get(page).status_code == 200


def test_where_another_collects_the_money_there_are_no_such_pages(tenant, settings):
    page = checkout_page(tenant)
    for other in ("off", "stripe"):
        settings.KAQUAN_BILLING = other
        assert platform().get(page).status_code == 404
        assert platform().post(page, {"method": "good", "act": "pay"}).status_code == 404
    with platform_context():
        assert not SandboxCustomer.objects.filter(subscriptions__isnull=False).exists()


def test_pages_speak_english_too(tenant):
    said = platform(Accept_Language="en").get(checkout_page(tenant)).content.decode()
    assert "Demo: nothing is charged" in said
    words = said.split('class="notice demo"')[1].split("</main>")[0]
    assert not re.search("[\u4e00-\u9fff]", words)


def test_nothing_happens_in_the_sandbox_of_a_merchant_that_was_never_there(tenant):
    advance_sandbox_time_refused = pytest.raises(Exception, match="subscription_state_invalid")
    with advance_sandbox_time_refused:
        advance_sandbox_time(tenant=tenant, days=1, by="test", now=now())
    with platform_context():
        assert not SandboxEvent.objects.exists()
        assert not Subscription.objects.filter(tenant_id=tenant.id).exists()
