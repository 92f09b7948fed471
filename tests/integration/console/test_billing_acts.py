"""A shop subscribes, changes, pays, ends and comes back from its own pages, at the Stripe of the tests; nothing is done twice."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from billing.errors import BillingUnavailable
from billing.models import Subscription
from billing.services.tell_invoice_title import tell_invoice_title
from platform_core.entitlements.plans import OFFER, Allowance
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.job_runner import run_next_job
from tenants.access.models import AuditEntry
from tests.integration.console.billing_shop import DAY, GOOD_NUMBER, HOME, row_of, try_it, words_of
from tests.integration.console.test_back_office import staff
from tests.world import make_shelf, now

MONTHLY = {"plan": "professional", "interval": "month"}


@pytest.fixture
def office(desk, tenant):
    """The owner's back office of a shop whose trial is over: who subscribes pays today."""
    try_it(tenant, trial_ends_at=now() - DAY)
    return staff(tenant)


def subscribe(desk, office, **wish):
    """Go to the page of payment; returns its address."""
    answer = office.post(f"{HOME}/subscribe", MONTHLY | {"collection": "automatic"} | wish)
    assert answer.status_code == 302, words_of(answer)
    return answer.headers["Location"]


def pay(desk, office, **wish):
    """Subscribe, pay, and come back."""
    session = subscribe(desk, office, **wish).rsplit("/", 1)[-1]
    assert desk.finish_session(session) == ""
    return office.get(f"{HOME}/done")


def charged(desk):
    """Minor units that Stripe took."""
    return sum(each["amount_captured"] - each["amount_refunded"] for each in desk.all("charge"))


def test_who_pays_comes_back_to_a_plan_that_holds(desk, office, tenant):
    page = words_of(office.get(f"{HOME}/subscribe", MONTHLY))
    assert "今天付 ¥5,000.00" in page
    page = words_of(pay(desk, office))
    assert "已订阅“专业版”" in page
    row = row_of(tenant)
    assert (row.provider, row.status, row.plan, charged(desk)) == ("stripe", "active", "professional", 500_000)
    assert "¥5,000.00 / 月" in words_of(office.get(HOME))


def test_during_a_trial_nothing_is_paid_today(desk, office, tenant):
    ends = now() + 10 * DAY
    try_it(tenant, trial_ends_at=ends)
    page = words_of(office.get(f"{HOME}/subscribe", MONTHLY))
    assert "今天付 ¥0.00" in page
    assert f"{ends.astimezone(dt.timezone(dt.timedelta(hours=8))):%Y-%m-%d}" in page
    assert "已订阅，试用中" in words_of(pay(desk, office))
    assert (charged(desk), row_of(tenant).status) == (0, "trialing")


def test_who_comes_back_without_having_paid_waits_and_nothing_is_changed(desk, office, tenant):
    subscribe(desk, office)
    page = office.get(f"{HOME}/done")
    assert "正在确认付款" in words_of(page)
    assert "/done/state?look=1" in page.content.decode()
    late = office.get(f"{HOME}/done/state", {"look": "45"})
    assert "还没有收到付款" in words_of(late)
    assert "hx-get" not in late.content.decode()
    assert (row_of(tenant).provider, charged(desk)) == ("", 0)


def test_the_button_pressed_twice_subscribes_once(desk, office, tenant):
    assert subscribe(desk, office) == subscribe(desk, office)
    pay(desk, office)
    again = office.post(f"{HOME}/subscribe", MONTHLY | {"collection": "automatic"})
    assert again.headers["Location"] == HOME
    assert (len(desk.all("subscription")), charged(desk)) == (1, 500_000)


def test_a_code_that_is_none_is_said_where_it_was_typed(desk, office, tenant):
    answer = office.post(f"{HOME}/subscribe", MONTHLY | {"collection": "automatic", "coupon": "NOPE"})
    assert answer.status_code == 422
    assert "优惠码不能用" in words_of(answer)
    assert 'value="NOPE"' in answer.content.decode()
    assert row_of(tenant).provider == ""


def test_by_invoice_it_is_subscribed_at_once_and_the_bill_waits(desk, office, tenant):
    assert desk.url in subscribe(desk, office, collection="invoice")
    page = words_of(office.get(HOME))
    assert "按账单付款" in page
    assert "待付账单" in page
    assert (row_of(tenant).collection, charged(desk)) == ("invoice", 0)


