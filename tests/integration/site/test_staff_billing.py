"""Subscriptions for the platform's staff: the figures' page, the list, its file, events, and how little they ask."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from django.conf import settings

from billing.models import BillingCheck, ProviderEvent, Subscription
from billing.staff_selectors import count_work
from platform_core.tenancy.context import platform_context
from tests.integration.billing.stories import DAY, bill, step
from tests.integration.console.test_back_office import staff
from tests.integration.site.billing_desk import LIST, MOST, PAGES, asked, day, english, page, pay, trial
from tests.integration.site.staffing import as_staff
from tests.world import now, platform


@pytest.fixture
def paying(tenant):
    """Alpha pays for the professional plan by the month."""
    return pay(tenant)


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
        found = "".join(name for name, each in (("a", tenant), ("b", other_tenant)) if f"{LIST}/{each.id}" in text)
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


def test_comparisons_with_the_provider_are_told_and_wait_where_a_person_must_look(tenant, paying):
    fine = {
        "kind": BillingCheck.COMPARISON,
        "provider": "stripe",
        "outcome": "done",
        "figures": {"same": 7, "mended": 1},
    }
    with platform_context():
        BillingCheck.objects.create(
            **{**fine, "findings": [{"what": "unknown", "id": "sub_odd"}]}, began_at=now() - DAY, ended_at=now() - DAY
        )
        assert count_work(now())["checks"].many == 1
        mended = [{"what": "mended", "shop": str(tenant.id)}]
        BillingCheck.objects.create(**fine, findings=mended, began_at=now(), ended_at=now())
        assert count_work(now())["checks"].many == 0
        BillingCheck.objects.create(**{**fine, "outcome": "timeout"}, began_at=now() + DAY, ended_at=now())
        assert count_work(now())["checks"].many == 1
    text = page(as_staff("auditor"), "/staff/billing/events")
    for word in ("sub_odd", "不认识的订阅", "timeout", "完成"):
        assert word in text
    assert "订阅对账有问题" in page(as_staff("finance"), "/staff/")
