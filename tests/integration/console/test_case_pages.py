"""Abnormal orders in the back office: who sees what, who does what, and what the pages never show."""

import hashlib
import re

import pytest

from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import Product, Sku
from tenants.orders.enums import CaseReason, CaseStatus, OrderStatus
from tenants.orders.models import AbnormalCase, CaseNote, LineLook, Order, OrderLine
from tenants.orders.selectors import list_codes_of, list_issue_lines
from tenants.orders.services.ask_for_help import ask_for_help
from tenants.payments.models import GatewayRefund
from tests.integration.console.test_back_office import staff
from tests.integration.orders.cases import bought, sold_out
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import codes_of, make_shelf, now, shop, stock

ACCOUNT = {
    "name": "account", "label": "充值账号", "label_en": "", "type": "phone", "required": True, "max_length": 20, "options": [],
}  # fmt: skip


@pytest.fixture
def gone(tenant):
    """A paid order whose codes are gone, with its case."""
    shelf = make_shelf(tenant)
    with tenant_context(tenant):
        placed, case = sold_out(shelf)
    return shelf, placed, case


@pytest.fixture
def complained(tenant):
    """A delivered order of which a code is said not to work."""
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 5)
    with tenant_context(tenant):
        placed = bought(shelf, 2)
        code = list_codes_of(placed)[0].stored.id
        case = ask_for_help(order=placed, reason=CaseReason.CODE_REPORTED, code_id=code, text="已被使用", now=now())
    return placed, case


@pytest.fixture
def waiting(tenant):
    """A paid order that a person delivers."""
    shelf = make_shelf(tenant)
    with tenant_context(tenant):
        Product.objects.filter(pk=shelf.product.pk).update(fulfilment="manual")
        Sku.objects.filter(pk=shelf.sku.pk).update(input_schema=[ACCOUNT])
        placed = order((shelf.sku, 1, {"account": "13812345678"}))
        says(open_payment(placed))
        return OrderLine.objects.get(order=placed)


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("role", "sees", "works", "refunds", "fulfils"),
    [
        ("owner", True, True, True, True),
        ("support", True, True, False, True),
        ("finance", True, False, True, False),
        ("operations", False, False, False, False),
    ],
)
def test_each_role_sees_and_does_its_own_part(tenant, complained, waiting, role, sees, works, refunds, fulfils):
    _, case = complained
    client = staff(tenant, role)
    for path in ("/console/cases", f"/console/cases/{case.id}"):
        assert (client.get(path).status_code == 200) == sees
    may = {
        f"/console/cases/{case.id}/note": works,
        f"/console/cases/{case.id}/close": works,
        "/console/cases/assign": works,
        f"/console/cases/{case.id}/refund": refunds,
        f"/console/fulfil/{waiting.id}/look": fulfils,
        f"/console/fulfil/{waiting.id}/hand-over": fulfils,
    }
    assert {path: client.post(path).status_code != 404 for path in may} == may
    if sees:
        page = text_of(client.get(f"/console/cases/{case.id}"))
        assert ("原路退款" in page, "换一张卡" in page) == (refunds, works)


def test_the_list_is_filtered_counted_and_marks_what_is_late(tenant, gone, complained):
    _, late = complained
    client = staff(tenant)
    with tenant_context(tenant):
        AbnormalCase.objects.filter(pk=late.pk).update(due_at=now(), assignee="owner@alpha.example")
    page = text_of(client.get("/console/cases"))
    assert "2 个未结" in page
    assert page.count("已超时") == 1
    assert page.index(late.number) < page.index(gone[2].number), "what is due first stands first"
    assert gone[2].number not in text_of(client.get("/console/cases?whose=mine"))
    assert late.number not in text_of(client.get("/console/cases?whose=nobody"))
    assert late.number not in text_of(client.get("/console/cases?reason=paid_without_stock"))
    assert late.number not in text_of(client.get("/console/cases?status=closed"))
    assert late.number in text_of(client.get("/console/cases?status=all&reason=nonsense"))