def test_an_upgrade_costs_what_its_page_said_and_is_made_once(desk, office, tenant):
    pay(desk, office)
    page = office.get(f"{HOME}/change", {"plan": "enterprise", "interval": "month"})
    quote = page.context["quote"]
    assert f"确认，付 {quote.due}" in words_of(page)
    wish = {"plan": "enterprise", "interval": "month", "at": quote.at}
    before = charged(desk)
    assert "已换成“企业版”" in words_of(office.post(f"{HOME}/change", wish, follow=True))
    taken = charged(desk) - before
    assert f"¥{taken // 100:,}.{taken % 100:02d}" == quote.due
    assert "没有重复更换" in words_of(office.post(f"{HOME}/change", wish, follow=True))
    assert charged(desk) - before == taken
    assert row_of(tenant).plan == "enterprise"


@pytest.mark.parametrize("at", ["", "nonsense", "2026-11-01T00:00:00", "old", "ahead"])
def test_a_quote_that_is_too_old_or_none_is_shown_again_and_nothing_is_charged(desk, office, tenant, at):
    pay(desk, office)
    moments = {"old": now() - dt.timedelta(minutes=16), "ahead": now() + dt.timedelta(minutes=1)}
    said = moments[at].isoformat() if at in moments else at
    before = charged(desk)
    answer = office.post(f"{HOME}/change", {"plan": "enterprise", "interval": "month", "at": said}, follow=True)
    assert "报价已更新" in words_of(answer)
    assert (charged(desk), row_of(tenant).plan) == (before, "professional")


def test_a_card_that_is_declined_changes_nothing_and_says_what_to_do(desk, office, tenant):
    pay(desk, office)
    quote = office.get(f"{HOME}/change", {"plan": "enterprise", "interval": "month"}).context["quote"]
    desk.card_behaves("card_declined")
    before = charged(desk)
    wish = {"plan": "enterprise", "interval": "month", "at": quote.at}
    assert "请换一张卡" in words_of(office.post(f"{HOME}/change", wish, follow=True))
    assert (charged(desk), row_of(tenant).plan) == (before, "professional")


def test_a_downgrade_waits_for_what_is_paid(desk, office, tenant):
    pay(desk, office)
    page = words_of(office.get(f"{HOME}/change", {"plan": "starter", "interval": "month"}))
    assert "现在不收费，也不退费" in page
    before = charged(desk)
    answer = office.post(f"{HOME}/change", {"plan": "starter", "interval": "month"}, follow=True)
    assert "继续用“专业版”，之后换成“入门版”" in words_of(answer)
    row = row_of(tenant)
    assert (row.plan, row.held_plan, charged(desk)) == ("starter", "professional", before)
    assert "已付的“专业版”用到" in words_of(office.get(HOME))


def test_a_plan_that_the_shop_does_not_fit_into_names_what_is_too_much(desk, office, tenant, monkeypatch):
    pay(desk, office)
    make_shelf(tenant)
    small = OFFER.plans["starter"]
    none = Allowance(skus=0, staff=0, custom_domain=False)
    monkeypatch.setitem(OFFER.plans, "starter", dataclasses.replace(small, allowance=none))
    cards = office.get(f"{HOME}/plans").context["cards"]
    assert [[over.limit.value for over in card.overs] for card in cards] == [["skus", "staff"], [], []]
    wish = {"plan": "starter", "interval": "month"}
    page = office.get(f"{HOME}/change", wish)
    assert "现有 1，最多 0" in words_of(page)
    assert "现在还不能确认" in words_of(page)
    assert "disabled" not in page.content.decode().partition("<main")[2]
    assert 'href="/console/products"' in page.content.decode()
    assert office.post(f"{HOME}/change", wish).status_code == 422
    assert row_of(tenant).plan == "professional"


def test_it_ends_with_its_period_and_goes_on_after_all(desk, office, tenant):
    pay(desk, office)
    ends = row_of(tenant).period_end.astimezone(dt.timezone(dt.timedelta(hours=8)))
    page = words_of(office.get(f"{HOME}/cancel"))
    assert f"{ends:%Y-%m-%d %H:%M} 前一切照常" in page
    assert f"{ends:%Y-%m-%d %H:%M} 起后台只读" in page
    assert f"{ends + 7 * DAY:%Y-%m-%d} 起店铺停用" in page
    why = {"why": "expensive", "more": "下次再来"}
    assert "改变主意可以随时恢复" in words_of(office.post(f"{HOME}/cancel", why, follow=True))
    assert row_of(tenant).cancel_at is not None
    assert "没有重复操作" in words_of(office.post(f"{HOME}/cancel", why, follow=True))
    assert "已恢复续订" in words_of(office.post(f"{HOME}/resume", follow=True))
    assert row_of(tenant).cancel_at is None
    assert "没有重复操作" in words_of(office.post(f"{HOME}/resume", follow=True))
    with tenant_context(tenant):
        entry = AuditEntry.objects.filter(act="billing_cancel").select_related("outcome").earliest("id")
    assert entry.outcome.detail["why"] == "expensive: 下次再来"


