"""Codes one by one: what they are, who may see what, and how they are found."""

import datetime as dt

from django.db import connection

from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import tenant_context
from tenants.issuance.models import CodeRecord
from tests.api.v1.cards import (
    GIFT,
    JSON,
    buy,
    one,
    post,
    problem,
    state,
    unsold,
)
from tests.world import make_shelf, now, stock


def test_a_code_is_read_without_what_it_says(client, tenant, shelf):
    stock(tenant, shelf, ["ABCD-EFGH-E304"])
    issued = buy(client, shelf)
    seen = issued["codes"]["data"][0]
    answer = client.get(f"/v1/codes/{seen['id']}")
    body = answer.json()
    assert (body["object"], body["state"], body["display"]) == ("code", "issued", "****-304")
    assert (body["issuance"], body["line"], body["sku"]) == (issued["id"], issued["lines"][0]["id"], shelf.sku_id)
    assert body["import"].startswith("imp_")
    assert "EFGH" not in answer.content.decode()


def test_what_lies_on_the_shelf_has_a_state_and_is_revealed_to_nobody(client, tenant, shelf):
    [code_id] = unsold(tenant, stock(tenant, shelf, 1))
    assert state(client, code_id) == "available"
    assert (
        problem(post(client, f"/v1/codes/{code_id}/reveal"), 409, "code_state_invalid")["current_state"] == "available"
    )
    buy(client, shelf)
    assert state(client, code_id) == "issued"
    shown = post(client, f"/v1/codes/{code_id}/reveal")
    assert shown.json()["code"].endswith("00000000")
    assert shown.headers["Cache-Control"] == "no-store"
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM issuance_reveal WHERE code_id IS NOT NULL")
        assert cursor.fetchone() == (1,)


def test_codes_of_another_shop_and_made_up_ids_are_not_found_alike(client, other_tenant):
    foreign = make_shelf(other_tenant)
    [theirs] = unsold(other_tenant, stock(other_tenant, foreign, 1))
    for code_id in (
        theirs,
        public_id("code", new_id()),
        "code_" + "Z" * 26,
        "code_7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        "iss_1",
    ):
        problem(client.get(f"/v1/codes/{code_id}"), 404, "resource_not_found")
        problem(post(client, f"/v1/codes/{code_id}/void", {"reason": "x"}), 404, "resource_not_found")
        problem(post(client, f"/v1/codes/{code_id}/reveal"), 404, "resource_not_found")
    with tenant_context(other_tenant):
        assert not CodeRecord.objects.exists()


def test_a_code_past_its_last_day_is_expired_and_cannot_be_redeemed(client, tenant):
    shelf = make_shelf(tenant, redemption="units", units=1)
    yesterday = now().date() - dt.timedelta(days=2)
    tomorrow = now().date() + dt.timedelta(days=2)
    stock(tenant, shelf, ["OLD-CODE-1"], expires_on=tomorrow)
    seen = one(client, shelf)
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("UPDATE inventory_lot SET expires_on = %s", [yesterday])
    assert state(client, seen["id"]) == "expired"
    problem(post(client, "/v1/codes/redeem", {"code": "OLD-CODE-1"}), 409, "code_expired")
    answer = client.post("/v1/codes/validate", {"code": "OLD-CODE-1"}, content_type=JSON).json()
    assert (answer["valid"], answer["code"]) == (False, "expired")


