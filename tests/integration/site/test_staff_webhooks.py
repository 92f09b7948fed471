"""The staff's page about webhooks: who sees it, and that it says what the rows say."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from platform_core.events.models import OutboxEntry
from platform_core.kernel.ids import first_id_at, public_id
from platform_core.site.views import staff_webhooks
from platform_core.tenancy.context import platform_context
from tests.integration.site.staffing import as_staff
from tests.integration.webhooks.orders import twin_of
from tests.integration.webhooks.planting import plant_deliveries, plant_endpoint, plant_tally
from tests.world import api, make_key, platform
from webhooks.enums import DisabledReason, RedeliveryKind, RedeliveryState, TallySpan
from webhooks.models import Redelivery

NOW = dt.datetime(2026, 12, 1, 10, 30, tzinfo=dt.UTC)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
PAGE = "/staff/webhooks"


def log_in(client, email, password):
    client.post("/login", {"username": email, "password": password})
    return client


@pytest.fixture
def moment(tenant, other_tenant, time_machine):
    """Half past ten, with an empty outbox."""
    time_machine.move_to(NOW, tick=False)
    with platform_context():
        OutboxEntry.objects.all().delete()
    return NOW


def words(answer):
    """What the page says, cell by cell."""
    assert answer.status_code == 200, answer.content.decode()
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>|<d[dt]>(.*?)</d[dt]>", answer.content.decode(), re.DOTALL)
    texts = (re.sub(r"<[^>]+>", " ", first or second).replace("\xa0", " ") for first, second in cells)
    return [" ".join(text.split()) for text in texts]


def after(found, *start):
    """The cells behind these ones."""
    for number in range(len(found)):
        if tuple(found[number : number + len(start)]) == start:
            return found[number + len(start) :]
    raise AssertionError(f"{start} not in {found}")


def test_the_page_is_for_staff_alone(moment):
    assert platform().get(PAGE).status_code == 404
    assert log_in(platform(), "owner@alpha.example", "long enough alpha").get(PAGE).status_code == 404
    staff = as_staff()
    assert staff.get(PAGE).status_code == 200
    assert staff.post(PAGE).status_code == 405
    for other in ("/staff/", "/staff/shops"):
        assert f'href="{PAGE}"' in staff.get(other).content.decode()


def test_the_page_is_whole_where_nothing_happens_in_both_languages(moment):
    found = words(as_staff().get(PAGE))
    assert after(found, "等待投递")[0] == "0"
    assert {"没有逾期", "没有积压。", "没有失败。", "没有异常端点。", "没有进行中的补发。"} <= set(found)


def test_the_page_speaks_english(moment, tenant):
    plant_deliveries(tenant, plant_endpoint(tenant, NOW, open_until=NOW + MINUTE), NOW - HOUR)
    page = as_staff(Accept_Language="en").get(PAGE).content.decode()
    body = page.partition("<main")[2].partition("</main>")[0]
    assert "Holding back" in body
    assert not re.search(r"[\u4e00-\u9fff]", body)


def test_backlog_and_overdue_are_those_of_the_rows(moment, tenant, other_tenant):
    plant_deliveries(tenant, plant_endpoint(tenant, NOW, status="paused"), NOW - HOUR, many=6)
    plant_deliveries(other_tenant, plant_endpoint(other_tenant, NOW), NOW - 7 * MINUTE, many=2)
    with platform_context():
        OutboxEntry.objects.create(
            event_id=first_id_at(NOW - 3 * MINUTE), tenant_role=tenant.role_name, url="", version=""
        )
    found = words(as_staff().get(PAGE))
    assert after(found, "等待投递")[0] == "8"
    assert after(found, "最久逾期")[0] == "7 分钟"
    assert after(found, "待分发事件")[0] == "1 · 最早 3 分钟前"
    rows = after(found, "占全部积压", "近 1 小时尝试", "占全部尝试", "最久逾期")
    assert rows[:6] == ["Shop alpha", "6", "75.0%", "0", "–", "–"]
    assert rows[6:12] == ["Shop beta", "2", "25.0%", "0", "–", "7 分钟"]


def test_fairness_and_failures_are_told_by_merchant(moment, tenant, other_tenant):
    mine, theirs = plant_endpoint(tenant, NOW), plant_endpoint(other_tenant, NOW)
    plant_deliveries(tenant, mine, NOW, many=1)
    plant_deliveries(other_tenant, theirs, NOW, many=3)
    plant_tally(mine, TallySpan.MINUTE, NOW - 2 * MINUTE, 20, 10)
    plant_tally(theirs, TallySpan.MINUTE, NOW - 59 * MINUTE, 10, 0)
    plant_tally(theirs, TallySpan.MINUTE, NOW - 61 * MINUTE, 500, 0)  # not of the last hour
    for endpoint, counts in ((mine, (20, 10)), (theirs, (510, 30))):
        plant_tally(endpoint, TallySpan.HOUR, NOW.replace(minute=0), *counts)
        plant_tally(endpoint, TallySpan.HOUR, NOW.replace(minute=0) - 25 * HOUR, 9_000, 0)  # not of the last day
    found = words(as_staff().get(PAGE))
    assert after(found, "近 1 小时")[0] == "40 次尝试 · 成功 75.0%"
    assert after(found, "近 24 小时")[0] == "570 次尝试 · 成功 93.0%"
    rows = after(found, "占全部积压", "近 1 小时尝试", "占全部尝试", "最久逾期")
    assert rows[:5] == ["Shop beta", "3", "75.0%", "10", "25.0%"]
    assert rows[6:11] == ["Shop alpha", "1", "25.0%", "30", "75.0%"]
    rows = after(found, "失败次数", "失败率")
    assert rows[:8] == ["Shop alpha", "30", "10", "33.3%", "Shop beta", "540", "30", "5.6%"]


def test_merchants_with_a_handful_of_attempts_are_not_judged(moment, tenant):
    endpoint = plant_endpoint(tenant, NOW)
    plant_tally(endpoint, TallySpan.HOUR, NOW.replace(minute=0), 0, 9)
    assert after(words(as_staff().get(PAGE)), "失败次数", "失败率")[0] == "没有失败。"


def test_endpoints_in_trouble_are_listed_without_their_path_the_disabled_last(moment, tenant, other_tenant):
    plant_endpoint(tenant, NOW, url="https://well.example.com/")
    gone = plant_endpoint(
        tenant,
        NOW,
        url="https://gone.example.com/hook",
        status="disabled",
        disabled_reason=DisabledReason.GONE,
        disabled_at=NOW,
        failing_since=NOW - 9 * HOUR,
    )
    held = plant_endpoint(
        other_tenant,
        NOW,
        url="https://user.example.com:8443/path-of-theirs?token=s3cret",
        failing_since=NOW - HOUR,
        open_until=NOW + MINUTE,
    )
    tried = plant_endpoint(other_tenant, NOW, failing_since=NOW - 2 * HOUR, open_until=NOW - MINUTE)
    answer = as_staff().get(PAGE)
    assert "s3cret" not in answer.content.decode()
    assert "path-of-theirs" not in answer.content.decode()
    rows = after(words(answer), "端点地址", "状态", "失败始于")
    assert [rows[number] for number in (1, 5, 9)] == [
        f"hooks.example.com {public_id('we', tried.id)}",
        f"user.example.com {public_id('we', held.id)}",
        f"gone.example.com {public_id('we', gone.id)}",
    ]
    assert [rows[number].split()[0] for number in (2, 6, 10)] == ["正在试探", "暂缓发送", "已停用"]
    assert "18:31:00 再试" in rows[6]
    assert rows[7] == "2026-12-01 17:30"
    assert "well.example.com" not in answer.content.decode()
    assert "正常 1 · 持续失败 2 · 暂停 0 · 停用 1 · 暂缓发送 1" in words(answer)


def test_redeliveries_that_are_not_over_are_listed(moment, tenant):
    with platform_context():
        for state, sent in ((RedeliveryState.RUNNING, 7), (RedeliveryState.SUCCEEDED, 8)):
            row = {"tenant_role": tenant.role_name, "kind": RedeliveryKind.RECOVER, "filter": {}, "state": state}
            Redelivery.objects.create(done=30, total=100, sent=sent, created_at=NOW, **row)
    rows = after(words(as_staff().get(PAGE)), "进度", "已重发", "提交时间")
    assert rows[:6] == ["Shop alpha", "补发缺口", "进行中", "30 / 100", "7", "2026-12-01 18:30"]
    assert len(rows) == 6


def test_test_mode_is_told_apart_and_counts_end_somewhere(moment, tenant, monkeypatch):
    monkeypatch.setattr(staff_webhooks, "COUNTED", 3)
    api(make_key(tenant, livemode=False)).get("/v1/ping")
    twin = twin_of(tenant)
    plant_deliveries(twin, plant_endpoint(twin, NOW), NOW, many=5)
    rows = after(words(as_staff().get(PAGE)), "占全部积压", "近 1 小时尝试", "占全部尝试", "最久逾期")
    assert rows[0].endswith("测试")
    assert rows[1] == "3+"
