import re
import urllib.parse

import orjson
import pytest
from django.core import signing

from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.inventory.selectors import list_stock
from tenants.issuance.models import Issuance
from tenants.orders.enums import OrderStatus
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.services.expire_orders import expire_orders
from tenants.payments.gateways.sandbox import SALT, sign_notice
from tenants.payments.models import GatewayNotice
from tests.world import make_shelf, now, shop, stock


def buy(client, shelf, quantity=1, **fields):
    data = {"sku": str(shelf.sku.id), "quantity": quantity, "contact": "13812345678", "terms": "1", **fields}
    return client.post("/checkout", data)


def asked_of(answer):
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(answer.headers["Location"]).query)
    return signing.loads(query["p"][0], salt=SALT)


def pay(client, tenant, asked, *, amount=None, provider_id="SBX1", timestamp=None, account=None, number=None):
    import time

    body = orjson.dumps(
        {
            "number": number or asked["number"],
            "provider_id": provider_id,
            "amount": asked["amount"] if amount is None else amount,
            "currency": asked["currency"],
        }
    )
    stamp = timestamp or str(int(time.time()))
    return client.post(
        "/payments/notify/sandbox",
        body,
        content_type="application/json",
        headers={"Sandbox-Timestamp": stamp, "Sandbox-Signature": sign_notice(account or tenant.code, stamp, body)},
    )


def order_of(tenant):
    with tenant_context(tenant):
        return Order.objects.get()


def test_a_gift_card_of_the_shops_own_making_is_bought_like_any_other_code(tenant):
    shelf = make_shelf(tenant, code_mode="generated", redemption="amount", face_value=5000, cost=0)
    client = shop(tenant)
    assert "充足" in client.get(f"/p/{shelf.product.slug}").content.decode()
    asked = asked_of(buy(client, shelf, 2))
    assert pay(client, tenant, asked).content == b"success"
    order = order_of(tenant)
    assert order.status == OrderStatus.COMPLETED
    shown = client.post(f"/orders/{order.number}/codes").content.decode()
    assert len(set(re.findall(r"<code>((?:[0-9A-Z]{5}-){3}[0-9A-Z]{5})</code>", shown))) == 2
    with tenant_context(tenant):
        assert list_balances()[(AccountCode.CARD_LIABILITY, "CNY")] == -10_000


def test_a_buyer_pays_and_holds_the_code(tenant, shelf):
    client = shop(tenant)
    page = client.get(f"/p/{shelf.product.slug}")
    assert shelf.product.name in page.content.decode()
    placed = buy(client, shelf)
    assert placed.status_code == 302
    assert placed.headers["Location"].startswith("http://pay.")
    asked = asked_of(placed)
    assert pay(client, tenant, asked).content == b"success"
    order = order_of(tenant)
    assert order.status == OrderStatus.COMPLETED
    shown = client.post(f"/orders/{order.number}/codes").content.decode()
    assert re.search(rf"<code>{shelf.sku.sku_code}-\d{{8}}</code>", shown)
    text = client.post(f"/orders/{order.number}/codes.txt")
    assert text.headers["Content-Disposition"].startswith("attachment")
    assert text.headers["Cache-Control"] == "no-store"
    with tenant_context(tenant):
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 4
        assert list_balances() == {
            (AccountCode.CODE_STOCK, "CNY"): 4 * 4000,
            (AccountCode.COST_OF_CODES, "CNY"): 4000,
            (AccountCode.SUPPLIER_PAYABLE, "CNY"): -5 * 4000,
            (AccountCode.PROVIDER_BALANCE, "CNY"): 4500,
            (AccountCode.SALES, "CNY"): -4500,
        }


def test_a_repeated_notice_is_answered_success_and_changes_nothing(tenant, shelf):
    client = shop(tenant)
    asked = asked_of(buy(client, shelf))
    for _ in range(3):
        assert pay(client, tenant, asked).content == b"success"
    with tenant_context(tenant):
        assert Issuance.objects.count() == 1
        assert not AbnormalCase.objects.exists()
        assert list(GatewayNotice.objects.order_by("received_at").values_list("outcome", flat=True)) == [
            "settled",
            "repeated",
            "repeated",
        ]


def test_a_wrong_amount_is_kept_and_opens_a_case_and_delivers_nothing(tenant, shelf):
    client = shop(tenant)
    asked = asked_of(buy(client, shelf))
    assert pay(client, tenant, asked, amount=1).content == b"success"
    assert order_of(tenant).status == OrderStatus.ABNORMAL
    with tenant_context(tenant):
        assert AbnormalCase.objects.get().reason == "wrong_amount"
        assert not Issuance.objects.exists()
    assert client.post(f"/orders/{order_of(tenant).number}/codes").status_code == 404


def test_an_unknown_payment_is_kept_and_opens_a_case(tenant, shelf):
    client = shop(tenant)
    asked = asked_of(buy(client, shelf))
    assert pay(client, tenant, asked, number="P000").content == b"success"
    with tenant_context(tenant):
        assert AbnormalCase.objects.get().reason == "unknown_payment"
    assert order_of(tenant).status == OrderStatus.PENDING_PAYMENT


@pytest.mark.parametrize("forgery", [{"timestamp": "1000000000"}, {"account": "somebody"}])
def test_a_forged_or_old_notice_changes_nothing(tenant, shelf, forgery):
    client = shop(tenant)
    asked = asked_of(buy(client, shelf))
    assert pay(client, tenant, asked, **forgery).status_code == 400
    assert order_of(tenant).status == OrderStatus.PENDING_PAYMENT
    with tenant_context(tenant):
        assert not GatewayNotice.objects.exists()


