"""What goes on sale: prepaid cards within their limits, own vouchers with their filing, by where the shop is; drafts as anybody likes."""

import datetime as dt
import itertools

import pytest

from platform_core.compliance.errors import RuleRefused, ScreeningUnavailable
from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import Product
from tenants.catalog.services.add_sku import add_sku
from tenants.catalog.services.change_catalog import Edit, change_catalog
from tenants.catalog.services.copy_product import copy_product
from tenants.catalog.services.create_product import SkuDraft, create_product
from tenants.catalog.services.update_product import update_product
from tenants.catalog.services.update_sku import update_sku
from tests.integration.compliance.cards import change_rule, result_of, screenings, take_rules_away, where
from tests.world import now

pytestmark = pytest.mark.django_db
GOOD = {"filing_number": "110101AAA0001", "unlisted": True, "cooling_off_days": 7, "refund_within_days": 5}
BEIJING = {"kind": "company", "uscc": "91110000600037341L"}
ABROAD = {"kind": "overseas"}
_numbers = itertools.count()


def put_up(tenant, *, nature="prepaid", face=50_000, named=False, terms=None, active=True, **sku):
    with tenant_context(tenant):
        draft = SkuDraft(sku_code=f"C-{next(_numbers)}", name="卡", price=face, face_value=face, **sku)
        return create_product(
            name="购物卡", skus=[draft], nature=nature, named=named, card_terms=terms, active=active, now=now()
        )


def voucher(valid_days=None):
    return {"code_mode": "generated", "redemption": "amount", "valid_days": valid_days}


def refusal(tenant, **given):
    with pytest.raises(RuleRefused) as refused:
        put_up(tenant, **given)
    return refused.value.data


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"face": 100_000}, None),
        ({"face": 100_001}, "CARD-01"),
        ({"face": 500_000, "named": True}, None),
        ({"face": 500_001, "named": True}, "CARD-01"),
        ({"face": 0}, "CARD-01"),
        ({"face": 900_000, "nature": "goods"}, None),
        ({"face": 900_000, "nature": "game"}, None),
        ({"face": 900_000, "currency": "USD"}, None),
        ({**voucher(1_100), "terms": {"revivable": True}}, None),
        ({**voucher(1_000), "terms": {"revivable": True}}, "CARD-02"),
        ({**voucher(1_100)}, "CARD-02"),
        ({**voucher(1_100), "named": True, "terms": {"revivable": True}}, "CARD-02"),
    ],
)  # fmt: skip
def test_a_card_goes_on_sale_within_its_limits(tenant, given, rule):
    if rule is None:
        assert put_up(tenant, **given).active
        return
    said = refusal(tenant, **given)
    assert said["rule"] == rule
    assert said["message_zh"]
    assert said["remedy_en"]
    with tenant_context(tenant):
        assert not Product.objects.exists()


def test_goods_keep_no_screening_and_cards_keep_version_and_inputs(tenant, other_tenant):
    put_up(tenant, nature="goods")
    assert screenings(tenant, "product") == []
    put_up(tenant)
    (row,) = screenings(tenant, "product")
    assert (row.verdict, result_of(row, "CARD-01"), row.inputs["face"]) == ("clear", ("passed", 1), 50_000)
    refusal(tenant, face=100_001)
    assert result_of(screenings(tenant, "product")[-1], "CARD-01") == ("failed", 1)
    assert screenings(other_tenant, "product") == []


def test_drafts_are_saved_and_refused_when_they_would_go_on_sale(tenant):
    draft = put_up(tenant, face=200_000, active=False)
    with tenant_context(tenant):
        with pytest.raises(RuleRefused):
            update_product(product_id=draft.id, changes={"active": True}, now=now())
        assert not Product.objects.get().active
        update_product(product_id=draft.id, changes={"named": True}, now=now())
        assert update_product(product_id=draft.id, changes={"active": True}, now=now()).active
        with pytest.raises(RuleRefused):
            update_product(product_id=draft.id, changes={"named": False}, now=now())
    kept = [row.verdict for row in screenings(tenant, "product")]
    assert kept == ["blocked", "clear", "blocked"]  # those that were refused too, although they were undone


def test_what_is_on_sale_is_not_changed_beyond_the_limit(tenant):
    product = put_up(tenant)
    with tenant_context(tenant):
        sku = product.skus.get()
        for changes in ({"face_value": 100_001}, {"face_value": 0}):
            with pytest.raises(RuleRefused):
                update_sku(sku_id=sku.id, changes=changes, now=now())
        with pytest.raises(RuleRefused):
            add_sku(product_id=product.id, draft=SkuDraft("BIG", "大", 1, face_value=200_000), now=now())
        assert update_sku(sku_id=sku.id, changes={"price": 1, "name": "x"}, now=now()).price == 1
        assert list(product.skus.values_list("face_value", flat=True)) == [50_000]


