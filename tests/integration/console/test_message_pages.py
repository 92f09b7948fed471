"""Messages in the back office: who sees and does what; words that cannot be sent are refused; looks are on record."""

import re

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.notifications.accounts import find_carrier
from tenants.notifications.models import Message, MessageLook, MessageSettings, MessageTemplate, SmsAccount
from tenants.orders.models import Order
from tests.api.v1.testing import run_jobs
from tests.integration.console.test_back_office import staff
from tests.integration.notifications.post_office import PHONE, SECRET, SETTINGS
from tests.integration.orders.ordering import open_payment, order, says
from tests.integration.storefront.test_purchase import asked_of, buy, pay
from tests.world import make_shelf, shop, stock

WORDS = "/console/messages/templates/order_delivered/email/zh-hans"


@pytest.fixture
def told(tenant):
    """The order of a buyer who was told by SMS."""
    shelf = make_shelf(tenant)
    stock(tenant, shelf, ["CANARY-00000001"])
    with tenant_context(tenant):
        placed = order((shelf.sku, 1), contact=PHONE, contact_type="phone")
        says(open_payment(placed))
    run_jobs()
    return placed


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("role", "sees", "decides"), [
    ("owner", 200, 302), ("support", 200, 404), ("operations", 404, 404), ("finance", 404, 404),
])  # fmt: skip
def test_owner_and_support_see_messages_and_the_owner_decides(tenant, role, sees, decides):
    client = staff(tenant, role)
    for path in ("/console/messages", "/console/messages/templates", WORDS):
        assert client.get(path).status_code == sees
    assert client.post("/console/messages/settings", {"daily_cap": "9"}).status_code == decides
    assert client.get("/console/messages/accounts/twilio").status_code == (200 if decides == 302 else 404)


def test_the_list_shows_a_masked_contact_and_a_look_is_on_record_before_it_is_shown(tenant, told):
    client = staff(tenant)
    page = text_of(client.get("/console/messages"))
    assert "138****678" in page
    assert PHONE not in page
    assert "/order/" not in page, "what it said is not in the list"
    with tenant_context(tenant):
        message = Message.objects.get()
        assert not MessageLook.objects.exists()
    opened = text_of(client.post(f"/console/messages/{message.id}/look"))
    assert PHONE in opened
    assert re.search(r"/order/[\w-]{43}", opened)
    assert "CANARY" not in opened
    with tenant_context(tenant):
        assert MessageLook.objects.get().actor == "owner@alpha.example"


def test_where_buyers_really_get_them_nobody_else_reads_messages(tenant, told, settings):
    settings.KAQUAN_LOCAL_OUTBOX = False
    client = staff(tenant)
    with tenant_context(tenant):
        message = Message.objects.get()
    answer = client.post(f"/console/messages/{message.id}/look", follow=True)
    assert "后台不能查看" in text_of(answer)
    with tenant_context(tenant):
        assert not MessageLook.objects.exists()


def test_staff_send_again_to_the_orders_contact_but_not_twice_within_a_minute(tenant, told, time_machine):
    client = staff(tenant)
    with tenant_context(tenant):
        message = Message.objects.get()
    path = f"/console/messages/{message.id}/resend"
    assert "一分钟后" in text_of(client.post(path, follow=True))
    with tenant_context(tenant):
        Message.objects.update(created_at="2026-01-01T00:00:00Z")
    assert "已重新发送" in text_of(client.post(path, follow=True))
    assert "一分钟后" in text_of(client.post(path, follow=True))
    run_jobs()
    with tenant_context(tenant):
        assert list(Message.objects.values_list("state", "order_id")) == [("sent", told.id)] * 2


def test_another_shops_message_is_not_found(tenant, other_tenant, told):
    with tenant_context(tenant):
        message = Message.objects.get()
    client = staff(other_tenant)
    for verb in ("resend", "look"):
        assert client.post(f"/console/messages/{message.id}/{verb}").status_code == 404
    with tenant_context(tenant):
        assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("subject", "body", "words"),
    [
        ("您好", "没有链接", "必须有变量 link"),
        ("您好", "{{link}} {{password}}", "变量 password"),
        ("您好", "{{link}} {{codes}}", "变量 codes"),
        ("您好", "{{link}} {{ shop.owner }}", "写错的变量"),
        ("您好", "{{link}} {% load x %}{{", "写错的变量"),
        ("", "{{link}}", "请填写标题"),
        ("您好\x00", "{{link}}", "不能发送的字符"),
        ("您好", "{{link}}" + "长" * 4_000, "最多 4000 字"),
    ],
)
def test_words_that_cannot_be_sent_are_refused_and_not_lost(tenant, subject, body, words):
    answer = staff(tenant).post(WORDS, {"verb": "save", "subject": subject, "body": body})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert body[:60].replace("%", "%") in answer.content.decode()
    with tenant_context(tenant):
        assert not MessageTemplate.objects.exists()


