"""Orders in the back office: found, looked into, acted on, by whoever may; what stands in the way is said."""

import io
import re
import uuid

import pytest
from python_calamine import CalamineWorkbook

from platform_core.tenancy.context import tenant_context
from tenants.access.models import AuditEntry
from tenants.issuance.models import Reveal
from tenants.notifications.models import Message
from tenants.orders.models import AbnormalCase, Order, OrderLine, OrderNote
from tenants.orders.selectors import list_codes_of, list_issue_lines
from tenants.payments.models import GatewayRefund
from tests.integration.console.test_back_office import staff
from tests.integration.orders.cases import bought
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import codes_of, make_shelf, now, shop, stock


@pytest.fixture
def shelf(tenant):
    made = make_shelf(tenant)
    stock(tenant, made, 20)
    return made


@pytest.fixture
def sold(tenant, shelf):
    with tenant_context(tenant):
        return bought(shelf, 2)


@pytest.fixture
def unpaid(tenant, shelf):
    with tenant_context(tenant):
        return order((shelf.sku, 1), contact="13800001111", contact_type="phone", language="en")


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def numbers_in(page):
    return set(re.findall(r'data-panel href="[^"]+">(\d{20})<', page))


def test_orders_are_found_by_each_filter_and_by_filters_together(tenant, shelf, sold, unpaid):
    client, both = staff(tenant), {sold.number, unpaid.number}
    day = f"{now():%Y-%m-%d}"
    expected = {
        "": both,
        "status=completed": {sold.number},
        "status=nonsense": both,
        f"q={unpaid.number}": {unpaid.number},
        f"q={unpaid.number[:8]}": both,
        "q=138%200000%201111": set(),
        "q=13800001111": {unpaid.number},
        "q=nobody@example.com": set(),
        f"item=s{shelf.sku.id}": both,
        f"item=p{shelf.product.id}&status=completed": {sold.number},
        f"item=s{uuid.uuid4()}": both,
        "method=sandbox": {sold.number},
        "method=card": set(),
        "since=2000-01-01&until=2000-01-02": set(),
        f"by=paid&since=2000-01-01&until={day[:4]}-12-31": {sold.number},
        "since=broken": both,
        "least=90": {sold.number},
        "most=89.99": {unpaid.number},
        "case=open": set(),
        "case=none": both,
        "language=en": {unpaid.number},
        f"buyer={uuid.uuid4()}": set(),
    }
    assert {query: numbers_in(text_of(client.get(f"/console/orders?{query}"))) for query in expected} == expected


def test_a_list_of_many_orders_asks_as_few_questions_as_one_of_few(
    tenant, shelf, sold, unpaid, django_assert_max_num_queries
):
    client = staff(tenant)
    client.get("/console/orders")
    with tenant_context(tenant):
        for _ in range(5):
            bought(shelf)
    with django_assert_max_num_queries(9):
        page = text_of(client.get("/console/orders"))
    assert len(numbers_in(page)) == 7


def test_an_order_opens_beside_the_list_without_its_acts_and_as_a_page_with_them(tenant, sold):
    client, path = staff(tenant), f"/console/orders/{sold.id}"
    beside = text_of(client.get(path, headers={"HX-Target": "panel-body"}))
    assert ("<html" in beside, "发起退款" in beside, sold.number in beside) == (False, False, True)
    page = text_of(client.get(path))
    assert "发起退款" in page
    assert "/lookup?number=" in page
    with tenant_context(tenant):
        secrets = codes_of(list_issue_lines(sold))
    assert not [secret for secret in secrets if secret in page + beside]


def test_what_cannot_be_done_now_is_said_with_its_reason(tenant, unpaid, sold):
    client = staff(tenant)
    page = text_of(client.get(f"/console/orders/{unpaid.id}"))
    assert "没有收到这笔订单的付款" in page
    assert "还没有发货" in page
    assert "只有待支付的订单可以关闭" in text_of(client.get(f"/console/orders/{sold.id}"))


ACTS = {
    "note": ({"text": "x"}, {"owner", "support", "finance"}),
    "refund": ({"reason": "x"}, {"owner", "finance"}),
    "replace": ({"code": "", "reason": "x"}, {"owner", "support"}),
    "resend": ({}, {"owner", "support"}),
    "contact": ({"contact": "x", "reason": "x"}, {"owner", "support"}),
    "close": ({"reason": "x"}, {"owner", "support"}),
    "case": ({"why": "by_hand", "reason": "x"}, {"owner", "support"}),
}