def test_codes_are_listed_by_issuance_import_serial_and_what_became_of_them(client, tenant, shelf):
    code_import = stock(tenant, shelf, 7)
    sold = buy(client, shelf, 3)
    ids = [code["id"] for code in sold["codes"]["data"]]

    def pages(**filters):
        found, cursor = [], None
        while True:
            answer = client.get("/v1/codes", {**filters, "limit": 2, **({"cursor": cursor} if cursor else {})}).json()
            assert len(answer["data"]) <= 2
            found += [code["id"] for code in answer["data"]]
            cursor = answer["next_cursor"]
            if not cursor:
                return found

    assert pages(issuance=sold["id"]) == ids
    everything = unsold(tenant, code_import)
    assert pages(**{"import": public_id("imp", code_import.id)}) == everything
    assert pages(**{"import": public_id("imp", code_import.id), "state": "available"}) == everything[3:]
    assert pages(**{"import": public_id("imp", code_import.id), "state": "issued"}) == ids
    for code_id in ids[:2]:
        post(client, f"/v1/codes/{code_id}/suspend")
    assert pages(issuance=sold["id"], state="suspended") == ids[:2]
    assert sorted(pages()) == sorted(ids[:2])
    assert sorted(pages(state="suspended")) == sorted(ids[:2])
    assert pages(state="redeemed") == []
    gift = one(client, make_shelf(tenant, **GIFT))
    assert pages(serial=gift["card_number"]) == [gift["id"]]
    assert pages(serial="0" * 16) == []
    problem(client.get("/v1/codes", {"state": "lost"}), 400, "invalid_parameter")
    problem(client.get("/v1/codes", {"issuance": "iss_x"}), 404, "resource_not_found")


def test_terms_of_a_sku_that_do_not_fit_are_refused(client, shelf):
    product = client.get(f"/v1/skus/{shelf.sku_id}").json()["product"]
    base = {"product": product, "name": "x", "price": 100}
    for number, terms in enumerate(
        [
            {"code_mode": "generated"},
            {"code_mode": "shared", "redemption": "amount", "face_value": 1},
            {"redemption": "amount"},
            {"redemption": "units"},
            {"units": 3},
            {"needs_activation": True},
            {"valid_days": 30},
            {"min_quantity": 5, "max_quantity": 4},
        ]
    ):
        answer = post(client, "/v1/skus", {**base, **terms, "sku_code": f"BAD-{number}"})
        problem(answer, 422, "sku_terms_invalid")
    assert answer.json()["param"] == "min_quantity"
    for words in ("zh-CN", "en"):
        product = {"name": "P", "skus": [{**base, "sku_code": "BAD", "min_quantity": 2, "max_quantity": 1}]}
        del product["skus"][0]["product"]
        refused = client.post("/v1/products", product, content_type=JSON, headers={"Accept-Language": words})
        assert "max_quantity" in problem(refused, 422, "sku_terms_invalid")["detail"]


def test_the_least_that_can_be_bought_never_becomes_more_than_the_most(client, shelf):
    path = f"/v1/skus/{shelf.sku_id}"

    def change(**changes):
        return client.patch(path, changes, content_type=JSON)

    assert change(min_quantity=3, max_quantity=3).status_code == 200
    for wrong in ({"min_quantity": 4}, {"max_quantity": 2}, {"min_quantity": 9, "max_quantity": 8}):
        assert problem(change(**wrong), 422, "sku_terms_invalid")["param"] in wrong
    assert client.get(path).json()["limits"] == {"min": 3, "max": 3, "multiple": 1}
    assert change(max_quantity=0, min_quantity=500).json()["limits"] == {"min": 500, "max": 10_000, "multiple": 1}


def test_the_face_value_of_cards_stays_what_it_is(client, tenant):
    gift = make_shelf(tenant, **GIFT)
    answer = client.patch(f"/v1/skus/{gift.sku_id}", {"face_value": 1}, content_type=JSON)
    problem(answer, 409, "face_value_fixed")
    answer = client.patch(f"/v1/skus/{gift.sku_id}", {"valid_days": 1095, "price": 4900}, content_type=JSON)
    assert (answer.status_code, answer.json()["valid_days"]) == (200, 1095)


def test_nothing_is_imported_for_a_sku_that_makes_its_codes(client, tenant):
    gift = make_shelf(tenant, **GIFT)
    body = {"sku": gift.sku_id, "supplier": gift.supplier_id, "rows": [{"code": "X-1"}]}
    problem(post(client, "/v1/imports", body), 409, "codes_are_generated")
    stock_now = client.get("/v1/stock", {"sku_ids[]": gift.sku_id}).json()["data"][0]
    assert (stock_now["type"], stock_now["available"], stock_now["bucket"]) == ("unlimited", None, "in_stock")
