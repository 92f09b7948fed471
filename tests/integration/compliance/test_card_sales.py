"""What is sold: games to adults, cards by the law of the place, goods with the tick before payment, nothing of cards without rules."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.compliance.errors import ScreeningUnavailable
from platform_core.tenancy.context import tenant_context
from tenants.orders.models import Order
from tenants.orders.purchasers import Identity
from tenants.orders.selectors import list_codes_of
from tests.integration.compliance.cards import (
    ADULT,
    CHILD,
    buy,
    card,
    change_rule,
    make_shelf_with_codes,
    refusal,
    result_of,
    screenings,
    take_rules_away,
    where,
)
from tests.integration.orders.ordering import open_payment, order, says

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("yuan", "adult", "who", "fits"),
    [
        (100, True, None, True),
        (100, False, None, False),
        (101, True, None, False),
        (101, True, Identity("王小明", ADULT), True),
        (101, True, Identity("王小明", CHILD), False),
        (101, False, Identity("王小明", ADULT), False),
    ],
)
def test_game_cards_are_for_adults(tenant, yuan, adult, who, fits):
    shelf = card(tenant, yuan, nature="game")
    if not fits:
        assert refusal(tenant, shelf, adult=adult, identity=who)["rule"] == "MIN-01"
        return
    placed = buy(tenant, shelf, adult=adult, identity=who)
    assert (placed.purchaser_sealed, placed.card_worth) == (None, 0)  # that they are of age is kept, not who they are
    (row,) = screenings(tenant, "order")
    assert (row.inputs["adult_declared"], row.inputs["adult_verified"]) == (True, who is not None)


def test_a_new_limit_for_games_holds_without_a_release(tenant):
    shelf = card(tenant, 60, nature="game")
    buy(tenant, shelf, adult=True)
    change_rule(
        "MIN-01",
        holds="adult_declared && (adult_verified || total <= 5000)",
        passes=[{}, {"total": 5000}, {"total": 4999}],
        fails=[{"adult_declared": False}, {"total": 5001}, {"total": 10000}],
    )
    assert refusal(tenant, shelf, adult=True)["version"] == 9


@pytest.mark.parametrize(
    ("country", "currency", "yuan", "quantity", "rule"),
    [
        ("US", "USD", 1_000, 2, None),
        ("US", "USD", 1_001, 2, "US-LOAD"),
        ("DE", "EUR", 50, 1, None),
        ("DE", "EUR", 51, 1, "EU-ANON"),
        ("SG", "CNY", 5_000, 1, None),
    ],
)
def test_sales_follow_the_rules_of_the_shops_country_alone(tenant, country, currency, yuan, quantity, rule):
    where(tenant, kind="overseas", country=country)
    shelf = card(tenant, yuan, currency=currency)
    if rule is None:
        assert buy(tenant, shelf, quantity).card_worth
    else:
        assert refusal(tenant, shelf, quantity)["rule"] == rule


def test_goods_need_the_tick_and_cost_no_statement_for_it(tenant):
    shelf = make_shelf_with_codes(tenant)
    assert refusal(tenant, shelf, terms_digest="")["rule"] == "RET-7D"
    assert result_of(screenings(tenant, "order")[-1], "RET-7D") == ("failed", 1)
    with tenant_context(tenant), CaptureQueriesContext(connection) as asked:
        order((shelf.sku, 1))
    said = " ".join(query["sql"] for query in asked)
    for word in ("shop_rules", "record_screening", "shop_place", "card_worth > 0"):
        assert word not in said
    assert len(screenings(tenant, "order")) == 1


def test_a_shop_abroad_needs_no_tick_of_chinese_law(tenant):
    where(tenant, kind="overseas", country="SG")
    assert buy(tenant, make_shelf_with_codes(tenant), terms_digest="").rules_digest


def test_without_rules_goods_sell_and_cards_do_not_and_sold_codes_are_read(tenant, monkeypatch):
    goods, prepaid, game = make_shelf_with_codes(tenant), card(tenant), card(tenant, 50, nature="game")
    with tenant_context(tenant):
        sold = order((prepaid.sku, 1))
        says(open_payment(sold))
    take_rules_away(monkeypatch)
    for shelf in (prepaid, game):
        with tenant_context(tenant), pytest.raises(ScreeningUnavailable):
            order((shelf.sku, 1), adult=True)
    with tenant_context(tenant):
        with pytest.raises(ScreeningUnavailable):
            order((goods.sku, 1), terms_digest="")
        assert order((goods.sku, 1)).rules_digest == ""
        assert len(list_codes_of(Order.objects.get(pk=sold.pk))) == 1
