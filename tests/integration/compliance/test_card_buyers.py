"""Who buys prepaid cards: a name from CNY 10,000 on, at once or split, sealed with the order, forgotten after five years."""

import datetime as dt

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.catalog.card_facts import Purchaser, SaleLine, cases_of
from tenants.catalog.facts import skus_for_sale
from tenants.catalog.services.screen_sale import screen_sale
from tenants.orders.errors import IdentityRefused
from tenants.orders.models import Order
from tenants.orders.people import PersonRef
from tenants.orders.purchasers import Identity, open_identity
from tenants.orders.services.export_person import export_person
from tenants.orders.services.forget_purchasers import forget_purchasers
from tests.integration.compliance.cards import (
    ADULT,
    ME,
    NAMED,
    buy,
    card,
    refusal,
    result_of,
    screenings,
)
from tests.integration.orders.ordering import order
from tests.world import now

pytestmark = pytest.mark.django_db


def _person(placed):
    return PersonRef(None, bytes(placed.contact_hash), None, "x", "any", "x")


@pytest.mark.parametrize(
    ("yuan", "quantity", "named", "who", "rule"),
    [
        (999, 10, False, None, None),
        (1_000, 10, False, None, "CARD-03"),
        (1_000, 10, False, NAMED, None),
        (1_000, 1, True, None, "CARD-03"),
        (1_000, 1, True, NAMED, None),
        (1_001, 1, False, NAMED, "CARD-01"),
    ],
)
def test_names_are_asked_for_at_the_limit(tenant, yuan, quantity, named, who, rule):
    shelf = card(tenant, yuan, named=named)
    if rule:
        said = refusal(tenant, shelf, quantity, identity=who)
        assert (said["rule"], said["version"]) == (rule, 1)
        assert result_of(screenings(tenant, "order")[-1], rule) == ("failed", 1)
        return
    placed = buy(tenant, shelf, quantity, identity=who)
    assert (placed.card_worth, len(placed.rules_digest)) == (yuan * quantity * 100, 16)
    assert result_of(screenings(tenant, "order")[-1], "CARD-03") == ("passed", 1)


def test_the_face_value_counts_where_the_price_is_lower(tenant):
    shelf = card(tenant, price=95_000)
    assert refusal(tenant, shelf, 10)["rule"] == "CARD-03"


def test_who_buys_is_sealed_with_the_order_and_in_no_screening(tenant):
    shelf = card(tenant)
    placed = buy(tenant, shelf, 10, identity=NAMED)
    kept = str([(row.inputs, row.outcomes) for row in screenings(tenant, "order")])
    raw = bytes(placed.purchaser_sealed)
    for secret in (ADULT, "小明"):
        assert secret not in kept
        assert secret.encode() not in raw
    with tenant_context(tenant):
        assert open_identity(placed.id, placed.purchaser_sealed) == NAMED
        told = export_person(person=_person(placed), orders=[placed], now=now())
        assert told["orders"][0]["purchaser"]["number"] == ADULT
    assert "小明" not in repr(NAMED)


@pytest.mark.parametrize(
    "wrong",
    [
        Identity("王", ADULT),
        Identity("王小明", ADULT[:-1] + "1"),
        Identity("公司", ADULT, organisation=True),
        Identity("王小明", ""),
    ],
)
def test_what_cannot_be_an_identity_is_refused(tenant, wrong):
    shelf = card(tenant)
    with tenant_context(tenant), pytest.raises(IdentityRefused):
        order((shelf.sku, 10), identity=wrong)


def test_split_purchases_of_one_contact_need_a_name_and_others_do_not(tenant, other_tenant):
    shelf, elsewhere = card(tenant), card(other_tenant)
    buy(tenant, shelf, 5, **ME)
    assert refusal(tenant, shelf, 5, **ME)["rule"] == "X6"
    buy(tenant, shelf, 4, **ME)
    assert buy(tenant, shelf, 5).card_worth  # somebody else
    assert buy(other_tenant, elsewhere, 5, **ME).card_worth
    buy(tenant, shelf, 1, **ME, identity=NAMED)


def test_several_purchases_near_the_limit_are_noted_for_people_and_not_refused(tenant):
    shelf = card(tenant)
    for minutes in (3_000, 2_000):  # further apart than a day, but counted as of today
        placed = buy(tenant, shelf, 9, **ME)
        with tenant_context(tenant):
            Order.objects.filter(pk=placed.pk).update(created_at=now() - dt.timedelta(minutes=minutes))
    last = buy(tenant, shelf, 9, **ME)
    assert result_of(screenings(tenant, "order", "CARD-03.S")[-1], "CARD-03.S") == ("passed", 1)
    with tenant_context(tenant):
        Order.objects.filter(pk=last.pk).update(card_worth=0)
        many = Purchaser(day_near=2)
        (case,) = cases_of([SaleLine(_read(shelf), 9, 100_000)], many)
        screen_sale(lines=[SaleLine(_read(shelf), 9, 100_000)], buyer=many, subject_id="ord_x", now=now())
    assert case.facts["near_limit_orders_today"] == 3
    row = screenings(tenant, "order", "CARD-03.S")[-1]
    assert (row.verdict, row.reviewers, result_of(row, "CARD-03.S")) == ("review", 1, ("failed", 1))


def _read(shelf):
    return skus_for_sale([shelf.sku.id])[shelf.sku.id][0]


def test_names_are_kept_for_five_years_and_then_forgotten(tenant):
    placed = buy(tenant, card(tenant), 10, identity=NAMED)
    with tenant_context(tenant):
        for years, left in ((4.99, True), (5.02, False)):
            at = placed.created_at + dt.timedelta(days=365.25 * years)
            assert forget_purchasers(now=at) == (not left)
            assert (Order.objects.get(pk=placed.pk).purchaser_sealed is not None) == left