def test_bad_codes_are_counted_beside_their_supplier(tenant, complained):
    _, case = complained
    client = staff(tenant)
    counted = '<td class="number" data-label="换过的坏卡">{}</td>'
    assert counted.format(0) in text_of(client.get("/console/suppliers"))
    client.post(f"/console/cases/{case.id}/replace", {"code": str(case.code_id), "reason": "已被使用"})
    page = text_of(client.get("/console/suppliers"))
    assert counted.format(1) in page


def test_many_are_assigned_at_once_and_only_to_staff_that_works_them(tenant, gone, complained):
    client, ids = staff(tenant), [str(gone[2].id), str(complained[1].id)]
    assert client.post("/console/cases/assign", {"case": ids, "assignee": "stranger@x.example"}).status_code == 404
    assert client.post("/console/cases/assign", {"case": ["x"], "assignee": ""}).status_code == 404
    client.post("/console/cases/assign", {"case": ids, "assignee": "owner@alpha.example"})
    with tenant_context(tenant):
        assert set(AbnormalCase.objects.values_list("assignee", flat=True)) == {"owner@alpha.example"}


def test_pages_mask_codes_and_contacts_and_tell_the_whole_story(tenant, complained):
    placed, case = complained
    client = staff(tenant)
    with tenant_context(tenant):
        secrets = codes_of(list_issue_lines(placed))
    for path in (f"/console/cases/{case.id}", f"/console/orders/{placed.id}", "/console/orders", "/console/cases"):
        page = text_of(client.get(path))
        assert not [secret for secret in secrets if secret in page]
        assert "@example.com" not in page or "***@example.com" in page
    page = text_of(client.get(f"/console/cases/{case.id}"))
    places = [page.index(word) for word in ("下单", "发起支付", "支付通知", "进入异常订单", "已被使用")]
    assert places == sorted(places)
    assert "****-" in page


def test_a_delivery_by_form_and_what_is_said_when_there_is_no_stock(tenant, gone):
    shelf, placed, case = gone
    client = staff(tenant)
    answer = client.post(f"/console/cases/{case.id}/deliver", {}, follow=True)
    assert "库存不足" in text_of(answer)
    stock(tenant, shelf, 1)
    assert "已发货" in text_of(client.post(f"/console/cases/{case.id}/deliver", {}, follow=True))
    assert "已结案" in text_of(client.post(f"/console/cases/{case.id}/deliver", {}, follow=True))
    with tenant_context(tenant):
        assert Order.objects.get(pk=placed.pk).status == OrderStatus.COMPLETED


def test_a_stand_in_is_chosen_on_the_page(tenant, gone):
    _, placed, case = gone
    other = make_shelf(tenant, face_value=6000)
    stock(tenant, other, 1)
    client = staff(tenant)
    page = text_of(client.get(f"/console/cases/{case.id}"))
    name = re.search(r'<select id="(line-[0-9a-f-]+)"', page)[1]
    assert str(other.sku.id) in page
    client.post(f"/console/cases/{case.id}/deliver", {name: str(other.sku.id)})
    with tenant_context(tenant):
        assert list_codes_of(Order.objects.get(pk=placed.pk))[0].sku.id == other.sku.id


def test_no_money_leaves_without_a_confirmation_and_wrong_amounts_are_told(tenant, complained):
    _, case = complained
    client, path = staff(tenant), f"/console/cases/{case.id}/refund"
    for data, said in (
        ({"how": "whole"}, "请先勾选确认"),
        ({"how": "part", "amount": "1,5x", "sure": "1"}, "金额无法识别"),
        ({"how": "part", "amount": "90.01", "sure": "1"}, "超过"),
    ):
        assert said in text_of(client.post(path, data, follow=True))
    with tenant_context(tenant):
        assert not GatewayRefund.objects.exists()
    assert "已提交" in text_of(client.post(path, {"how": "part", "amount": "10.5", "sure": "1"}, follow=True))
    assert "退款正在进行" in text_of(client.post(path, {"how": "whole", "sure": "1"}, follow=True))
    with tenant_context(tenant):
        assert GatewayRefund.objects.get().amount == 1050
        assert AbnormalCase.objects.get().status == CaseStatus.REFUNDING


