"""The line above every page: the worst thing first, with its day, for whoever can do something about it."""

from __future__ import annotations

import datetime as dt

import pytest

from billing.models import UsageTotal
from platform_core.entitlements.models import Entitlement
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.catalog.models import Product
from tenants.console import billing_banner
from tests.integration.console.billing_shop import DAY, HOME, paying, put, try_it, words_of
from tests.integration.console.test_back_office import staff
from tests.world import make_shelf, now

PAGE = "/console/launch"
SHOP = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture(autouse=True)
def charged(settings):
    settings.KAQUAN_BILLING = "stripe"


def line_of(client):
    """What it says; empty: there is none."""
    page = client.get(PAGE).content.decode()
    _, found, rest = page.partition('id="billing-line"')
    return rest.partition("</div>")[0] if found else ""


def shown(moment):
    return f"{moment.astimezone(SHOP):%Y-%m-%d}"


@pytest.mark.parametrize(("left", "said"), [(6, ""), (5, "还剩 5 天"), (1, "还剩 1 天")])
def test_a_trial_is_told_of_in_its_last_five_days(tenant, left, said):
    ends = now() + left * DAY - dt.timedelta(minutes=5)
    try_it(tenant, trial_ends_at=ends)
    line = line_of(staff(tenant))
    assert said in line
    assert bool(line) is bool(said)
    assert not said or shown(ends) in line


@pytest.mark.parametrize(
    ("changes", "said", "path"),
    [
        ({"status": "past_due", "unpaid_since": 2, "standing": "grace"}, "起后台转为只读", HOME),
        ({"status": "past_due", "unpaid_since": 8, "standing": "read_only"}, "后台现在只读", HOME),
        ({"status": "unpaid", "unpaid_since": 15, "standing": "suspended"}, "店铺已停用", HOME),
        ({"status": "canceled", "ended_at": 1, "standing": "read_only"}, "后台现在只读", f"{HOME}/plans"),
    ],
)
def test_what_is_owed_is_told_with_its_day_and_cannot_be_hidden(tenant, changes, said, path):
    days = next(value for value in changes.values() if isinstance(value, int))
    since = now() - days * DAY
    paying(tenant, **{name: since if isinstance(value, int) else value for name, value in changes.items()})
    line = line_of(staff(tenant))
    assert said in line
    assert f'href="{path}"' in line
    assert "<form" not in line
    if said == "起后台转为只读":
        assert shown(since + 7 * DAY) in line


def test_who_ended_with_an_open_bill_pays_it_before_it_subscribes_again(tenant):
    long_ago = now() - 20 * DAY
    paying(tenant, status="canceled", ended_at=long_ago, unpaid_since=long_ago, standing="suspended")
    line = line_of(staff(tenant))
    assert "请先付清欠费账单，再重新订阅" in line
    assert f'href="{HOME}"' in line
    assert f'href="{HOME}/plans"' not in line


def test_who_cancelled_reads_when_the_shop_is_suspended(tenant):
    ends = now() + 10 * DAY
    paying(tenant, cancel_at=ends)
    line = line_of(staff(tenant))
    assert shown(ends) in line
    assert f"{shown(ends + 7 * DAY)} 起店铺停用" in line


def test_who_may_do_nothing_about_it_is_sent_to_the_owner(tenant):
    paying(tenant, status="past_due", unpaid_since=now() - 2 * DAY, standing="grace")
    for role in ("support", "operations", "developer"):
        line = line_of(staff(tenant, role))
        assert "请联系店主处理" in line
        assert "href" not in line
    assert "请联系店主处理" not in line_of(staff(tenant, "finance"))
    put(tenant, status="canceled", provider="stripe", ended_at=now() - DAY, unpaid_since=None, standing="read_only")
    billing_banner.forget_banner()
    line = line_of(staff(tenant, "finance"))
    assert "请联系店主处理" in line
    assert f'href="{HOME}/plans"' in line


def limited(tenant, **limits):
    with platform_context():
        Entitlement.objects.filter(tenant_id=tenant.id).update(**limits)