@pytest.mark.parametrize("role", ["owner", "support", "finance", "operations", "developer"])
def test_each_role_does_its_own_part_of_an_order(tenant, sold, role):
    client = staff(tenant, role)
    with tenant_context(tenant):
        code = str(list_codes_of(sold)[0].stored.id)
    for act, (data, roles) in ACTS.items():
        given = {**data, "code": code} if "code" in data else data
        assert (client.post(f"/console/orders/{sold.id}/{act}", given).status_code == 302) == (role in roles), act
    allowed = client.post(f"/console/orders/{sold.id}/codes/{code}", {"reason": "x"}).status_code != 404
    assert allowed == (role in {"owner", "support"})
    exported = client.post("/console/orders/export", {"format": "csv"}).status_code != 404
    assert exported == (role in {"owner", "finance"})


def test_nothing_of_another_shop_can_be_acted_on(tenant, other_tenant, sold):
    client = staff(other_tenant)
    with tenant_context(tenant):
        code = list_codes_of(sold)[0].stored.id
    data = {
        "text": "x", "reason": "x", "sure": "1", "how": "whole", "token": str(uuid.uuid4()), "code": str(code),
        "contact": "a@b.example", "contact_type": "email", "why": "by_hand",
    }  # fmt: skip
    for act in [*ACTS, f"codes/{code}"]:
        assert client.post(f"/console/orders/{sold.id}/{act}", data).status_code == 404, act
    for path in (f"orders/{sold.id}", f"customers/of/{sold.id}", f"customers/g{bytes(sold.contact_hash).hex()}"):
        assert client.get(f"/console/{path}").status_code == 404
    with tenant_context(tenant):
        assert (OrderNote.objects.count(), GatewayRefund.objects.count(), Reveal.objects.count()) == (0, 0, 0)


def test_money_leaves_once_confirmed_with_a_reason_and_once_for_each_form(tenant, sold):
    client, path = staff(tenant), f"/console/orders/{sold.id}/refund"
    token = re.search(r'name="token" value="([^"]+)"', text_of(client.get(f"/console/orders/{sold.id}")))[1]
    form = {"token": token, "how": "part", "amount": "10.5", "codes": "keep", "reason": "协商", "sure": "1"}
    for change, said in (
        ({"sure": ""}, "请先勾选确认"),
        ({"reason": " "}, "请填写原因"),
        ({"amount": "1,5x"}, "金额无法识别"),
        ({"amount": "90.01"}, "超过"),
    ):
        assert said in text_of(client.post(path, {**form, **change}, follow=True))
    assert client.post(path, {**form, "token": "x"}).status_code == 404
    for _ in range(2):
        assert "¥10.50 已提交" in text_of(client.post(path, form, follow=True))
    with tenant_context(tenant):
        assert [refund.amount for refund in GatewayRefund.objects.all()] == [1050]
        entry = AuditEntry.objects.filter(act="order_refund").order_by("id").last()
        assert (entry.reason, entry.outcome.detail["amount"]) == ("协商", "¥10.50")


def test_one_code_is_shown_for_a_reason_that_is_kept(tenant, sold):
    client = staff(tenant, "support")
    with tenant_context(tenant):
        code = list_codes_of(sold)[0].stored.id
        secrets = codes_of(list_issue_lines(sold))
        Reveal.objects.count()
    path = f"/console/orders/{sold.id}/codes/{code}"
    page = text_of(client.post(path, {"reason": " "}, follow=True))
    assert not [secret for secret in secrets if secret in page]
    answer = client.post(path, {"reason": "买家来电核对"})
    assert sum(secret in text_of(answer) for secret in secrets) == 1
    assert answer.headers["Cache-Control"] == "no-store"
    with tenant_context(tenant):
        look = Reveal.objects.get(actor__contains="@")
        assert look.code_id == code
        assert OrderNote.objects.get().text == "买家来电核对"
        assert AuditEntry.objects.filter(act="order_code", reason="买家来电核对").count() == 1
    assert client.post(f"/console/orders/{sold.id}/codes/{uuid.uuid4()}", {"reason": "x"}).status_code == 404


def test_the_other_acts_do_what_they_say_and_stand_in_the_story(tenant, shelf, sold, unpaid):
    client = staff(tenant)
    with tenant_context(tenant):
        code = str(list_codes_of(sold)[0].stored.id)

    def act(placed, name, **data):
        return text_of(client.post(f"/console/orders/{placed.id}/{name}", data, follow=True))

    assert "备注已保存" in act(sold, "note", text="<b>电话确认</b>")
    assert "已换卡" in act(sold, "replace", code=code, reason="已被使用")
    assert "已更正" in act(sold, "contact", contact="right@example.com", contact_type="email", reason="写错了")
    assert "已重新发送" in act(sold, "resend")
    assert "已转入异常订单" in act(sold, "case", why="by_hand", reason="还要跟进")
    assert "订单已关闭" in act(unpaid, "close", reason="买家不要了")
    page = text_of(client.get(f"/console/orders/{sold.id}"))
    assert "&lt;b&gt;电话确认&lt;/b&gt;" in page
    for word in ("更正联系方式", "重发消息", "换卡", "人工登记"):
        assert word in page
    with tenant_context(tenant):
        assert Message.objects.get(kind="order_delivered").contact_masked == "r***@example.com"
        assert AbnormalCase.objects.exclude(status="closed").get().reason == "by_hand"
        assert Order.objects.get(pk=unpaid.pk).status == "canceled"


