"""The checkout asks who buys where the law wants it, says what a rule says in the buyer's language, and asks nobody else."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.orders.models import Order
from tenants.orders.purchasers import open_identity
from tenants.payments.models import GatewayAccount
from tests.integration.compliance.cards import ADULT, CHILD, card, change_rule, make_shelf_with_codes, take_rules_away
from tests.world import now, shop

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}
WHO = {"real_name": "王小明", "identity_number": ADULT}
ADULT_BOX, NAME_BOX = 'name="adult"', 'name="real_name"'


def form(shelf, quantity=1, **more):
    return {"sku": str(shelf.sku.id), "quantity": str(quantity), "contact": "13812345678", "terms": "1", **more}


def opened(tenant, shelf, quantity=1, **headers):
    answer = shop(tenant, **headers).get("/checkout", {"sku": str(shelf.sku.id), "quantity": quantity})
    assert answer.status_code == 200
    return answer.content.decode()


def sent(tenant, shelf, quantity=1, headers=None, **more):
    answer = shop(tenant, **(headers or {})).post("/checkout", form(shelf, quantity, **more))
    return answer.status_code, answer.content.decode()


def test_codes_for_goods_ask_for_nothing_more(tenant):
    shown = opened(tenant, make_shelf_with_codes(tenant), 5)
    assert ADULT_BOX not in shown
    assert NAME_BOX not in shown


def test_games_ask_for_a_tick_and_above_the_limit_for_a_name(tenant):
    shelf = card(tenant, 60, nature="game")
    small, large = opened(tenant, shelf), opened(tenant, shelf, 2)
    assert (ADULT_BOX in small, NAME_BOX in small) == (True, False)
    assert (ADULT_BOX in large, NAME_BOX in large) == (True, True)
    assert "checked" not in small.split(ADULT_BOX)[1][:40]
    status, said = sent(tenant, shelf)
    assert (status, "游戏点卡仅向成年人出售" in said) == (422, True)
    status, said = sent(tenant, shelf, headers=ENGLISH)
    assert (status, "Game cards are sold to adults only" in said) == (422, True)
    assert sent(tenant, shelf, 2, adult="1", **{**WHO, "identity_number": CHILD})[0] == 422
    assert sent(tenant, shelf, adult="1")[0] == 302
    assert sent(tenant, shelf, 2, adult="1", contact="13812345679", **WHO)[0] == 302
    with tenant_context(tenant):
        assert not Order.objects.filter(purchaser_sealed__isnull=False).exists()


def test_what_the_page_asks_follows_a_new_version(tenant):
    shelf = card(tenant, 60, nature="game")
    change_rule(
        "MIN-01",
        holds="adult_declared && (adult_verified || total <= 5000)",
        passes=[{}, {"total": 5000}, {"total": 4999}],
        fails=[{"adult_declared": False}, {"total": 5001}, {"total": 10000}],
    )
    assert NAME_BOX in opened(tenant, shelf)


def test_large_sums_of_prepaid_cards_ask_for_a_name_which_is_sealed(tenant):
    shelf = card(tenant)
    assert NAME_BOX not in opened(tenant, shelf, 9)
    assert NAME_BOX in opened(tenant, shelf, 10)
    status, said = sent(tenant, shelf, 10)
    assert (status, "须登记购卡人身份" in said) == (422, True)
    status, said = sent(tenant, shelf, 10, **{**WHO, "identity_number": ADULT[:-1] + "1"})
    assert (status, "请核对居民身份证号" in said, ADULT[:-1] in said) == (422, True, False)
    assert sent(tenant, shelf, 10, **WHO)[0] == 302
    with tenant_context(tenant):
        placed = Order.objects.get()
        assert open_identity(placed.id, placed.purchaser_sealed).name == "王小明"


def test_who_splits_a_purchase_is_asked_when_it_adds_up(tenant):
    shelf = card(tenant)
    assert sent(tenant, shelf, 6)[0] == 302
    status, said = sent(tenant, shelf, 6)
    assert (status, "24 小时内累计" in said, NAME_BOX in said) == (422, True, True)
    assert sent(tenant, shelf, 6, **WHO)[0] == 302


def test_without_rules_the_page_says_so_and_charges_nothing(tenant, monkeypatch):
    shelf = card(tenant)
    take_rules_away(monkeypatch)
    assert NAME_BOX not in opened(tenant, shelf)
    status, said = sent(tenant, shelf)
    assert (status, "暂时无法完成购买核验" in said) == (422, True)
    with tenant_context(tenant):
        assert not Order.objects.exists()


def test_ways_that_a_rule_forbids_are_not_offered_at_the_checkout_or_later(tenant):
    shelf, goods = card(tenant), make_shelf_with_codes(tenant)
    with tenant_context(tenant):
        moment = now()
        for gateway, methods in (("stripe", ["card", "stripe_alipay"]), ("sandbox", ["sandbox"])):
            GatewayAccount.objects.create(
                gateway=gateway, enabled=True, methods=methods, created_at=moment, updated_at=moment
            )
    assert "stripe:card" in opened(tenant, goods)
    shown = opened(tenant, shelf)
    assert ("stripe:card" in shown, "stripe:stripe_alipay" in shown) == (False, True)
    client = shop(tenant)
    answer = client.post("/checkout", form(shelf, method="stripe:card"))
    assert (answer.status_code, "信用卡" in answer.content.decode()) == (422, True)
    with tenant_context(tenant):
        assert not Order.objects.exists()
    assert client.post("/checkout", form(shelf, method="sandbox:sandbox")).status_code == 302
    with tenant_context(tenant):
        placed = Order.objects.get()
    page = client.get(f"/orders/{placed.number}").content.decode()
    assert ("stripe:card" in page, "sandbox:sandbox" in page) == (False, True)
