"""What a buyer finds in their account, and what of it is kept when they leave."""

import re

import orjson
import pytest
from django.test import Client

from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from tenants.customers.models import Buyer, Device, OneTimeCode
from tenants.orders.models import Order, OrderLine
from tests.integration.customers.buying import (
    IPHONE,
    log_in,
    mailed_digits,
    mails_of,
    may_ask_again,
    shown,
    texts,
)
from tests.integration.storefront.test_purchase import asked_of, buy, pay
from tests.world import make_shelf, shop, stock

GOOD = "correct horse battery"


@pytest.fixture
def anna(tenant):
    """A browser that is logged in, by a code just now."""
    return log_in(tenant)


def bought(client, tenant, shelf, **fields):
    """A paid order."""
    pay(client, tenant, asked_of(buy(client, shelf, **fields)), provider_id=f"SBX{now().timestamp()}")
    with tenant_context(tenant):
        return Order.objects.order_by("-created_at").first()


def age_confirmation(tenant):
    with tenant_context(tenant):
        Device.objects.update(confirmed_at=None)


def test_orders_bought_while_logged_in_stand_in_the_account_on_every_device(tenant, shelf, anna):
    order = bought(anna, tenant, shelf)
    elsewhere = log_in(tenant, agent=IPHONE)
    assert order.number in elsewhere.get("/me").content.decode()
    assert elsewhere.get(f"/orders/{order.number}").status_code == 200
    codes = elsewhere.post(f"/orders/{order.number}/codes").content.decode()
    assert re.search(rf"<code>{shelf.sku.sku_code}-\d{{8}}</code>", codes)
    assert f"{shelf.sku.sku_code}-" in elsewhere.post(f"/orders/{order.number}/codes.txt").content.decode()


def test_nobody_else_sees_them(tenant, shelf, anna):
    order = bought(anna, tenant, shelf)
    stranger = log_in(tenant, "eve@mail.example")
    assert order.number not in stranger.get("/me").content.decode()
    for answer in (
        stranger.get(f"/orders/{order.number}"),
        stranger.post(f"/orders/{order.number}/codes"),
        stranger.post(f"/orders/{order.number}/codes.txt"),
    ):
        assert answer.status_code == 404


def test_who_logged_out_sees_them_no_more(tenant, shelf, anna):
    order = bought(anna, tenant, shelf)
    anna.post("/me/logout")
    assert anna.get(f"/orders/{order.number}").status_code == 404
    assert anna.post(f"/orders/{order.number}/codes").status_code == 404


def test_a_guests_order_belongs_to_nobody_until_it_is_added(tenant, shelf, anna):
    order = bought(shop(tenant), tenant, shelf, query_password="tricky-9")
    assert order.buyer_id is None
    wrong = {"number": order.number, "contact": "13812345678", "query_password": "nope"}
    assert anna.post("/me/orders/add", wrong).status_code == 422
    assert anna.post("/me/orders/add", {**wrong, "query_password": "tricky-9"}).headers["Location"] == "/me"
    assert order.number in anna.get("/me").content.decode()


def test_an_order_of_another_account_is_answered_as_if_it_were_not_there(tenant, shelf, anna):
    order = bought(anna, tenant, shelf)
    eve = log_in(tenant, "eve@mail.example")
    right = eve.post("/me/orders/add", {"number": order.number, "contact": "13812345678"})
    absent = eve.post("/me/orders/add", {"number": "20260101000000000000", "contact": "13812345678"})
    assert (right.status_code, shown(right)) == (absent.status_code, shown(absent)) == (422, shown(absent))
    with tenant_context(tenant):
        assert Order.objects.get().buyer_id == Buyer.objects.get(contact_masked="a***@mail.example").id


def test_the_list_costs_the_same_queries_however_long_it_is(tenant, shelf, anna, django_assert_max_num_queries):
    for _ in range(3):
        bought(anna, tenant, shelf)
    with django_assert_max_num_queries(12):
        assert anna.get("/me").status_code == 200


def test_the_checkout_knows_the_buyers_contact(tenant, shelf, anna):
    page = anna.get("/checkout", {"sku": str(shelf.sku.id), "quantity": 1}).content.decode()
    assert 'value="anna@mail.example"' in page