def test_the_card_is_changed_at_the_provider(desk, office, tenant):
    assert "订阅的状态已经变了" in words_of(office.post(f"{HOME}/portal", follow=True))
    pay(desk, office)
    assert office.post(f"{HOME}/portal").headers["Location"].startswith(desk.url)


def failed_bill(desk, office, tenant):
    """Half a month later the card is refused."""
    pay(desk, office)
    desk.card_behaves("card_declined")
    desk.advance(31)
    assert "已更新" in words_of(office.post(f"{HOME}/refresh", follow=True))
    return office.get(HOME).context["due"].bill


def test_a_bill_that_failed_is_paid_again_once(desk, office, tenant):
    bill = failed_bill(desk, office, tenant)
    assert "再扣一次" in words_of(office.get(f"{HOME}/invoices/{bill.id}"))
    path, before = f"{HOME}/invoices/{bill.id}/pay", charged(desk)
    assert "请换一张卡" in words_of(office.post(path, follow=True))
    assert charged(desk) == before
    desk.card_behaves("ok")
    assert "付款成功" in words_of(office.post(path, follow=True))
    assert "没有重复扣款" in words_of(office.post(path, follow=True))
    assert charged(desk) - before == 500_000
    assert row_of(tenant).status == "active"


GONE = {
    "subscribe": ("subscribe", MONTHLY | {"collection": "automatic"}, "open_checkout", "billing_plans"),
    "change": ("change", {"plan": "enterprise", "interval": "month"}, "preview_change", "billing_plans"),
    "downgrade": ("change", {"plan": "starter", "interval": "month"}, "change_subscription", "billing_plans"),
    "cancel": ("cancel", {}, "cancel_subscription", "billing_ending"),
    "portal": ("portal", {}, "open_portal", "billing"),
    "refresh": ("refresh", {}, "sync_customer", "billing"),
}


@pytest.mark.parametrize("act", list(GONE))
def test_a_provider_that_does_not_answer_loses_nothing(desk, office, tenant, monkeypatch, act):
    path, data, service, module = GONE[act]
    if act != "subscribe":
        pay(desk, office)

    def gone(**asked):
        raise BillingUnavailable(reason="timeout")

    monkeypatch.setattr(f"tenants.console.views.{module}.{service}", gone)
    with platform_context():
        before = Subscription.objects.filter(tenant_id=tenant.id).values().get()
    answer = (
        office.get(f"{HOME}/{path}", data, follow=True)
        if act == "change"
        else office.post(f"{HOME}/{path}", data, follow=True)
    )
    assert "付款服务暂时没有回应" in words_of(answer)
    assert "再点一次不会重复扣款" in words_of(answer)
    with platform_context():
        assert Subscription.objects.filter(tenant_id=tenant.id).values().get() == before


def test_the_page_one_comes_back_to_waits_for_a_provider_that_does_not_answer(desk, office, monkeypatch):
    def gone(**asked):
        raise BillingUnavailable(reason="timeout")

    monkeypatch.setattr("tenants.console.views.billing.sync_customer", gone)
    page = words_of(office.get(f"{HOME}/done"))
    assert "正在确认付款" in page
    assert "正在继续尝试" in page


@pytest.mark.parametrize(
    "wish", [{}, {"plan": "default", "interval": "month"}, {"plan": "starter", "interval": "week"}]
)
@pytest.mark.parametrize("page", ["subscribe", "change"])
def test_a_plan_that_is_not_for_sale_leads_back_to_those_that_are(desk, office, page, wish):
    if page == "change":
        pay(desk, office)
    for answer in (office.get(f"{HOME}/{page}", wish), office.post(f"{HOME}/{page}", wish)):
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{HOME}/plans")


def test_the_provider_prints_the_title_that_was_saved_last(desk, office, tenant):
    title = {"kind": "company", "title": "杭州卡券贸易有限公司", "tax_number": GOOD_NUMBER}
    pay(desk, office)
    assert "杭州卡券" not in str(desk.all("customer"))
    office.post(f"{HOME}/title", title)
    office.post(f"{HOME}/title", title | {"title": "另一家有限公司"})
    while "另一家有限公司" not in str(desk.all("customer")):
        assert run_next_job()
    assert GOOD_NUMBER in str(desk.all("customer"))
    assert "杭州卡券" not in str(desk.all("customer"))


def test_nothing_is_told_of_a_title_before_there_is_a_customer(desk, office, tenant):
    office.post(f"{HOME}/title", {"kind": "person", "title": "王小明"})
    while run_next_job():
        pass
    assert desk.all("customer") == []
    assert tell_invoice_title(tenant_id=tenant.id, now=now()) is False