def test_a_case_of_another_shop_does_not_exist(tenant, other_tenant, complained, waiting):
    _, case = complained
    client = staff(other_tenant)
    for path in (f"cases/{case.id}", f"orders/{case.order_id}"):
        assert client.get(f"/console/{path}").status_code == 404
    for path in (f"cases/{case.id}/replace", f"cases/{case.id}/refund", f"fulfil/{waiting.id}/hand-over"):
        data = {"code": str(case.code_id), "text": "x", "reason": "x", "how": "whole", "sure": "1"}
        assert client.post(f"/console/{path}", data).status_code == 404
    assert client.post(f"/console/cases/{case.id}/anything").status_code == 404


def test_what_a_buyer_answered_is_shown_after_a_recorded_look_and_the_delivery_to_the_buyer_alone(tenant, waiting):
    client = staff(tenant)
    assert "13812345678" not in text_of(client.get("/console/fulfil"))
    assert "13812345678" in text_of(client.post(f"/console/fulfil/{waiting.id}/look"))
    told = client.post(f"/console/fulfil/{waiting.id}/hand-over", {"text": "已充值 <b>1</b>"}, follow=True)
    assert "订单完成" in text_of(told)
    assert "没有等待人工发货" in text_of(client.get("/console/fulfil"))
    assert "已充值" not in text_of(client.get(f"/console/orders/{waiting.order_id}"))
    with tenant_context(tenant):
        placed = Order.objects.get(pk=waiting.order_id)
    buyer = shop(tenant)
    assert buyer.post(f"/orders/{placed.number}/handed-over").status_code == 404
    remember(tenant, buyer, placed)
    assert "已充值" not in text_of(buyer.get(f"/orders/{placed.number}"))
    shown = text_of(buyer.post(f"/orders/{placed.number}/handed-over"))
    assert "已充值 &lt;b&gt;1&lt;/b&gt;" in shown
    with tenant_context(tenant):
        looks = LineLook.objects.order_by("id").values_list("what", "actor")
        assert list(looks) == [("inputs", "owner@alpha.example"), ("handed_over", "buyer")]


def remember(tenant, client, placed):
    """The buyer opens the link that they were sent."""
    with tenant_context(tenant):
        Order.objects.filter(pk=placed.pk).update(token_hash=hashlib.sha256(b"secret-link").digest())
    assert client.get("/order/secret-link").status_code == 302


def test_a_buyer_says_which_code_does_not_work_and_finds_the_new_one_beside_the_others(tenant, complained):
    placed, case = complained
    buyer = shop(tenant)
    path = f"/orders/{placed.number}"
    with tenant_context(tenant):
        foreign = make_shelf(tenant)
        stock(tenant, foreign, 1)
        other = list_codes_of(bought(foreign))[0].public_id
        second = list_codes_of(placed)[1]
    data = {"reason": "code_reported", "code": second.public_id, "text": "提示面额不对"}
    assert buyer.post(f"{path}/help", data).status_code == 404
    remember(tenant, buyer, placed)
    assert buyer.post(f"{path}/help", {**data, "code": other}).status_code == 404
    assert buyer.post(f"{path}/help", data).status_code == 302
    assert buyer.post(f"{path}/help", data).status_code == 302
    page = text_of(buyer.get(path))
    assert "商家已收到" in page
    with tenant_context(tenant):
        opened = AbnormalCase.objects.get(code_id=second.stored.id)
        assert set(CaseNote.objects.filter(case=opened).values_list("text", "author")) == {("提示面额不对", "buyer")}
    shown = text_of(buyer.post(f"{path}/codes"))
    assert shown.count('class="secret"') == 2
    client = staff(tenant)
    answer = client.post(
        f"/console/cases/{case.id}/replace", {"code": str(case.code_id), "reason": "坏卡"}, follow=True
    )
    assert "已换卡" in text_of(answer)
    shown = text_of(buyer.post(f"{path}/codes"))
    assert shown.count('class="secret"') == 3
    assert shown.count("已换新卡") == 1
    assert f'value="{public_id("code", case.code_id)}"' not in shown
    assert len(buyer.post(f"{path}/codes.txt").content.splitlines()) == 2