def test_a_new_device_is_told_of_and_a_known_one_is_not(tenant, anna):
    assert mails_of(tenant, "alert") == []  # the first is no news
    elsewhere = log_in(tenant, agent=IPHONE)
    [alert] = mails_of(tenant, "alert")
    assert "新设备登录" in alert.subject
    assert "Mobile Safari · iOS" in alert.body
    elsewhere.post("/me/logout")
    log_in(tenant, client=elsewhere)
    assert len(mails_of(tenant, "alert")) == 1


def test_a_device_that_is_removed_is_logged_out_and_a_stranger_from_then_on(tenant, anna):
    elsewhere = log_in(tenant, agent=IPHONE)
    page = anna.get("/me/devices").content.decode()
    assert "Mobile Safari · iOS" in page
    assert "本机" in page
    with tenant_context(tenant):
        gone = Device.objects.get(label__contains="iOS")
    anna.post("/me/devices/remove", {"device": str(gone.id)})
    assert elsewhere.get("/me").status_code == 302
    log_in(tenant, agent=IPHONE, client=elsewhere)
    assert len(mails_of(tenant, "alert")) == 2


def test_nobody_removes_devices_of_others(tenant, anna):
    log_in(tenant, "eve@mail.example").post("/me/devices/remove", {"device": str(_device(tenant).id)})
    assert anna.get("/me").status_code == 200


def _device(tenant):
    with tenant_context(tenant):
        return Device.objects.get(buyer__contact_masked="a***@mail.example")


def test_what_matters_asks_for_a_code_first(tenant, anna):
    age_confirmation(tenant)
    for path in ("/me/settings/password", "/me/settings/contact", "/me/settings/payment-password", "/me/data"):
        assert anna.get(path).headers["Location"].startswith("/me/confirm")
    for path in ("/me/data/export", "/me/data/erase"):
        assert anna.post(path, {"understood": "1"}).headers["Location"].startswith("/me/confirm")
    anna.post("/me/settings/password", {"password": GOOD})
    with tenant_context(tenant):
        assert Buyer.objects.get().password == ""
    may_ask_again(tenant)
    anna.post("/me/confirm", {"next": "/me/settings/password"})
    assert anna.post("/me/confirm", {"next": "/me/settings/password", "digits": "000000x"}).status_code == 422
    answer = anna.post("/me/confirm", {"next": "/me/settings/password", "digits": mailed_digits(tenant)})
    assert answer.headers["Location"] == "/me/settings/password"
    assert anna.post("/me/settings/password", {"password": GOOD}).headers["Location"] == "/me/settings"
    with tenant_context(tenant):
        assert Buyer.objects.get().password != ""


@pytest.mark.parametrize("bad", ["short", "1234567890123", "password123", ""])
def test_a_poor_password_is_refused(tenant, anna, bad):
    assert anna.post("/me/settings/password", {"password": bad}).status_code == 422
    with tenant_context(tenant):
        assert Buyer.objects.get().password == ""


def test_a_new_password_logs_other_devices_out_and_is_told(tenant, anna):
    elsewhere = log_in(tenant, agent=IPHONE)
    anna.post("/me/settings/password", {"password": GOOD})
    assert [client.get("/me").status_code for client in (anna, elsewhere)] == [200, 302]
    assert "登录密码" in mails_of(tenant, "alert")[0].subject


def test_a_contact_is_changed_by_whoever_has_both(tenant, anna):
    assert anna.post("/me/settings/contact", {"contact": "13812345678"}).status_code == 302
    digits = re.search(r"\d{6}", texts(tenant)[0][1])[0]
    assert anna.post("/me/settings/contact", {"digits": digits}).headers["Location"] == "/me/settings"
    with tenant_context(tenant):
        assert Buyer.objects.get().contact_masked == "138****678"
    assert mails_of(tenant, "alert")[0].to == ["anna@mail.example"]
    assert anna.get("/me").status_code == 200


def test_a_contact_of_another_account_is_not_taken(tenant, anna):
    log_in(tenant, "eve@mail.example")
    may_ask_again(tenant)
    anna.post("/me/settings/contact", {"contact": "eve@mail.example"})
    answer = anna.post("/me/settings/contact", {"digits": mailed_digits(tenant)})
    assert answer.status_code == 422
    with tenant_context(tenant):
        assert set(Buyer.objects.values_list("contact_masked", flat=True)) == {
            "a***@mail.example",
            "e***@mail.example",
        }


