"""Quantity prices: read from lines, applied at their boundaries, to the 分."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from tenants.catalog.asking import fields_text, parse_fields
from tenants.catalog.errors import InputSchemaInvalid, SkuTermsInvalid
from tenants.catalog.prices import moved_price
from tenants.catalog.tiers import check_tiers, parse_tiers, tier_for, tiers_text, unit_price


def sku(price, *tiers):
    return SimpleNamespace(price=price, price_tiers=[list(tier) for tier in tiers])


@pytest.mark.parametrize(
    ("quantity", "each"), [(1, 500), (4, 500), (5, 300), (6, 300), (9, 300), (10, 280), (10_000, 280)]
)
def test_each_piece_costs_what_the_rule_says_from_exactly_its_quantity_on(quantity, each):
    assert unit_price(sku(500, (5, 300), (10, 280)), quantity) == each


def test_the_rule_that_made_the_price_is_named_and_there_is_none_below_the_first():
    assert tier_for(sku(500, (5, 300)), 4) is None
    assert tier_for(sku(500, (5, 300)), 5) == (5, 300)


def test_a_rule_never_makes_more_pieces_dearer_when_the_price_of_one_fell_below_it():
    cheap = sku(250, (5, 300), (10, 200))
    assert [unit_price(cheap, quantity) for quantity in (1, 5, 10)] == [250, 250, 200]
    assert tier_for(cheap, 5) is None


@pytest.mark.parametrize(
    ("text", "tiers"),
    [
        ("5=3", [[5, 300]]),
        ("5=3\n10=2.80", [[5, 300], [10, 280]]),
        ("10=2.80\r\n\r\n 5 = 3.00 \n", [[5, 300], [10, 280]]),
        ("５＝３；１０＝￥2.8", [[5, 300], [10, 280]]),
        ("5=3元,\n10=¥2.5", [[5, 300], [10, 250]]),
        ("", []),
    ],
)
def test_lines_are_read_as_owners_write_them(text, tiers):
    assert parse_tiers(text, "CNY") == tiers
    assert parse_tiers(tiers_text(tiers, "CNY"), "CNY") == tiers


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("5-3", 1, "form"),
        ("5=3\nx=2", 2, "form"),
        ("5=", 1, "form"),
        ("5=-3", 1, "form"),
        ("5=3=2", 1, "form"),
        ("1=3", 1, "quantity"),
        ("0=3", 1, "quantity"),
        ("20000=3", 1, "quantity"),
        ("5=0", 1, "price"),
        ("5=3.005", 1, "decimals"),
        ("5=3\n5=2", 2, "twice"),
        ("5=3\n10=3", 2, "rising"),
        ("5=3\n10=4", 2, "rising"),
        ("\n".join(f"{n}={30 - n}" for n in range(2, 13)), 11, "many"),
    ],
)
def test_a_line_that_is_no_rule_is_named_with_its_fault(text, line, fault):
    with pytest.raises(SkuTermsInvalid) as refused:
        parse_tiers(text, "CNY")
    assert (refused.value.data["line"], refused.value.data["fault"]) == (line, fault)


def test_a_currency_without_decimals_has_none():
    assert parse_tiers("5=300", "JPY") == [[5, 300]]
    with pytest.raises(SkuTermsInvalid):
        parse_tiers("5=300.5", "JPY")


def test_rules_out_of_order_are_refused_where_they_do_not_come_from_lines():
    check_tiers([[5, 300], [10, 280]])
    for wrong in ([[10, 280], [5, 300]], [[5, 300], [10, 300]], [[1, 300]], [[5, 0]]):
        with pytest.raises(SkuTermsInvalid):
            check_tiers(wrong)


@pytest.mark.parametrize(
    ("move", "amount", "step", "after"),
    [
        ("set", "990", 1, 990),
        ("set", "995", 100, 995),
        ("amount", "-100", 1, 4399),
        ("amount", "1", 10, 4500),
        ("percent", "-5", 1, 4274),
        ("percent", "-5", 10, 4270),
        ("percent", "-5", 100, 4300),
        ("percent", "10.5", 1, 4971),
        ("amount", "-4499", 1, None),
        ("percent", "-100", 1, None),
        ("percent", "-99.999", 100, None),
        ("set", "0", 1, None),
        ("set", "-5", 1, None),
    ],
)
def test_a_price_is_moved_to_the_step_and_never_to_nothing(move, amount, step, after):
    assert moved_price(4499, move=move, amount=Decimal(amount), step=step) == after


def test_what_buyers_are_asked_for_is_read_from_lines_and_written_back():
    text = "account=充值账号=true=请填写手机号=phone\nzone=区服=false==一区|二区\nnote=备注=false"
    fields = parse_fields(text)
    assert [(each["name"], each["type"], each["required"]) for each in fields] == [
        ("account", "phone", True), ("zone", "select", False), ("note", "text", False),
    ]  # fmt: skip
    assert fields[0]["placeholder"] == "请填写手机号"
    assert fields[1]["options"] == ["一区", "二区"]
    assert fields_text(fields) == text
    assert parse_fields("充值账号=充值账号=true=填手机号")[0]["name"] == "field_1"


@pytest.mark.parametrize(("text", "line"), [("account", 1), ("a=甲\nb=乙=maybe", 2), ("a=", 1)])
def test_a_line_that_asks_for_nothing_is_named(text, line):
    with pytest.raises(InputSchemaInvalid) as refused:
        parse_fields(text)
    assert refused.value.data["line"] == line
