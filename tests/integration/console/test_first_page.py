"""The first page of the back office: figures that open their rows, what waits for whom, and the way to a first sale."""

import datetime as dt
import re
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError

from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import tenant_context
from tenants.access.enums import TwoPersonAct
from tenants.access.services.ask_approval import ask_approval
from tenants.access.services.record_act import Person
from tenants.access.services.save_shop_settings import save_shop_settings
from tenants.catalog.models import Product
from tenants.console.figure_days import board_of, change_of, share_of
from tenants.console.views import dashboard
from tenants.finance.days import shop_day
from tenants.finance.services.close_days import close_days
from tenants.insights.services.count_days import count_days
from tenants.insights.services.count_views import count_views
from tenants.inventory.models import CodeImport
from tenants.orders.models import AbnormalCase, Order
from tenants.reporting.services.make_figures import make_figures
from testbed.month import fill_month
from tests.integration.console.test_back_office import staff
from tests.world import make_shelf, now, reference_of, stock

LAUNCHED = {"launch_dismissed_at": now()}


def launched(tenant):
    with tenant_context(tenant):
        save_shop_settings(changes=LAUNCHED, now=now())


def case(reason="paid_twice", *, due, status="open"):
    at = now()
    return AbnormalCase.objects.create(
        number=uuid.uuid4().hex[:20], reason=reason, due_at=due, opened_at=at, opened_by="test", status=status
    )


def page_of(tenant, role="owner", path="/console/"):
    return staff(tenant, role).get(path).content.decode()


@pytest.fixture
def month(tenant, time_machine):
    """At the coming noon: in a day's first hour the day before is not closed, and its figures are not kept yet."""
    noon = now().astimezone(ZoneInfo(tenant.time_zone)).replace(hour=12, minute=0, second=0, microsecond=0)
    time_machine.move_to(noon if noon > now() else noon + dt.timedelta(days=1))
    launched(tenant)
    with tenant_context(tenant):
        made = fill_month(orders=600, last=shop_day(now()), days=60, products=6)
        count_views(views={(made.products[0], shop_day(now())): 50})
        yield made


def test_figures_are_what_orders_say_whether_days_are_kept_or_live(tenant, month):
    today = shop_day(now())
    live = board_of(days=30, today=today, currency="CNY")
    count_days(now=now())
    close_days(now=now())
    make_figures(now=now())
    kept = board_of(days=30, today=today, currency="CNY")
    assert kept[1:6] == live[1:6]
    assert count_days(now=now()) == 0  # once
    since = live.period.since
    paid = Order.objects.filter(paid_at__gte=since, paid_at__lt=live.period.until)
    assert kept.now.result.gross == sum(paid.values_list("amount", flat=True)) > 0
    assert (kept.now.paid, kept.now.result.orders) == (paid.count(), paid.count())
    assert kept.now.placed == Order.objects.filter(created_at__gte=since, created_at__lt=live.period.until).count()
    assert kept.now.views == 50
    hashes = list(
        Order.objects.filter(
            paid_at__gte=since - dt.timedelta(days=1), paid_at__lt=live.period.until - dt.timedelta(days=1)
        ).values_list("contact_hash", flat=True)
    )
    buyers = {bytes(each): sum(bytes(other) == bytes(each) for other in hashes) for each in hashes}
    assert (kept.rate.buyers, kept.rate.repeated) == (len(buyers), sum(number > 1 for number in buyers.values()))


def test_days_are_counted_anew_when_the_shop_moves_to_another_time_zone(tenant, month):
    count_days(now=now())
    from dataclasses import replace

    moved = replace(tenant, time_zone="America/New_York")
    with tenant_context(moved):
        assert count_days(now=now()) >= 58
        from tenants.insights.models import DayFigure

        assert set(DayFigure.objects.values_list("zone", flat=True)) == {"America/New_York"}


def test_every_number_opens_the_rows_behind_it(tenant, month):
    page = page_of(tenant, path="/console/?days=7")
    since, until = shop_day(now()) - dt.timedelta(days=6), shop_day(now())
    assert f"/console/orders?since={since}&amp;until={until}" in page
    assert f"/console/finance?since={since}&amp;until={until}" in page
    assert page.count('class="reach"') == 30
    assert page.count("part") >= 1
    assert "以表格查看" in page


def test_a_role_without_figures_sees_its_own_work_and_no_sum(tenant, month):
    case(due=now() - dt.timedelta(hours=1))
    for role in ("support", "developer"):
        page = page_of(tenant, role)
        assert "每日销售额" not in page
        assert "¥" not in page
    assert "已超时的异常订单" in page_of(tenant, "support", "/console/attention")
    assert "异常订单" not in re.sub(
        r"<nav.*?</nav>", "", page_of(tenant, "developer", "/console/attention"), flags=re.S
    ).replace("没有等您处理的事。异常订单", "")


