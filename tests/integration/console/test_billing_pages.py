"""What the shop pays the platform: seen by who may, absent where nobody is charged, in plain words whatever its state."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from billing.models import UsageTotal
from platform_core.kernel.money import format_money
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.console.invoice_rows import row_of
from tenants.issuance.models import MonthCodes
from tests.integration.console.billing_shop import DAY, HOME, bill, paying, try_it, words_of
from tests.integration.console.test_back_office import staff
from tests.integration.console.test_page_costs import MOST, queries_of
from tests.world import now

PAGES = ("", "/plans", "/usage", "/invoices", "/title", "/done")


@pytest.fixture(autouse=True)
def charged(settings):
    settings.KAQUAN_BILLING = "stripe"


@pytest.mark.parametrize("page", [*PAGES, "/subscribe", "/change", "/cancel"])
def test_where_nobody_is_charged_there_is_no_such_page(tenant, settings, page):
    paying(tenant)
    settings.KAQUAN_BILLING = "off"
    client = staff(tenant)
    assert client.get(HOME + page).status_code == 404
    assert HOME not in client.get("/console/launch").content.decode()
    assert HOME not in client.get("/console/settings").content.decode()


@pytest.mark.parametrize(
    ("role", "sees"), [("owner", 1), ("finance", 1), ("operations", 0), ("support", 0), ("developer", 0)]
)
def test_the_owner_and_finance_see_what_the_shop_pays_and_nobody_else(tenant, role, sees):
    paying(tenant)
    bill(tenant)
    client = staff(tenant, role)
    assert (client.get(HOME).status_code == 200) is bool(sees)
    assert (f'href="{HOME}"' in client.get("/console/launch").content.decode()) is bool(sees)


def test_finance_pays_and_the_owner_decides(tenant):
    paying(tenant)
    page = staff(tenant, "finance").get(HOME).content.decode()
    assert "更换银行卡" in page
    assert "由店主决定" in page
    assert f"{HOME}/cancel" not in page
    client = staff(tenant, "finance")
    for act in ("subscribe", "change", "cancel", "resume"):
        assert client.post(f"{HOME}/{act}", {"plan": "starter", "interval": "month"}).status_code == 404


def test_a_shop_that_the_operator_made_is_offered_nothing(tenant):
    client = staff(tenant)
    page = words_of(client.get(HOME))
    assert "由平台开通" in page
    for wrong in ("选择套餐", "取消续订", "待付账单", "每日用量"):
        assert wrong not in page
    for other in (
        "plans",
        "usage",
        "subscribe?plan=starter&interval=month",
        "change?plan=starter&interval=month",
        "cancel",
    ):
        answer = client.get(f"{HOME}/{other}")
        assert (answer.status_code, answer.headers["Location"]) == (302, HOME), other


def shown(moment):
    return f"{moment.astimezone(dt.timezone(8 * dt.timedelta(hours=1))):%Y-%m-%d}"


def moment_of(value):
    """``+20``: in twenty days; anything else is itself."""
    return now() + int(value) * DAY if str(value)[:1] in {"+", "-"} else value


def test_a_trial_says_until_when_it_runs_and_what_comes_after(tenant):
    trial = try_it(tenant)
    page = words_of(staff(tenant).get(HOME))
    assert "试用中" in page
    assert "还剩 14 天" in page
    assert shown(trial.trial_ends_at) in page
    assert shown(trial.trial_ends_at + 3 * DAY) in page
    assert shown(trial.trial_ends_at + 10 * DAY) in page
    assert "下次账单" not in page


@pytest.mark.parametrize(
    ("changes", "said", "never"),
    [
        ({}, ["使用中", "下次账单", "¥5,000.00", "取消续订"], ["恢复续订", "只读"]),
        ({"discount": 50_000, "coupon": "WELCOME"}, ["¥4,500.00", "WELCOME"], []),
        ({"cancel_at": "+20"}, ["到期结束", "恢复续订"], ["取消续订</a>", "下次账单"]),
        ({"status": "past_due", "unpaid_since": "-2", "standing": "grace"}, ["宽限期", "没有付成功"], ["已停用"]),
        ({"status": "past_due", "unpaid_since": "-8", "standing": "read_only"}, ["只读", "在售商品照常售卖"], ["宽限期"]),
        ({"status": "unpaid", "unpaid_since": "-15", "standing": "suspended"}, ["店铺已停用", "可以导出"], ["宽限期"]),
        ({"status": "canceled", "ended_at": "-1", "standing": "read_only"}, ["订阅已在", "选择套餐"], ["取消续订"]),
        ({"status": "incomplete"}, ["等待首次付款"], ["取消续订"]),
        ({"held_plan": "enterprise", "held_until": "+20"}, ["企业版", "之后换成“专业版”"], []),
        ({"collection": "invoice"}, ["按账单付款", "7 天内付清"], []),
        ({"status": "trialing", "trial_ends_at": "+4", "period_end": "+4"}, ["已订阅，试用中", "第一次收费"], []),
    ],
)  # fmt: skip
def test_every_state_is_said_in_plain_words(tenant, changes, said, never):
    moved = {name: moment_of(value) for name, value in changes.items()}
    paying(tenant, **moved)
    answer = staff(tenant).get(HOME)
    page = words_of(answer)
    for word in said:
        assert word in page, word
    for word in never:
        assert word not in answer.content.decode(), word


def test_bills_are_listed_the_newest_first_and_those_of_another_shop_are_not(tenant, other_tenant):
    paying(tenant)
    try_it(other_tenant)
    mine = [bill(tenant, created_at=now() - number * DAY) for number in range(14)]
    theirs = bill(other_tenant)
    client = staff(tenant)
    page = client.get(HOME).content.decode()
    assert page.index(mine[0].number) < page.index(mine[11].number)
    assert mine[12].number not in page
    assert "全部账单" in page
    every = client.get(f"{HOME}/invoices").content.decode()
    assert all(each.number in every for each in mine)
    assert theirs.number not in every
    for path in (
        f"{HOME}/invoices/{theirs.id}",
        f"{HOME}/invoices/{theirs.id}/pay",
        f"{HOME}/invoices/{theirs.id}/fapiao",
    ):
        assert (client.post(path) if path.endswith(("pay", "fapiao")) else client.get(path)).status_code == 404


def test_a_bill_shows_its_lines_and_how_it_was_paid(tenant):
    paying(tenant)
    lines = [
        {"text": "Unused", "amount": -120_000, "from": "2026-11-01T00:00:00+00:00", "to": "2026-12-01T00:00:00+00:00"},
        {"text": "Enterprise", "amount": 800_000, "from": None, "to": None},
    ]  # fmt: skip
    made = bill(
        tenant, lines=lines, total=680_000, amount_paid=680_000, paid_by="alipay", pdf_url="https://pay.example/a.pdf"
    )
    page = words_of(staff(tenant).get(f"{HOME}/invoices/{made.id}"))
    for word in (
        "-¥1,200.00",
        "¥8,000.00",
        "¥6,800.00",
        "支付宝",
        "2026-11-01 – 2026-12-01",
        "下载 PDF",
        "打印收据",
        "申请",
    ):
        assert word in page, word
    assert "对公转账" not in page


def test_a_transfer_is_explained_only_where_there_is_an_account_and_something_to_pay(tenant, settings):
    paying(tenant, collection="invoice")
    due, paid = bill(tenant, status="open", collection="invoice"), bill(tenant)
    client = staff(tenant)
    assert "收款户名" not in words_of(client.get(f"{HOME}/invoices/{due.id}"))
    settings.KAQUAN_BANK_TRANSFER = '{"name": "卡券科技有限公司", "bank": "某银行", "account": "6222000011112222"}'
    page = words_of(client.get(f"{HOME}/invoices/{due.id}"))
    for word in ("卡券科技有限公司", "6222000011112222", "¥5,000.00", due.number):
        assert word in page
    assert "卡券科技有限公司" not in words_of(client.get(f"{HOME}/invoices/{paid.id}"))
    settings.KAQUAN_BANK_TRANSFER = "请汇到：某银行 6222"
    assert "请汇到：某银行 6222" in words_of(client.get(f"{HOME}/invoices/{due.id}"))


def use(tenant, meter, at, quantity):
    with platform_context():
        UsageTotal.objects.create(tenant_role=tenant.role_name, meter=meter, at=at, quantity=quantity)


def month_begins():
    shop = now().astimezone(dt.timezone(dt.timedelta(hours=8)))
    return shop.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def test_usage_shows_this_month_by_day_and_the_months_before(tenant, other_tenant):
    paying(tenant)
    begin = month_begins()
    use(tenant, "codes", begin, 1_230)
    with tenant_context(tenant):  # the counter that refuses is ahead of what is measured
        MonthCodes.objects.create(month=begin.date(), codes=1_234)
    use(tenant, "codes", begin - dt.timedelta(hours=1), 777)
    use(tenant, "storage", begin - 2 * DAY, 2_048)
    use(other_tenant, "codes", begin, 55_555)
    page = words_of(staff(tenant).get(f"{HOME}/usage"))
    assert "1,234 / 100,000" in page
    assert "商品图片" in page, "what counts is said"
    before, _, months = page.partition("往月")
    assert "777" not in before
    assert "777" in months
    assert "2.0 GB" in months
    assert "55,555" not in page
    assert "1,234 / 100,000" in words_of(staff(tenant).get(HOME))


def test_a_month_in_which_nothing_was_measured_has_no_storage(tenant):
    paying(tenant)
    use(tenant, "codes", month_begins() - dt.timedelta(hours=1), 777)
    months = words_of(staff(tenant).get(f"{HOME}/usage")).partition("往月")[2]
    assert "777" in months
    assert "0 MB" not in months
    assert "–" in months


def test_pages_cost_few_queries_however_many_bills_there_are(tenant):
    paying(tenant)
    client = staff(tenant)
    counts = {}
    for _turn in range(2):
        made = [bill(tenant) for _ in range(8)]
        for page in (*PAGES[:5], f"/invoices/{made[0].id}"):
            status, asked = queries_of(client, HOME + page)
            assert status == 200, page
            counts.setdefault("/invoices/" if made[0].number in page or len(page) > 30 else page, []).append(len(asked))
    assert {page: found for page, found in counts.items() if max(found) > MOST or found[1] > found[0]} == {}


def test_amounts_are_never_written_with_a_point_too_many(tenant):
    paying(tenant, amount=5_000_000, interval="year")
    assert format_money(5_000_000, "CNY") + " / 年" in words_of(staff(tenant).get(HOME))


def test_a_line_above_the_pages_costs_one_statement_and_then_none(tenant):
    paying(tenant, cancel_at=now() + 20 * DAY)
    client = staff(tenant)
    with CaptureQueriesContext(connection) as first:
        assert "订阅将在" in client.get("/console/products").content.decode()
    with CaptureQueriesContext(connection) as again:
        assert "订阅将在" in client.get("/console/products").content.decode()
    about = [sum("billing_subscription" in each["sql"] for each in found) for found in (first, again)]
    assert about == [1, 0]


def test_other_shops_have_no_line(tenant, other_tenant):
    paying(tenant, cancel_at=now() + 20 * DAY)
    assert "订阅将在" in staff(tenant).get("/console/launch").content.decode()
    assert 'id="billing-line"' not in staff(other_tenant).get("/console/launch").content.decode()


@pytest.mark.parametrize("may_pay", [True, False])
def test_who_may_not_pay_reads_who_may(tenant, settings, may_pay):
    settings.ROOT_URLCONF = "config.urls_tenant"
    due = row_of(bill(tenant, hosted_url="https://pay.example/1"), now())
    page = render_to_string("console/billing/due.html", {"due": due, "may_pay": may_pay})
    assert ("店主或财务成员" in page) is not may_pay
    assert ("现在付款" in page) is may_pay