def test_many_at_once_go_on_sale_all_or_none(tenant):
    fine, large = put_up(tenant, active=False), put_up(tenant, face=200_000, active=False)
    with tenant_context(tenant), pytest.raises(RuleRefused):
        change_catalog(
            edits=[Edit("product", each.id, {"active": True}) for each in (fine, large)],
            kind="state",
            actor="t",
            now=now(),
        )
    with tenant_context(tenant):
        assert not Product.objects.filter(active=True).exists()


def test_a_copy_is_of_the_same_nature(tenant):
    product = put_up(tenant, terms={"revivable": True})
    with tenant_context(tenant):
        copy, _ = copy_product(product_id=product.id, name="副本", actor="t", now=now())
        assert (copy.nature, copy.card_terms, copy.active) == ("prepaid", {"revivable": True}, False)


def test_a_new_version_holds_without_a_release(tenant):
    put_up(tenant, face=100_000)
    change_rule(
        "CARD-01",
        holds="face >= 1 && face <= (named ? 500000 : 80000)",
        passes=[{}, {"face": 80_000}, {"face": 79_999}],
        fails=[{"face": 80_001}, {"face": 0}, {"named": True, "face": 500_001}],
    )
    assert refusal(tenant, face=80_001)["version"] == 9
    assert put_up(tenant, face=80_000).active


@pytest.mark.parametrize(
    ("place", "terms", "rule"),
    [
        (BEIJING, GOOD, None),
        (BEIJING, {**GOOD, "cooling_off_days": 6}, "CARD-06"),
        (BEIJING, {**GOOD, "refund_within_days": 6}, "CARD-06"),
        (BEIJING, {**GOOD, "filing_number": "12"}, "CARD-06"),
        (BEIJING, {**GOOD, "unlisted": False}, "CARD-06.L"),
        ({"kind": "company", "uscc": "91440000600037341L"}, {}, None),
        ({"kind": "individual", "address": "上海市徐汇区"}, {**GOOD, "cooling_off_days": 0}, "CARD-06"),
        ({"kind": "individual", "address": "上海市徐汇区"}, {**GOOD, "cooling_off_days": 0, "one_good": True}, None),
    ],
)  # fmt: skip
def test_own_vouchers_follow_the_law_of_the_place(tenant, place, terms, rule):
    where(tenant, **place)
    if rule is None:
        assert put_up(tenant, nature="own_voucher", terms=terms, **voucher()).active
    else:
        assert refusal(tenant, nature="own_voucher", terms=terms, **voucher())["rule"] == rule


def test_own_vouchers_need_their_filing_after_thirty_days(tenant):
    first = put_up(tenant, nature="own_voucher", **voucher())
    for days, fits in ((30, True), (31, False)):
        with tenant_context(tenant):
            Product.objects.filter(pk=first.pk).update(created_at=now() - dt.timedelta(days=days))
        if fits:
            put_up(tenant, nature="own_voucher", **voucher())
        else:
            assert refusal(tenant, nature="own_voucher", **voucher())["rule"] == "CARD-05.F"
    put_up(tenant, nature="own_voucher", terms={"filing_number": "A123"}, **voucher())


@pytest.mark.parametrize(
    ("country", "given", "rule"),
    [
        ("US", {"face": 900_000, "currency": "USD"}, None),
        ("US", {"currency": "USD", **voucher(1_826)}, None),
        ("US", {"currency": "USD", **voucher(1_800)}, "US-EXPIRY"),
        ("US", {"currency": "USD", "terms": {"has_fees": True, "fees_after_months": 11, "fees_a_month": 1, "fees_disclosed": True}},
         "US-FEE"),
        ("DE", {"face": 15_000, "currency": "EUR"}, None),
        ("DE", {"face": 15_001, "currency": "EUR"}, "EU-ANON"),
        ("SG", {"face": 900_000, "currency": "CNY"}, None),
    ],
)  # fmt: skip
def test_cards_follow_the_rules_of_the_shops_country_alone(tenant, country, given, rule):
    where(tenant, **ABROAD, country=country)
    if rule is None:
        assert put_up(tenant, **given).active
    else:
        assert refusal(tenant, **given)["rule"] == rule


def test_no_card_goes_on_sale_while_rules_cannot_be_read_and_goods_do(tenant, monkeypatch):
    draft = put_up(tenant, active=False)
    take_rules_away(monkeypatch)
    with pytest.raises(ScreeningUnavailable):
        put_up(tenant)
    with tenant_context(tenant):
        with pytest.raises(ScreeningUnavailable):
            update_product(product_id=draft.id, changes={"active": True}, now=now())
        assert not Product.objects.get(pk=draft.id).active
    assert put_up(tenant, nature="goods").active