def test_the_export_holds_what_is_known_and_no_code(tenant, anna):
    asks = [
        {"name": "account", "label": "充值账号", "label_en": "", "type": "text", "required": True, "max_length": 40}
    ]
    shelf = make_shelf(tenant, input_schema=asks)
    stock(tenant, shelf, 2)
    field = f"i-{shelf.sku.id.hex}-account"
    order = bought(anna, tenant, shelf, **{field: "anna-plays"})
    anna.post(f"/orders/{order.number}/codes")
    answer = anna.post("/me/data/export")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    known = orjson.loads(answer.content)
    assert known["account"]["contact"] == "anna@mail.example"
    [exported] = known["orders"]
    assert (exported["number"], exported["contact"], exported["amount"]) == (order.number, "13812345678", "45.00")
    assert exported["lines"][0]["answers"] == {"account": "anna-plays"}
    assert len(exported["looks"]) == 1
    assert len(known["devices"]) == 1
    assert f"{shelf.sku.sku_code}-0" not in answer.content.decode()


def test_erasure_forgets_the_person_and_keeps_the_transaction(tenant, anna):
    asks = [
        {"name": "account", "label": "充值账号", "label_en": "", "type": "text", "required": True, "max_length": 40}
    ]
    shelf = make_shelf(tenant, input_schema=asks)
    stock(tenant, shelf, 2)
    order = bought(anna, tenant, shelf, **{f"i-{shelf.sku.id.hex}-account": "anna-plays", "query_password": "tricky-9"})
    page = anna.get("/me/data").content.decode()
    assert "三十一条" in page
    assert anna.post("/me/data/erase").status_code == 422
    with tenant_context(tenant):
        assert Buyer.objects.get().erased_at is None
    assert anna.post("/me/data/erase", {"understood": "1"}).status_code == 200
    with tenant_context(tenant):
        buyer, kept, line = Buyer.objects.get(), Order.objects.get(), OrderLine.objects.get()
        assert (buyer.contact_sealed, buyer.contact_hash, buyer.contact_masked) == (None, None, "")
        assert (bytes(kept.contact_sealed), kept.contact_masked, kept.query_password) == (b"", "", "")
        assert bytes(kept.contact_hash) == bytes(16)
        assert line.inputs is None
        assert (kept.number, kept.amount, kept.status, kept.paid_at) == (
            order.number,
            order.amount,
            "completed",
            order.paid_at,
        )
        assert not Device.objects.exists()
        assert not OneTimeCode.objects.exists()
    assert anna.get("/me").status_code == 302
    again = log_in(tenant)
    assert order.number not in again.get("/me").content.decode()
    look_up = {"number": order.number, "contact": "13812345678", "query_password": "tricky-9"}
    assert shop(tenant).post("/lookup", look_up).status_code == 422


def test_nobody_is_forgotten_while_an_order_is_on_its_way(tenant, shelf, anna):
    buy(anna, shelf)
    assert anna.post("/me/data/erase", {"understood": "1"}).status_code == 422
    with tenant_context(tenant):
        assert Buyer.objects.get().erased_at is None
        assert Order.objects.get().contact_masked != ""


def test_forms_want_a_token(tenant, anna):
    strict = Client(enforce_csrf_checks=True, headers={"Host": tenant.host})
    strict.cookies = anna.cookies
    for path in (
        "/me/orders/add",
        "/me/devices/remove",
        "/me/confirm",
        "/me/settings/password",
        "/me/settings/contact",
        "/me/settings/payment-password",
        "/me/data/export",
        "/me/data/erase",
    ):
        assert strict.post(path, {"understood": "1", "password": GOOD}).status_code == 403


def test_pages_answer_in_both_languages_under_a_strict_policy(tenant, shelf, anna):
    bought(anna, tenant, shelf)
    for language in ("zh-hans", "en"):
        for path in (
            "/me",
            "/me/orders/add",
            "/me/devices",
            "/me/settings",
            "/me/settings/password",
            "/me/settings/contact",
            "/me/settings/payment-password",
            "/me/data",
            "/me/confirm",
        ):
            answer = anna.get(path, headers={"Accept-Language": language})
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "no-store"
            assert "unsafe" not in answer.headers["Content-Security-Policy"]