def test_a_merchants_words_are_previewed_saved_sent_as_text_and_put_back(tenant, mailoutbox):
    client = staff(tenant)
    mine = {"subject": "{{shop}} 发货啦", "body": "<b>$100 %s {0}</b> {{number}}\n{{link}}"}
    assert "Shop alpha 发货啦" in text_of(client.post(WORDS, {"verb": "preview", **mine}))
    with tenant_context(tenant):
        assert not MessageTemplate.objects.exists()
    assert client.post(WORDS, {"verb": "save", **mine}).status_code == 302
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 1)
    with tenant_context(tenant):
        says(open_payment(order((shelf.sku, 1), contact="buyer@example.com")))
    run_jobs()
    (mail,) = mailoutbox
    assert mail.subject == "Shop alpha 发货啦"
    assert "<b>$100 %s {0}</b>" in mail.body
    assert "&lt;b&gt;$100" in mail.alternatives[0].content
    client.post(WORDS, {"verb": "reset"})
    assert "发货啦" not in text_of(client.get(WORDS))


def test_a_name_that_looks_like_a_variable_is_not_filled_again(tenant, mailoutbox):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 1)
    with tenant_context(tenant):
        placed = order((shelf.sku, 1), contact="buyer@example.com")
        placed.lines.update(product_name="{{link}}{{code}}")
        says(open_payment(placed))
    run_jobs()
    assert "{{link}}{{code}}" in mailoutbox[0].body


def test_an_account_is_kept_sealed_and_one_carries_the_messages(tenant):
    client = staff(tenant)
    path = "/console/messages/accounts/"
    assert client.post(path + "twilio", {**SETTINGS["twilio"], "auth_token": "", "enabled": "1"}).status_code == 422
    assert client.post(path + "twilio", {**SETTINGS["twilio"], "auth_token": SECRET, "enabled": "1"}).status_code == 302
    given = {**SETTINGS["aliyun"], "access_key_secret": SECRET, "enabled": "1"}
    assert client.post(path + "aliyun", given).status_code == 302
    assert SECRET not in text_of(client.get(path + "aliyun"))
    with tenant_context(tenant):
        assert find_carrier().gateway == "aliyun"
        assert find_carrier().secrets == {"access_key_secret": SECRET}
        assert SECRET.encode() not in b"".join(bytes(row.secrets) for row in SmsAccount.objects.all())
    assert client.post(path + "aliyun", {**given, "access_key_secret": ""}).status_code == 302
    other = {**given, "access_key_secret": "", "access_key_id": "AK2"}
    assert client.post(path + "aliyun", other).status_code == 422, "another account has other keys"
    assert client.get(path + "outbox").status_code == 404


@pytest.mark.parametrize("cap", ["", "0", "-1", "1e3", "100001", "²"])
def test_a_cap_is_a_number(tenant, cap):
    assert "每日上限须在" in text_of(staff(tenant).post("/console/messages/settings", {"daily_cap": cap}, follow=True))
    with tenant_context(tenant):
        assert not MessageSettings.objects.exists()


def test_a_buyer_has_it_sent_again_once_a_minute_and_only_their_own(tenant, mailoutbox):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 5)
    buyer = shop(tenant)
    pay(buyer, tenant, asked_of(buy(buyer, shelf, contact="buyer@example.com")))
    with tenant_context(tenant):
        number = Order.objects.get().number
    path = f"/orders/{number}/resend"
    assert shop(tenant).post(path).status_code == 404
    assert "重新发送到 b***@example.com" in text_of(buyer.get(f"/orders/{number}"))
    assert "已发送到 b***@example.com" in text_of(buyer.post(path))
    assert "请一分钟后再试" in text_of(buyer.post(path))
    run_jobs()
    assert len(mailoutbox) == 2
    with tenant_context(tenant):
        Message.objects.filter(state="sent").update(created_at="2026-01-01T00:00:00Z")
    assert "已发送到" in text_of(buyer.post(path, {"contact": "else@example.com"}))
    run_jobs()
    assert {tuple(mail.to) for mail in mailoutbox} == {("buyer@example.com",)}
