"""Rules about cards at the API: what a product is, who buys, and a refusal that says which rule, what and how to go on."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.issuance.models import Issuance
from tests.api.v1.cards import JSON, post, problem
from tests.integration.compliance.cards import card, screenings, take_rules_away
from tests.world import api, make_key

pytestmark = pytest.mark.django_db
SKU = {"sku_code": "CARD-1", "name": "1000", "face_value": 100_000, "price": 100_000}
PREPAID = {"name": "购物卡", "nature": "prepaid", "skus": [SKU]}
LARGE = {**PREPAID, "skus": [{**SKU, "face_value": 100_001}]}


def issue(client, shelf, quantity=1, **buyer):
    body = {"external_id": f"R-{quantity}-{len(buyer)}", "lines": [{"sku": shelf.sku_id, "quantity": quantity}]}
    return client.post("/v1/issuances", {**body, "buyer": buyer} if buyer else body, content_type=JSON)


def test_a_product_says_what_it_is_and_old_callers_say_nothing(client):
    plain = post(client, "/v1/products", {"name": "会员", "skus": [{**SKU, "sku_code": "M"}]}).json()
    assert (plain["nature"], plain["named"], plain["card_terms"]["refund_within_days"]) == ("goods", False, 30)
    made = post(client, "/v1/products", {**PREPAID, "card_terms": {"revivable": True}})
    assert made.status_code == 201, made.content
    assert (made.json()["nature"], made.json()["card_terms"]["revivable"]) == ("prepaid", True)


def test_a_refusal_names_the_rule_and_the_way_out_in_both_languages(client, tenant):
    said = problem(post(client, "/v1/products", LARGE), 422, "rule_refused")
    assert "CNY 1,000" in said["detail"]
    assert "Lower the face value" in said["detail"]
    assert (said["errors"][0]["meta"]["rule"], said["errors"][0]["meta"]["version"]) == ("CARD-01", 1)
    assert said["param"] == "skus"
    chinese = client.post(
        "/v1/products", LARGE, content_type=JSON, headers={"Idempotency-Key": "zh", "Accept-Language": "zh"}
    )
    assert "不记名卡面值不得超过 1000 元" in chinese.json()["detail"]
    assert screenings(tenant, "product")[-1].verdict == "blocked"


def test_a_draft_is_taken_and_refused_when_it_goes_on_sale(client):
    draft = post(client, "/v1/products", {**LARGE, "active": False}).json()
    assert draft["active"] is False
    path = f"/v1/products/{draft['id']}"
    refused = client.patch(path, {"active": True}, content_type=JSON)
    problem(refused, 422, "rule_refused")
    assert client.patch(path, {"named": True, "active": True}, content_type=JSON).json()["active"] is True


@pytest.mark.parametrize(
    ("nature", "yuan", "quantity", "buyer", "rule"),
    [
        ("prepaid", 999, 10, {}, None),
        ("prepaid", 1_000, 10, {"ref": "u"}, "CARD-03"),
        ("prepaid", 1_000, 10, {"identified": True}, None),
        ("prepaid", 1_000, 1, {"payment_method": "credit_card"}, "CARD-04"),
        ("prepaid", 1_000, 5, {"organisation": True, "payment_method": "alipay"}, "CARD-04"),
        ("prepaid", 1_000, 5, {"organisation": True, "payment_method": "bank_transfer"}, None),
        ("game", 100, 1, {}, "MIN-01"),
        ("game", 100, 1, {"adult": "declared"}, None),
        ("game", 101, 1, {"adult": "declared"}, "MIN-01"),
        ("game", 101, 1, {"adult": "verified"}, None),
        ("goods", 9_000, 2, {}, None),
    ],
)
def test_issuing_asks_what_the_caller_knows_of_the_buyer(client, tenant, nature, yuan, quantity, buyer, rule):
    shelf = card(tenant, yuan, nature=nature)
    answer = issue(client, shelf, quantity, **buyer)
    if rule is None:
        assert answer.status_code == 201, answer.content
        assert issue(client, shelf, quantity, **buyer).json()["id"] == answer.json()["id"]
        assert len(screenings(tenant, "order")) == (nature != "goods")
        return
    assert problem(answer, 422, "rule_refused")["errors"][0]["meta"]["rule"] == rule
    with tenant_context(tenant):
        assert not Issuance.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"identified": "yes"}, {"adult": "maybe"}, {"payment_method": "cash"}, {"name": "王"}]
)
def test_what_is_no_fact_of_a_buyer_is_refused(client, tenant, wrong):
    answer = issue(client, card(tenant), **wrong)
    assert answer.status_code == 400
    assert answer.json()["param"].startswith("buyer.")


def test_another_shop_is_not_touched_and_goods_go_on_without_rules(tenant, other_tenant, monkeypatch):
    game, goods = card(tenant, 50, nature="game"), card(other_tenant, 50, nature="goods")
    take_rules_away(monkeypatch)
    mine, other = api(make_key(tenant)), api(make_key(other_tenant))
    said = problem(issue(mine, game, adult="declared"), 503, "screening_unavailable")
    assert said["retryable"] is True
    assert issue(other, goods).status_code == 201