def test_a_notice_for_one_shop_changes_nothing_in_another(tenant, other_tenant, shelf):
    asked = asked_of(buy(shop(tenant), shelf))
    assert pay(shop(other_tenant), tenant, asked).status_code == 400
    assert order_of(tenant).status == OrderStatus.PENDING_PAYMENT


def test_a_late_payment_takes_fresh_stock_when_there_is_some(tenant, shelf, time_machine):
    client = shop(tenant)
    asked = asked_of(buy(client, shelf))
    with tenant_context(tenant):
        Order.objects.update(pay_by=now())
        assert expire_orders(now=now()) == 1
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 5
    pay(client, tenant, asked)
    assert order_of(tenant).status == OrderStatus.COMPLETED


def test_a_late_payment_becomes_a_case_when_the_codes_are_gone(tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 1)
    client = shop(tenant)
    asked = asked_of(buy(client, shelf))
    with tenant_context(tenant):
        Order.objects.update(pay_by=now())
        expire_orders(now=now())
    assert buy(shop(tenant), shelf, contact="other@mail.cn").status_code == 302
    assert pay(client, tenant, asked).content == b"success"
    with tenant_context(tenant):
        assert AbnormalCase.objects.get().reason == "paid_without_stock"
        assert Order.objects.filter(status=OrderStatus.ABNORMAL, paid_at__isnull=False).count() == 1
        assert not Issuance.objects.exists()


def test_an_order_is_refused_before_payment_when_stock_is_short(tenant, shelf):
    answer = buy(shop(tenant), shelf, quantity=6)
    assert answer.status_code == 422
    assert "库存不足" in answer.content.decode()
    with tenant_context(tenant):
        assert not Order.objects.exists()
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 5


@pytest.mark.parametrize("contact", ["123456", "111111", "aaaaaa", "abc", "", "654321"])
def test_a_trivial_contact_is_refused(tenant, shelf, contact):
    answer = buy(shop(tenant), shelf, contact=contact)
    assert answer.status_code == 422
    with tenant_context(tenant):
        assert not Order.objects.exists()


def test_one_contact_cannot_hold_all_stock_with_unpaid_orders(tenant, shelf):
    client = shop(tenant)
    assert [buy(client, shelf).status_code for _ in range(4)] == [302, 302, 302, 422]


def test_the_number_alone_opens_nothing(tenant, shelf):
    client = shop(tenant)
    pay(client, tenant, asked_of(buy(client, shelf)))
    number = order_of(tenant).number
    stranger = shop(tenant)
    assert stranger.get(f"/orders/{number}").status_code == 404
    assert stranger.post(f"/orders/{number}/codes").status_code == 404
    assert stranger.post(f"/orders/{number}/codes.txt").status_code == 404


def test_the_secret_link_opens_the_order_and_leaves_the_address_bar(tenant, shelf):
    client = shop(tenant)
    asked = asked_of(buy(client, shelf))
    token = asked["return_url"].rsplit("/", 1)[1]
    elsewhere = shop(tenant)
    answer = elsewhere.get(f"/order/{token}")
    assert answer.status_code == 302
    assert token not in answer.headers["Location"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert elsewhere.get(answer.headers["Location"]).status_code == 200
    assert elsewhere.get(f"/order/{token[:-1]}x").status_code == 404


def test_look_up_gives_one_answer_for_wrong_and_absent(tenant, shelf):
    client = shop(tenant)
    buy(client, shelf, query_password="tricky-9")
    number = order_of(tenant).number
    tries = [
        {"number": number, "contact": "13900000000", "query_password": "tricky-9"},
        {"number": number, "contact": "13812345678", "query_password": "wrong-99"},
        {"number": number, "contact": "13812345678", "query_password": ""},
        {"number": "20260101000000000000", "contact": "13812345678", "query_password": ""},
    ]
    token = re.compile(rb'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "[A-Za-z0-9]+"')
    bodies = {token.sub(b"", (answer := shop(tenant).post("/lookup", data)).content) for data in tries}
    assert answer.status_code == 422
    assert len(bodies) == 1
    right = shop(tenant).post("/lookup", {"number": number, "contact": "13812345678", "query_password": "tricky-9"})
    assert right.status_code == 302


def test_look_up_is_throttled(tenant):
    client = shop(tenant)
    data = {"number": "1", "contact": "13812345678"}
    answers = [client.post("/lookup", data).content.decode() for _ in range(12)]
    assert "太频繁" in answers[-1]
    assert "太频繁" not in answers[0]


@pytest.mark.parametrize("path", ["/", "/about", "/lookup", "/search?q=aqy", "/c/game", "/o/holiday", "/?tag=hot"])
def test_every_page_answers_in_both_languages_under_a_strict_policy(tenant, shelf, path):
    for language in ("zh-hans", "en"):
        answer = shop(tenant, Accept_Language=language).get(path)
        assert answer.status_code == 200
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]*src)|style=|onclick", answer.content.decode())


def test_a_list_costs_the_same_number_of_queries_whatever_its_length(tenant, django_assert_max_num_queries):
    for _ in range(12):
        stock(tenant, make_shelf(tenant), 1)
    with django_assert_max_num_queries(14):
        assert shop(tenant).get("/").status_code == 200


def test_search_finds_by_chinese_pinyin_and_initials(tenant, shelf):
    from tenants.catalog.services.index_product import index_product

    with tenant_context(tenant):
        index_product(product=shelf.product)
        shelf.product.save()
    for query in ("爱奇艺", "aiqiyi", "aqy"):
        assert shelf.product.slug in shop(tenant).get("/search/suggest", {"q": query}).content.decode()
    assert shelf.product.slug not in shop(tenant).get("/search/suggest", {"q": "youku"}).content.decode()