@pytest.mark.parametrize(("most", "said"), [(5, ""), (2, ""), (1, "成员数已用满")])
def test_a_limit_is_told_of_when_it_is_nearly_full_and_when_it_is(tenant, most, said):
    paying(tenant)
    limited(tenant, staff=most)
    line = line_of(staff(tenant))
    assert said in line
    assert bool(line) is bool(said)


def test_codes_of_this_month_count_and_those_of_the_last_do_not(tenant):
    paying(tenant)
    limited(tenant, codes=1_000)
    month = now().astimezone(SHOP).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    with platform_context():
        before = UsageTotal.objects.create(
            tenant_role=tenant.role_name, meter="codes", at=month - dt.timedelta(hours=1), quantity=5_000
        )
        assert line_of(staff(tenant)) == ""
        UsageTotal.objects.create(tenant_role=tenant.role_name, meter="codes", at=month, quantity=800)
    assert before.quantity == 5_000
    billing_banner.forget_banner()
    line = line_of(staff(tenant))
    assert "每月发卡量已用 800 / 1,000" in line
    assert f'href="{HOME}/usage"' in line


def test_products_of_the_shop_count_and_archived_ones_do_not(tenant):
    paying(tenant)
    shelf = make_shelf(tenant)
    limited(tenant, skus=1)
    client = staff(tenant)
    assert "规格数已用满（1 / 1）" in line_of(client)
    with tenant_context(tenant):
        Product.objects.filter(pk=shelf.product.pk).update(active=False, archived=True)
    billing_banner.forget_banner()
    assert line_of(client) == ""


def test_it_can_be_hidden_for_the_day_and_comes_back_the_next(tenant, monkeypatch):
    paying(tenant, cancel_at=now() + 20 * DAY)
    client, other = staff(tenant), staff(tenant)
    assert "订阅将在" in line_of(client)
    assert client.post(f"{HOME}/hide", {"key": "full:staff"}).status_code == 302
    assert "订阅将在" in line_of(client)
    client.post(f"{HOME}/hide", {"key": "cancel"})
    assert line_of(client) == ""
    assert "订阅将在" in line_of(other)
    monkeypatch.setattr(billing_banner, "now", lambda: now() + DAY)
    assert "订阅将在" in line_of(client)


def test_it_is_read_again_after_half_a_minute_and_after_an_act_of_ones_own(tenant, monkeypatch):
    paying(tenant, cancel_at=now() + 20 * DAY)
    client = staff(tenant)
    assert "订阅将在" in line_of(client)
    put(tenant, cancel_at=None)
    assert "订阅将在" in line_of(client)
    clock = billing_banner.time.monotonic
    monkeypatch.setattr(billing_banner.time, "monotonic", lambda: clock() + 31)
    assert line_of(client) == ""


def test_there_is_none_where_nobody_is_charged_and_none_of_a_shop_without_a_subscription(tenant, settings):
    client = staff(tenant)
    assert line_of(client) == ""
    paying(tenant, status="past_due", unpaid_since=now() - 2 * DAY)
    billing_banner.forget_banner()
    settings.KAQUAN_BILLING = "off"
    assert line_of(client) == ""


def test_the_page_that_says_it_all_says_it_once(tenant):
    paying(tenant, cancel_at=now() + 20 * DAY)
    page = staff(tenant).get(HOME)
    assert 'id="billing-line"' not in page.content.decode()
    assert "到期结束" in words_of(page)


def test_storage_is_told_of_as_it_was_measured_last(tenant):
    paying(tenant)
    limited(tenant, storage_mb=2_048)
    with platform_context():
        for ago, megabytes in ((2, 2_048), (1, 1_700)):  # something was thrown away
            UsageTotal.objects.create(
                tenant_role=tenant.role_name, meter="storage", at=now() - ago * DAY, quantity=megabytes
            )
    assert "存储空间已用 1.7 GB / 2 GB，快到上限了" in line_of(staff(tenant))
    limited(tenant, storage_mb=1_024)
    billing_banner.forget_banner()
    line = line_of(staff(tenant))
    assert "存储空间已用满（1.7 GB / 1 GB）" in line
    assert f'href="{HOME}/plans"' in line