def test_a_new_owner_lands_on_the_checklist_once_a_log_in_until_something_was_sold(tenant):
    client = staff(tenant)
    assert client.get("/console/").headers["Location"] == "/console/launch"
    assert client.get("/console/").status_code == 200
    assert staff(tenant, "operations").get("/console/").status_code == 200
    launched(tenant)
    assert staff(tenant).get("/console/").status_code == 200


def test_the_checklist_leads_to_the_very_field_and_ends_when_all_is_done(tenant):
    client = staff(tenant)
    page = client.get("/console/launch").content.decode()
    assert 'href="/console/products/new#name"' in page
    assert client.post("/console/launch/dismiss", follow=True).content.decode().count("还有必须完成的步骤") == 1
    form = client.get("/console/shopfront").content.decode() + client.get("/console/settings/shop").content.decode()
    form += client.get("/console/suppliers").content.decode() + client.get("/console/products/new").content.decode()
    for path in re.findall(r'<li class="[^"]*"><a href="/console/[^"#]*#([^"]+)"', page):
        assert f'id="{path}"' in form, path
    shelf = make_shelf(tenant, cleared=False)
    assert "等待平台" in client.get("/console/launch").content.decode()
    stock(tenant, shelf, 5)
    assert client.get("/console/launch").content.decode().count("已完成</small>") >= 4


def test_a_best_seller_is_pinned_from_the_first_page_and_back(tenant, month):
    client = staff(tenant)
    assert "置顶" in client.get("/console/").content.decode()
    answer = client.post(f"/console/pin/{month.products[0]}", {"pinned": "1"}, follow=True)
    assert f"/console/pin/{month.products[0]}/undo" in answer.content.decode()
    assert Product.objects.get(pk=month.products[0]).pinned
    client.post(f"/console/pin/{month.products[0]}/undo")
    assert not Product.objects.get(pk=month.products[0]).pinned
    assert staff(tenant, "finance").post(f"/console/pin/{month.products[0]}").status_code == 404


def test_the_bell_counts_what_waits_for_this_person(tenant):
    shelf = make_shelf(tenant, cleared=False)
    stranger = Person(new_id(), "other@example.com", "owner")
    with tenant_context(tenant):
        case(due=now() - dt.timedelta(hours=1))
        case(due=now() + dt.timedelta(hours=1))
        case(reason="disputed", due=now() + dt.timedelta(hours=1))
        case(due=now(), status="closed")
        ask_approval(act=TwoPersonAct.EXPORT_CODES, summary={}, payload={}, reason="x", person=stranger, now=now())
        CodeImport.objects.create(
            sku_id=shelf.sku.id, contract=shelf.contract, state="rejected", upload="", filename="a.csv", bytes=1,
            created_by="owner@alpha.example", created_at=now(), finished_at=now(),
        )  # fmt: skip
        CodeImport.objects.create(
            sku_id=shelf.sku.id, contract=shelf.contract, state="ready", upload="", filename="b.csv", bytes=1,
            created_by="owner@alpha.example", created_at=now(), finished_at=now(),
        )  # fmt: skip
    client = staff(tenant)
    # Three cases, an approval, a failed import, one that is done, a SKU without stock.
    assert '<span class="count">7</span>' in client.get("/console/attention/bell").content.decode()
    page = client.get("/console/attention").content.decode()
    for words in (
        "买家争议",
        "已超时的异常订单",
        "待处理的异常订单",
        "等您审批",
        "失败的导入",
        "导入完成",
        "缺货的规格",
        "供应商待平台审核",
    ):
        assert words in page
    assert "导入完成" not in client.get("/console/attention").content.decode()  # it was looked at
    assert "失败的导入" in client.get("/console/attention").content.decode()
    assert '<span class="count">3</span>' in staff(tenant, "support").get("/console/attention/bell").content.decode()
    other = staff(reference_of("beta"))
    assert "count" not in other.get("/console/attention/bell").content.decode()


def test_shares_and_changes_are_rounded_and_never_of_nothing():
    assert (share_of(1, 3), share_of(0, 0), share_of(2, 2)) == ("33.3%", "—", "100.0%")
    assert (change_of(150, 100).text, change_of(100, 150).text, change_of(5, 0)) == ("+50%", "-33%", None)
    assert change_of(100, 100).text == "±0%"


def test_the_page_opens_while_figures_take_too_long(tenant, monkeypatch):
    def too_long(**_):
        raise OperationalError("canceling statement due to statement timeout")

    launched(tenant)
    monkeypatch.setattr(dashboard, "board_of", too_long)
    page = page_of(tenant)
    assert "经营数据还在统计" in page
    assert 'class="tile"' not in page
