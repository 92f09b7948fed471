"""One merchant's subscription for the platform's staff: what the page tells, and every act about it."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from billing.enums import Meter
from billing.models import GrantedPlan, ProviderEvent, SentLetter, Subscription, SubscriptionStep, UsageTotal
from billing.services.end_due_grants import end_due_grants
from billing.services.end_granted_plan import end_granted_plan
from platform_core.compliance.models import StaffAct, StaffOutcome
from platform_core.entitlements.models import Entitlement
from platform_core.events.models import Event
from platform_core.tenancy.context import platform_context
from tests.integration.billing.stories import DAY, bill
from tests.integration.site.billing_desk import LIST, day, entitled, page, pay, steps_of, trial
from tests.integration.site.staffing import as_staff, enter, hire
from tests.world import now


@pytest.fixture
def paying(tenant):
    """Alpha pays for the professional plan by the month."""
    return pay(tenant)


def test_the_case_tells_plan_standing_stairs_limits_bills_title_and_history(tenant, paying):
    with platform_context():
        late = bill(tenant, now() - 17 * DAY, amount=500_000)
        Subscription.objects.update(status="past_due", unpaid_since=now() - 10 * DAY, standing="read_only")
        UsageTotal.objects.create(tenant_role=tenant.role_name, meter=Meter.CODES, at=now(), quantity=4321)
    text = page(as_staff("finance"), f"{LIST}/{tenant.id}")
    for word in (
        "专业版 · v1",
        "逾期未付",
        "只读",
        "已停用",
        "100,000",
        "4,321",
        late.number,
        "上海示例网络有限公司",
        "91310000MA1FL00000",
    ):
        assert word in text, word
    for moment in (now() - 10 * DAY, now() - 3 * DAY, now() + 4 * DAY):
        assert day(moment) in text
    assert "立即核对" in text
    assert "立即核对" not in page(as_staff("auditor"), f"{LIST}/{tenant.id}")


def test_history_is_told_in_words(tenant, paying):
    with platform_context():
        made = {"tenant_id": tenant.id, "tenant_role": tenant.role_name, "by": "provider", "at": now()}
        SubscriptionStep.objects.create(
            what="plan", before="starter month", after="professional year", amount=116_666, **made
        )
        SubscriptionStep.objects.create(what="standing", before="active", after="read_only", **made)
    text = page(as_staff("finance"), f"{LIST}/{tenant.id}")
    for word in ("入门版 · 按月 → 专业版 · 按年", "MRR +¥1,166.66", "正常 → 只读", "收款机构"):
        assert word in text, word


def test_the_case_leads_to_the_provider_s_page_of_the_customer(tenant, paying, settings):
    settings.KAQUAN_STRIPE_KEY = "sk_test_very-secret"
    text = page(as_staff("finance"), f"{LIST}/{tenant.id}")
    assert f"https://dashboard.stripe.com/test/customers/cus_{tenant.id.hex}" in text
    assert "very-secret" not in text
    settings.KAQUAN_STRIPE_KEY = "sk_live_very-secret"
    assert f"https://dashboard.stripe.com/customers/cus_{tenant.id.hex}" in page(
        as_staff("finance"), f"{LIST}/{tenant.id}"
    )


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
    assert (acts.email, acts.tenant_role, acts.reason, outcome.outcome) == (
        user.email,
        tenant.role_name,
        "等待对接完成",
        "done",
    )
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


def test_a_plan_that_was_given_for_longer_since_it_was_looked_at_goes_on(tenant, paying):
    given = {"plan": "enterprise", "until": day(now() + 9 * DAY), "reason": "补偿"}
    as_staff("finance").post(f"{LIST}/{tenant.id}/act/grant", given)
    found = {"tenant_id": tenant.id, "by": "clock", "because": "", "only_if_over": True}
    assert not end_granted_plan(now=now() + 8 * DAY, **found)
    assert entitled(tenant) == ("enterprise", "active")
    assert end_granted_plan(now=now() + 10 * DAY, **found)


def test_a_given_plan_that_cannot_be_ended_holds_no_other_up(tenant, paying, monkeypatch):
    given = {"plan": "enterprise", "until": day(now() + 9 * DAY), "reason": "补偿"}
    as_staff("finance").post(f"{LIST}/{tenant.id}/act/grant", given)
    with platform_context():
        granted = GrantedPlan.objects.get()
        first = GrantedPlan(tenant_id=uuid.UUID(int=1), tenant_role="nobody", plan="starter", until=granted.granted_at)
        first.by, first.because, first.granted_at = "x", "x", granted.granted_at
        first.save(force_insert=True)

    def end(*, tenant_id, **how):
        if tenant_id == first.tenant_id:
            raise RuntimeError("planted")
        return end_granted_plan(tenant_id=tenant_id, **how)

    monkeypatch.setattr("billing.services.end_due_grants.end_granted_plan", end)
    assert end_due_grants(now=now() + 10 * DAY) == 1
    assert entitled(tenant) == ("professional", "active")


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
        ({"until": "9999-12-31"}, "请选择日期"),
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
