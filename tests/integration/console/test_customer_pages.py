"""Customers in the back office: found by whole contacts alone, kept out, given their data, forgotten with what the law keeps."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.access.models import AuditEntry
from tenants.customers.models import Buyer
from tenants.notifications.models import Message
from tenants.orders.models import Order
from tests.integration.console.test_back_office import staff
from tests.integration.customers.test_races import make_buyer
from tests.integration.orders.cases import settle
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import make_shelf, stock


@pytest.fixture
def anna(tenant):
    """An account with a delivered order, and one that its contact bought as a guest."""
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 10)
    with tenant_context(tenant):
        buyer = make_buyer("anna@mail.example")
        for buyer_id in (buyer.id, None):
            placed = order((shelf.sku, 1), contact="anna@mail.example", buyer_id=buyer_id)
            says(open_payment(placed))
        settle()
        return buyer


@pytest.fixture
def guest(tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 5)
    with tenant_context(tenant):
        placed = order((shelf.sku, 1), contact="13800001111", contact_type="phone")
        says(open_payment(placed))
        return placed


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def path_of(guest):
    return f"/console/customers/g{bytes(guest.contact_hash).hex()}"


def test_accounts_are_listed_with_what_they_bought_and_found_by_the_whole_contact_alone(tenant, anna):
    client = staff(tenant)
    page = text_of(client.get("/console/customers"))
    assert "a***@mail.example" in page
    assert "¥45.00" in page
    assert "anna@" not in page
    assert "a***" in text_of(client.get("/console/customers?q=Anna@mail.example"))
    assert "a***" not in text_of(client.get("/console/customers?q=anna"))
    assert "a***" not in text_of(client.get("/console/customers?state=blocked"))


def test_guests_are_listed_by_contact_and_open(tenant, guest):
    client = staff(tenant, "support")
    page = text_of(client.get("/console/customers/guests"))
    assert path_of(guest) in page
    assert "138****111" in page
    assert "13800001111" not in page
    assert path_of(guest) in text_of(client.get("/console/customers/guests?q=13800001111"))
    assert guest.number in text_of(client.get(path_of(guest)))
    assert client.get(f"/console/customers/of/{guest.id}").headers["Location"] == path_of(guest)
    for wrong in ("gzz", "g", "x", "g00112233445566778899aabbccddeeff"):
        assert client.get(f"/console/customers/{wrong}").status_code == 404


@pytest.mark.parametrize(
    ("role", "sees", "blocks", "data"),
    [("owner", True, True, True), ("support", True, True, False), ("finance", False, False, False), ("operations", False, False, False)],
)  # fmt: skip
def test_each_role_does_its_own_part_of_a_customer(tenant, guest, role, sees, blocks, data):
    client, path = staff(tenant, role), path_of(guest)
    assert (client.get(path).status_code == 200) == sees
    given = {"block": blocks, "unblock": blocks, "data": data, "erase": data}
    assert {act: client.post(f"{path}/{act}", {"reason": ""}).status_code == 302 for act in given} == given


def test_a_block_takes_a_reason_shows_and_is_lifted(tenant, guest):
    client, path = staff(tenant, "support"), path_of(guest)
    assert "请填写原因" in text_of(client.post(f"{path}/block", {"reason": ""}, follow=True))
    page = text_of(client.post(f"{path}/block", {"reason": "恶意投诉"}, follow=True))
    assert "已拉黑" in page
    assert "恶意投诉" in page
    assert "已解除" in text_of(client.post(f"{path}/unblock", {"reason": "误会"}, follow=True))


def test_personal_data_is_handed_out_whole_for_a_reason(tenant, anna):
    client, path = staff(tenant), f"/console/customers/{anna.id}"
    assert client.post(f"{path}/data", {"format": "json"}).status_code == 302
    facts = client.post(f"{path}/data", {"format": "json", "reason": "本人来信申请"}).json()
    assert facts["account"]["contact"] == "anna@mail.example"
    assert [each["contact"] for each in facts["orders"]] == ["anna@mail.example"] * 2
    assert facts["orders"][0]["payments"][0]["amount"] == "45.00"
    assert "anna@mail.example" in text_of(client.post(f"{path}/data", {"format": "html", "reason": "本人来信申请"}))
    with tenant_context(tenant):
        entry = AuditEntry.objects.filter(act="customer_data").order_by("id").last()
        assert (entry.reason, entry.outcome.detail) == ("本人来信申请", {"orders": 2})


def erase(client, path, typed, reason="本人申请"):
    return text_of(client.post(f"{path}/erase", {"typed": typed, "reason": reason}, follow=True))


def test_a_person_is_forgotten_after_their_contact_was_typed_and_what_was_traded_stays(tenant, anna):
    client, path = staff(tenant), f"/console/customers/{anna.id}"
    plan = text_of(client.get(path))
    for word in ("2 笔订单的联系方式", "电子商务法第 31 条", "30 年"):
        assert word in plan
    assert "不一致" in erase(client, path, "anna@mail.example")
    assert "请填写原因" in erase(client, path, "a***@mail.example", reason="")
    assert "个人信息已删除" in erase(client, path, "a***@mail.example")
    with tenant_context(tenant):
        assert Buyer.objects.get(pk=anna.pk).erased_at is not None
        orders = list(Order.objects.all())
        assert {bytes(each.contact_sealed) for each in orders} == {b""}
        assert [each.amount for each in orders] == [4500, 4500]
        assert {message.contact_masked for message in Message.objects.exclude(state="queued")} <= {""}
    assert "个人信息已删除" in text_of(client.get(path))
    assert client.post(f"{path}/block", {"reason": "x"}).status_code == 302


def test_a_guest_is_forgotten_too_and_their_page_is_gone(tenant, guest):
    client, path = staff(tenant), path_of(guest)
    assert "个人信息已删除" in erase(client, path, "138****111")
    assert client.get(path).status_code == 404
    with tenant_context(tenant):
        assert Order.objects.get().contact_masked == ""


def test_nobody_is_forgotten_whose_order_is_on_its_way(tenant, guest):
    client, path = staff(tenant), path_of(guest)
    with tenant_context(tenant):
        Order.objects.update(status="processing")
    assert "1 笔未完结" in text_of(client.get(path))
    assert "什么都没有删除" in erase(client, path, "138****111")
    with tenant_context(tenant):
        assert Order.objects.get().contact_masked == "138****111"


def test_a_customer_of_another_shop_does_not_exist(tenant, other_tenant, anna, guest):
    client = staff(other_tenant)
    for path in (f"/console/customers/{anna.id}", path_of(guest)):
        assert client.get(path).status_code == 404
        for act in ("block", "unblock", "data", "erase"):
            data = {"reason": "x", "typed": "a***@mail.example"}
            assert client.post(f"{path}/{act}", data).status_code == 404
