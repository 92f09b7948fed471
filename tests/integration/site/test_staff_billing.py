"""Subscriptions for the platform's staff: the figures' page, the list, one case, and what can be done about it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.enums import Meter
from billing.models import GrantedPlan, ProviderEvent, SentLetter, Subscription, SubscriptionStep, UsageTotal
from billing.services.end_due_grants import end_due_grants
from platform_core.compliance.models import StaffAct, StaffOutcome
from platform_core.entitlements.models import Entitlement
from platform_core.events.models import Event
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.services.change_plan import change_plan
from tests.integration.billing.stories import DAY, account, bill, step, subscribe
from tests.integration.console.test_back_office import staff
from tests.integration.site.staffing import as_staff, enter, hire
from tests.world import now, platform

MOST = 9
NOT_THE_PAGES = ("set_config", "SAVEPOINT", 'FROM "tenancy_domain"', "django_session", 'FROM "identity_')
LIST = "/staff/billing/subscriptions"
PAGES = ("/staff/billing", LIST, "/staff/billing/bills", "/staff/billing/events")


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def asked(client, path):
    """The questions that a page asks of the database, but for those of the session and the walls between shops."""
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200, path
    return [query["sql"] for query in caught if not any(word in query["sql"] for word in NOT_THE_PAGES)]


def english(client, path):
    body = page(client, path).partition("<body")[2].replace(">中文<", "><")
    return re.findall(r"[\u4e00-\u9fff].{0,30}", body)


def day(moment):
    return f"{moment.astimezone(dt.timezone(dt.timedelta(hours=8))):%Y-%m-%d}"


def trial(tenant, **given):
    """A trial that began ten days ago and ends in four."""
    values = {
        "provider": "", "remote_id": "", "status": "trialing", "plan": "professional", "interval": "", "amount": 0,
        "trial_began_at": now() - 10 * DAY, "trial_ends_at": now() + 4 * DAY, "period_start": None, "period_end": None, **given,
    }  # fmt: skip
    with platform_context():
        made = subscribe(tenant, now() - 10 * DAY, **values)
        change_plan(tenant=tenant, plan=values["plan"], by="test", now=now())
    return made


@pytest.fixture
def paying(tenant):
    """Alpha pays for the professional plan by the month."""
    with platform_context():
        made = subscribe(tenant, now() - 20 * DAY, plan="professional", amount=500_000)
        account(tenant, now())
        step(tenant.id, now() - 20 * DAY, 500_000, what="subscribed")
        change_plan(tenant=tenant, plan="professional", by="test", now=now())
    return made


def entitled(tenant):
    with platform_context():
        found = Entitlement.objects.get(tenant_id=tenant.id)
        return found.plan, found.standing


def steps_of(tenant, what):
    with platform_context():
        return list(SubscriptionStep.objects.filter(tenant_id=tenant.id, what=what).order_by("id"))


def test_nobody_but_staff_with_the_power_finds_the_pages(tenant):
    for path in (*PAGES, f"{LIST}/{tenant.id}", f"{LIST}.csv", "/staff/billing/figures/mrr.csv"):
        assert platform().get(path).status_code == 404
        assert staff(tenant).get(path).status_code == 404
        assert as_staff("reviewer").get(path).status_code == 404, path
        for role in ("lead", "operator", "auditor", "finance"):
            assert as_staff(role).get(path).status_code == 200, (path, role)


def test_the_rail_leads_there_those_who_may(tenant):
    assert 'href="/staff/billing"' in page(as_staff("finance"), "/staff/")
    assert 'href="/staff/billing"' not in page(as_staff("reviewer"), "/staff/")


def test_the_page_tells_figures_charts_tables_and_what_they_mean(tenant, paying):
    text = page(as_staff("auditor"), "/staff/billing")
    for word in ("¥5,000.00", "口径", "净收入留存", "Asia/Shanghai", "以表格查看", "专业版 · 按月"):
        assert word in text, word
    assert text.count("<svg") >= 6
    assert "历史记录与当前订阅相差" not in text


def test_the_page_says_when_history_and_subscriptions_differ(tenant, paying):
    with platform_context():
        Subscription.objects.filter(tenant_id=tenant.id).update(amount=600_000)
    assert "历史记录与当前订阅相差 -¥1,000.00" in page(as_staff("auditor"), "/staff/billing")


def test_the_page_is_whole_where_nobody_pays_and_says_in_which_mode_it_runs(tenant, settings):
    client = as_staff("finance")
    assert "没有开启订阅收费" in page(client, "/staff/billing")
    settings.KAQUAN_BILLING = "sandbox"
    assert "没有真的收钱" in page(client, "/staff/billing")
    settings.KAQUAN_BILLING = "stripe"
    assert "没有真的收钱" not in page(client, "/staff/billing")


def test_each_board_is_a_file_too(tenant, paying):
    client = as_staff("finance")
    for key in ("mrr", "movement", "rates", "plans", "standings", "trials"):
        answer = client.get(f"/staff/billing/figures/{key}.csv")
        assert answer.status_code == 200, key
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(client.get("/staff/billing/figures/movement.csv").content.decode("utf-8-sig"))))
    assert rows[0] == ["月份", "月初", "新增", "回归", "扩张", "收缩", "流失", "月末"]
    assert len(rows) == 13
    assert rows[1][-1] == "¥5,000.00"
    assert client.get("/staff/billing/figures/other.csv").status_code == 404


def test_the_list_is_filtered_sorted_and_searched(tenant, other_tenant, paying):
    trial(other_tenant)
    client = as_staff("finance")
    for query, shown in (
        ("", "ab"), ("plan=professional", "ab"), ("plan=starter", ""), ("status=active", "a"), ("status=trialing", "b"),
        ("standing=active", "ab"), ("standing=suspended", ""), ("only=paying", "a"), ("only=trial", "b"), ("only=trial_ending", "b"),
        ("only=late", ""), ("only=ending", ""), ("only=granted", ""), ("q=alpha", "a"), ("q=Shop+beta", "b"), ("q=nobody", ""),
        ("plan=%27&sort=x&only=y", "ab"),
    ):  # fmt: skip
        text = page(client, f"{LIST}?{query}")
        found = "".join(
            name for name, each in (("a", tenant), ("b", other_tenant)) if f"{LIST}/{each.id}" in text
        )
        assert found == shown, query
    text = page(client, f"{LIST}?sort=amount")
    assert text.index(str(tenant.id)) < text.index(str(other_tenant.id))
    text = page(client, f"{LIST}?sort=newest")
    assert text.index(str(other_tenant.id)) < text.index(str(tenant.id))


def test_who_owes_and_who_ends_is_found(tenant, paying):
    with platform_context():
        Subscription.objects.update(cancel_at=now() + 3 * DAY, unpaid_since=now() - 8 * DAY)
        bill(tenant, now() - 20 * DAY, amount=500_000)
    client = as_staff("finance")
    for query in ("only=late&sort=owed", "only=ending&sort=ends"):
        assert str(tenant.id) in page(client, f"{LIST}?{query}")
    assert "¥5,000.00" in page(client, f"{LIST}?only=late")


def test_the_file_of_the_list_has_what_is_filtered_and_no_formula(tenant, other_tenant, paying):
    trial(other_tenant)
    client = as_staff("finance")
    rows = list(csv.reader(io.StringIO(client.get(f"{LIST}.csv?only=paying").content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][:2] == ["Shop alpha", "alpha"]
    assert rows[1][6:9] == ["5000.00", "0.00", "CNY"]
    assert len(list(csv.reader(io.StringIO(client.get(f"{LIST}.csv").content.decode("utf-8-sig"))))) >= 3


def test_the_case_tells_plan_standing_stairs_limits_bills_title_and_history(tenant, paying):
    with platform_context():
        late = bill(tenant, now() - 17 * DAY, amount=500_000)
        Subscription.objects.update(status="past_due", unpaid_since=now() - 10 * DAY, standing="read_only")
        UsageTotal.objects.create(tenant_role=tenant.role_name, meter=Meter.CODES, at=now(), quantity=4321)
    text = page(as_staff("finance"), f"{LIST}/{tenant.id}")
    for word in ("专业版 · v1", "逾期未付", "只读", "已停用", "100,000", "4,321", late.number, "上海示例网络有限公司", "91310000MA1FL00000"):
        assert word in text, word
    for moment in (now() - 10 * DAY, now() - 3 * DAY, now() + 4 * DAY):
        assert day(moment) in text
    assert "立即核对" in text
    assert "立即核对" not in page(as_staff("auditor"), f"{LIST}/{tenant.id}")


def test_the_case_leads_to_the_provider_s_page_of_the_customer(tenant, paying, settings):
    settings.KAQUAN_STRIPE_KEY = "sk_test_very-secret"
    text = page(as_staff("finance"), f"{LIST}/{tenant.id}")
    assert f"https://dashboard.stripe.com/test/customers/cus_{tenant.id.hex}" in text
    assert "very-secret" not in text
    settings.KAQUAN_STRIPE_KEY = "sk_live_very-secret"
    assert f"https://dashboard.stripe.com/customers/cus_{tenant.id.hex}" in page(as_staff("finance"), f"{LIST}/{tenant.id}")


def test_a_shop_without_a_subscription_is_said_to_be_free_and_cannot_be_given_one(tenant):
    client = as_staff("finance")
    assert "不收费" in page(client, f"{LIST}/{tenant.id}")
    answer = client.post(
        f"{LIST}/{tenant.id}/act/grant",
        {"plan": "starter", "until": day(now() + 9 * DAY), "reason": "x"},
        follow=True,
    )
    assert "订阅的状态不允许这样做" in answer.content.decode()
    with platform_context():
        assert not GrantedPlan.objects.exists()
        assert not Entitlement.objects.filter(tenant_id=tenant.id).exists()


def test_a_trial_is_extended_once_told_and_audited(tenant):
    trial(tenant)
    user = hire("finance")
    client, until = enter(user), now() + 20 * DAY
    given = {"until": day(until), "reason": "等待对接完成"}
    answer = client.post(f"{LIST}/{tenant.id}/act/extend", given, follow=True)
    assert "试用已延长" in answer.content.decode()
    with platform_context():
        ends = Subscription.objects.get(tenant_id=tenant.id).trial_ends_at
        told = Event.objects.filter(tenant_role=tenant.role_name, type="subscription.updated").count()
        acts = StaffAct.objects.get(act="staff_subscription_act")
        outcome = StaffOutcome.objects.get(act_id=acts.id)
    assert day(ends - dt.timedelta(seconds=1)) == day(until)
    (made,) = steps_of(tenant, "trial_extended")
    assert (made.by, made.because, made.amount) == (user.email, "等待对接完成", 0)
    assert (acts.email, acts.tenant_role, acts.reason, outcome.outcome) == (user.email, tenant.role_name, "等待对接完成", "done")
    assert outcome.detail["act"] == "extend"
    again = client.post(f"{LIST}/{tenant.id}/act/extend", given, follow=True)
    assert "日期须晚于现在的到期日" in again.content.decode()
    assert len(steps_of(tenant, "trial_extended")) == 1
    with platform_context():
        assert Event.objects.filter(tenant_role=tenant.role_name, type="subscription.updated").count() == told


@pytest.mark.parametrize(
    ("ahead", "reason", "told"),
    [
        (3, "x", "日期须晚于现在的到期日"), (80, "x", "试用总共最多 90 天"), (20, "  ", "请写明原因"), (None, "x", "请选择日期"),
    ],
)  # fmt: skip
def test_a_trial_is_not_extended_otherwise(tenant, ahead, reason, told):
    made = trial(tenant)
    given = {"until": day(now() + ahead * DAY) if ahead else "soon", "reason": reason}
    answer = as_staff("operator").post(f"{LIST}/{tenant.id}/act/extend", given, follow=True)
    assert told in answer.content.decode()
    with platform_context():
        assert Subscription.objects.get(tenant_id=tenant.id).trial_ends_at == made.trial_ends_at
        assert StaffOutcome.objects.latest("at").outcome == "refused"


def test_who_subscribes_has_no_trial_to_extend(tenant, paying):
    client = as_staff("finance")
    assert "延长到" not in page(client, f"{LIST}/{tenant.id}")
    given = {"until": day(now() + 30 * DAY), "reason": "x"}
    answer = client.post(f"{LIST}/{tenant.id}/act/extend", given, follow=True)
    assert "订阅的状态不允许这样做" in answer.content.decode()
    assert steps_of(tenant, "trial_extended") == []


def test_a_trial_that_is_over_goes_on_at_once(tenant):
    trial(tenant, trial_began_at=now() - 26 * DAY, trial_ends_at=now() - 12 * DAY, standing="suspended")
    with platform_context():
        Entitlement.objects.update(standing="suspended")
    given = {"until": day(now() + 5 * DAY), "reason": "再给一周"}
    as_staff("finance").post(f"{LIST}/{tenant.id}/act/extend", given)
    assert entitled(tenant) == ("professional", "active")


def test_a_plan_is_given_goes_before_what_is_paid_for_and_ends_by_itself(tenant, paying):
    user = hire("operator")
    client = enter(user)
    given = {"plan": "enterprise", "until": day(now() + 9 * DAY), "reason": "补偿 11 月故障"}
    answer = client.post(f"{LIST}/{tenant.id}/act/grant", given, follow=True)
    assert "补偿 11 月故障" in answer.content.decode()
    assert entitled(tenant) == ("enterprise", "active")
    (made,) = steps_of(tenant, "granted")
    assert (made.by, made.because, made.amount) == (user.email, "补偿 11 月故障", 0)
    with platform_context():
        later = GrantedPlan.objects.get().until + dt.timedelta(seconds=1)
        assert end_due_grants(now=now()) == 0
    assert entitled(tenant) == ("enterprise", "active")
    assert end_due_grants(now=later) == 1
    assert end_due_grants(now=later) == 0
    assert entitled(tenant) == ("professional", "active")
    assert [each.by for each in steps_of(tenant, "granted")] == [user.email, "clock"]


def test_a_plan_that_was_given_is_taken_back(tenant, paying):
    client = as_staff("finance")
    client.post(f"{LIST}/{tenant.id}/act/grant", {"plan": "enterprise", "until": day(now() + 9 * DAY), "reason": "试"})
    assert "收回赠送" in page(client, f"{LIST}/{tenant.id}")
    client.post(f"{LIST}/{tenant.id}/act/take", {"reason": "误操作"})
    assert entitled(tenant) == ("professional", "active")
    again = client.post(f"{LIST}/{tenant.id}/act/take", {"reason": "误操作"}, follow=True)
    assert "没有正在赠送的套餐" in again.content.decode()
    assert len(steps_of(tenant, "granted")) == 2


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"plan": "default"}, "没有这个套餐"), ({"plan": "nothing"}, "没有这个套餐"), ({"reason": ""}, "请写明原因"),
        ({"until": "2020-01-01"}, "日期须晚于"), ({"until": "2099-01-01"}, "日期太远"), ({"until": ""}, "请选择日期"),
    ],
)  # fmt: skip
def test_a_plan_is_not_given_otherwise(tenant, paying, given, told):
    values = {"plan": "enterprise", "until": day(now() + 9 * DAY), "reason": "x", **given}
    answer = as_staff("finance").post(f"{LIST}/{tenant.id}/act/grant", values, follow=True)
    assert told in answer.content.decode()
    assert entitled(tenant)[0] == "professional"
    with platform_context():
        assert not GrantedPlan.objects.exists()


def test_acts_are_for_those_who_may_and_there_are_no_others(tenant, paying):
    for role in ("lead", "auditor", "reviewer"):
        client = as_staff(role)
        for name in ("refresh", "extend", "grant", "take"):
            given = {"plan": "enterprise", "until": day(now() + 9 * DAY), "reason": "x"}
            assert client.post(f"{LIST}/{tenant.id}/act/{name}", given).status_code == 404, (role, name)
    assert as_staff("finance").post(f"{LIST}/{tenant.id}/act/end", {"reason": "x"}).status_code == 404
    assert entitled(tenant)[0] == "professional"


def test_the_record_tells_events_and_letters_and_hides_secrets(tenant, paying, monkeypatch):
    with platform_context():
        ProviderEvent.objects.create(
            id="evt_1", provider="stripe", type="invoice.payment_failed", object_type="invoice", object_id="in_9",
            customer_id=f"cus_{tenant.id.hex}", livemode=True, sent_at=now(), received_at=now(), handled_at=now(), outcome="synced",
        )  # fmt: skip
        SentLetter.objects.create(tenant_id=tenant.id, letter="payment_failed", cycle="in_9", at=now())

    class Told:
        def raw(self, kind, object_id):
            return {"id": object_id, "client_secret": "pi_secret_1", "items": [{"hosted_url": "https://pay.example/x"}]}

    monkeypatch.setattr("platform_core.site.views.staff_subscriptions.get_engine", lambda name: Told())
    client = as_staff("auditor")
    text = page(client, f"{LIST}/{tenant.id}/record")
    for word in ("invoice.payment_failed", "in_9", "扣款失败", "已核对"):
        assert word in text
    assert paying.remote_id not in text
    text = page(client, f"{LIST}/{tenant.id}/record?raw=1")
    assert paying.remote_id in text
    assert "pi_secret_1" not in text
    assert "pay.example" not in text


def test_the_shop_s_page_and_the_first_page_tell_of_it(tenant, paying):
    text = page(as_staff("lead"), f"/staff/shops/{tenant.id}")
    assert "MRR ¥5,000.00" in text
    assert f"{LIST}/{tenant.id}" in text
    assert f"{LIST}/{tenant.id}" not in page(as_staff("reviewer"), f"/staff/shops/{tenant.id}")
    with platform_context():
        bill(tenant, now())
        bill(tenant, now(), status="paid", fapiao="asked", fapiao_at=now())
        Subscription.objects.update(unpaid_since=now() - 8 * DAY)
    text = page(as_staff("finance"), "/staff/")
    for word in ("账单待转账", "待开发票", "欠费超过 7 天", "订阅事件须查看"):
        assert word in text
    assert "账单待转账" not in page(as_staff("reviewer"), "/staff/")


def test_events_that_wait_too_long_failed_or_are_nobody_s_are_listed(tenant, paying):
    base = {"provider": "stripe", "type": "x", "livemode": True, "sent_at": now(), "customer_id": ""}
    with platform_context():
        for name, received, handled, outcome in (
            ("evt_fresh", now(), None, ""), ("evt_late", now() - dt.timedelta(minutes=11), None, ""),
            ("evt_fine", now() - DAY, now(), "synced"), ("evt_other", now() - DAY, now(), "other_platform"),
            ("evt_unknown", now() - DAY, now(), "unmatched"), ("evt_error", now() - DAY, now(), "billing_refused"),
        ):  # fmt: skip
            ProviderEvent.objects.create(id=name, received_at=received, handled_at=handled, outcome=outcome, **base)
    client = as_staff("auditor")
    text = page(client, "/staff/billing/events")
    assert sorted(re.findall(r"evt_\w+", text)) == ["evt_error", "evt_late", "evt_unknown"]
    assert len(set(re.findall(r"evt_\w+", page(client, "/staff/billing/events?tab=all")))) == 6


def test_pages_ask_few_questions_however_much_there_is(tenant, other_tenant, paying):
    with platform_context():
        for number in range(60):
            bill(tenant, now() - number * DAY)
            step(tenant.id, now() - number * DAY, 0, what="renewed")
    trial(other_tenant)
    client = as_staff("lead", "operator")
    for path in (*PAGES, f"{LIST}/{tenant.id}", f"{LIST}/{tenant.id}/record", "/staff/"):
        questions = asked(client, path)
        assert len(questions) <= MOST, (path, "\n".join(questions))


def test_pages_speak_english(tenant, other_tenant, paying):
    trial(other_tenant)
    with platform_context():
        made = bill(tenant, now(), lines=[])
    client = as_staff("lead", "operator", Accept_Language="en")
    client.post(f"{LIST}/{tenant.id}/act/grant", {"plan": "enterprise", "until": day(now() + 9 * DAY), "reason": "x"})
    for path in (
        *PAGES, f"{LIST}/{tenant.id}", f"{LIST}/{other_tenant.id}", f"{LIST}/{tenant.id}/record", f"{LIST}/{tenant.id}/bills/{made.id}",
        f"/staff/shops/{tenant.id}", "/staff/", "/staff/people",
    ):  # fmt: skip
        left = [text for text in english(client, path) if "上海示例网络" not in text]
        assert left == [], path


def test_the_power_is_told_on_the_page_of_people(tenant):
    text = page(as_staff("lead"), "/staff/people")
    assert "处理订阅与账单" in text
    assert "平台财务" in text
    assert settings.KAQUAN_TRANSFER_SECOND_FROM == 1_000_000