def exported(client, **data):
    answer = client.post("/console/orders/export", {"format": "csv", **data})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_an_export_holds_what_the_list_shows_with_contacts_masked_and_no_formula(tenant, sold, unpaid):
    with tenant_context(tenant):
        OrderLine.objects.filter(order=sold).update(product_name='=HYPERLINK("http://x")')
        OrderLine.objects.filter(order=unpaid).update(product_name="@SUM(A1)")
    client = staff(tenant)
    rows = exported(client).decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert '"\'=HYPERLINK(""http://x"")' in rows[2]
    assert "'@SUM" in rows[1]
    assert "@example.com" not in rows[2] or "***@example.com" in rows[2]
    assert len(exported(client, query="?status=completed").splitlines()) == 2
    with tenant_context(tenant):
        entries = AuditEntry.objects.filter(act="orders_export").order_by("id")
        assert [entry.outcome.detail["rows"] for entry in entries] == [2, 1]


def test_a_sheet_holds_the_same_rows_with_amounts_as_numbers_and_no_formula(tenant, sold):
    with tenant_context(tenant):
        OrderLine.objects.filter(order=sold).update(product_name='=HYPERLINK("http://x")')
    rows = CalamineWorkbook.from_filelike(io.BytesIO(exported(staff(tenant), format="xlsx"))).get_sheet_by_index(0)
    head, row = rows.to_python()
    assert (row[0], row[head.index("金额")], row[4][:11]) == (sold.number, 90.0, "=HYPERLINK(")


def test_whole_contacts_leave_only_for_a_reason_by_whoever_may_and_as_csv(tenant, unpaid):
    client = staff(tenant)
    whole = {"contacts": "1", "reason": "税务核查"}
    assert b"13800001111" in exported(client, **whole)
    for data in ({**whole, "reason": ""}, {**whole, "format": "xlsx"}):
        assert client.post("/console/orders/export", {"format": "csv", **data}).status_code == 302
    assert staff(tenant, "finance").post("/console/orders/export", {"format": "csv", **whole}).status_code == 302


def test_the_queue_is_worked_through_without_losing_ones_place(tenant, shelf, sold):
    client = staff(tenant)
    with tenant_context(tenant):
        other = bought(shelf)
    for placed in (sold, other):
        client.post(f"/console/orders/{placed.id}/case", {"why": "by_hand", "reason": "x"})
    with tenant_context(tenant):
        first, second = AbnormalCase.objects.order_by("due_at", "id")
    page = text_of(client.get("/console/cases?whose=nobody"))
    assert page.index(first.number) < page.index(second.number)
    taken = client.post("/console/cases/next", {"back": "whose=nobody"})
    assert taken.headers["Location"] == f"/console/cases/{first.id}"
    client.get("/console/cases?whose=")
    page = text_of(client.get(f"/console/cases/{first.id}"))
    assert f'rel="next" href="/console/cases/{second.id}"' in page
    closed = client.post(f"/console/cases/{first.id}/close", {"reason": "已处理"})
    assert closed.headers["Location"] == f"/console/cases?whose=#case-{second.id}"
    client.post("/console/cases/next")
    assert "没有未分派的工单" in text_of(client.post("/console/cases/next", {"back": "x=//evil"}, follow=True))
    bad = client.post("/console/cases/assign", {"assignee": "", "back": "whose=mine&next=//evil"})
    assert bad.headers["Location"] == "/console/cases?whose=mine"


def test_the_look_up_link_opens_nothing_by_itself(tenant, sold):
    page = text_of(staff(tenant).get(f"/console/orders/{sold.id}"))
    path = re.search(r'data-copy="https?://[^/"]+(/lookup[^"]+)"', page)[1]
    shown = text_of(shop(tenant).get(path))
    assert "order-codes" not in shown
    assert 'name="contact"' in shown


def test_a_disputed_or_late_payment_shows_on_the_page_as_it_is(tenant, unpaid):
    with tenant_context(tenant):
        says(open_payment(unpaid), amount=100)
    page = text_of(staff(tenant).get(f"/console/orders/{unpaid.id}"))
    assert "这笔订单在异常订单里等待处理" in page
