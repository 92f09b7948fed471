"""The catalogue through the API: found, copied, changed by one at a time."""

import datetime as dt

import pytest

from platform_core.events.models import Event
from platform_core.kernel.ids import new_id, parse_public_id, public_id
from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import Sku
from tests.world import api, make_key, make_shelf, now, stock

JSON = "application/json"


def make(client, name="Card", headers=None, skus=(), **more):
    codes = skus or [f"S-{new_id()}"]
    body = {"name": name, "skus": [{"sku_code": code, "name": "50", "price": 4500} for code in codes], **more}
    answer = client.post("/v1/products", body, content_type=JSON, headers=headers or {})
    assert answer.status_code == 201, answer.content
    return answer.json()


def change(client, path, status=200, headers=None, **body):
    answer = client.patch(f"/v1/{path}", body, content_type=JSON, headers=headers or {})
    assert answer.status_code == status, answer.content
    return answer.json()


def names(client, **query):
    answer = client.get("/v1/products", query)
    assert answer.status_code == 200, answer.content
    return [row["name"] for row in answer.json()["data"]]


def events(tenant, outside):
    with tenant_context(tenant):
        rows = Event.objects.filter(object_id=outside).order_by("id")
        return [(row.type, row.sequence) for row in rows]


def test_a_product_is_changed_and_its_change_is_told(client, tenant):
    product = make(client, "Old name")
    changed = change(client, f"products/{product['id']}", name="爱奇艺月卡", summary="new", pinned=True)
    assert (changed["name"], changed["summary"], changed["pinned"]) == ("爱奇艺月卡", "new", True)
    assert changed["version"] == product["version"] + 1
    assert names(client, q="aqy") == ["爱奇艺月卡"]
    assert events(tenant, product["id"]) == [("product.created", 1), ("product.updated", 2)]


def test_a_change_to_what_it_is_already_changes_nothing(client, tenant):
    product = make(client, "Same")
    assert change(client, f"products/{product['id']}", name="Same") == product
    assert len(events(tenant, product["id"])) == 1


def test_an_archived_product_can_no_longer_be_issued(client, tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 3)
    outside = public_id("prod", shelf.sku.product_id)
    change(client, f"products/{outside}", active=False)
    body = {"external_id": "A-1", "lines": [{"sku": public_id("sku", shelf.sku.id), "quantity": 1}]}
    refused = client.post("/v1/issuances", body, content_type=JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "sku_inactive")
    assert events(tenant, outside)[-1][0] == "product.archived"
    change(client, f"products/{outside}", active=True)
    assert client.post("/v1/issuances", body, content_type=JSON).status_code == 201


def test_a_new_price_holds_from_now_on_and_is_told(client, tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 3)
    sku = public_id("sku", shelf.sku.id)
    before = shelf.sku.price
    changed = change(client, f"skus/{sku}", price=before + 100)
    assert changed["price"] == before + 100
    done = client.post(
        "/v1/issuances", {"external_id": "P-1", "lines": [{"sku": sku, "quantity": 2}]}, content_type=JSON
    )
    assert done.json()["amount"] == 2 * (before + 100)
    with tenant_context(tenant):
        told = Event.objects.get(type="sku.price_changed").payload
    assert (told["id"], told["before"], told["after"], told["currency"]) == (sku, before, before + 100, "CNY")
    product = client.get(f"/v1/products/{changed['product']}").json()
    assert product["version"] == 2
    assert product["skus"][0]["price"] == before + 100


@pytest.mark.parametrize("body", [{"currency": "USD"}, {"sku_code": "X"}, {"code_mode": "shared"}, {"price": -1}])
def test_what_stock_and_books_rest_on_cannot_be_changed(client, shelf, body):
    answer = client.patch(f"/v1/skus/{public_id('sku', shelf.sku.id)}", body, content_type=JSON)
    assert answer.status_code == 400
    assert answer.json()["param"] == next(iter(body))


def test_a_change_of_an_old_copy_is_refused(client):
    product = make(client, "Two editors")
    path = f"products/{product['id']}"
    tag = client.get(f"/v1/{path}").headers["ETag"]
    change(client, path, headers={"If-Match": tag}, summary="first")
    refused = change(client, path, 412, headers={"If-Match": tag}, summary="second")
    assert (refused["code"], refused["outcome"]) == ("precondition_failed", "not_executed")
    assert client.get(f"/v1/{path}").json()["summary"] == "first"
    latest = change(client, path, headers={"If-Match": "*"}, summary="third")["version"]
    change(client, path, headers={"If-Match": f'"99", "{latest}"'}, summary="fourth")
    for header in ('W/"1"', '"nonsense"', '""', f'"{10**30}"'):
        change(client, path, 412, headers={"If-Match": header}, summary="never")


def test_the_answer_to_a_change_names_the_version_for_the_next(client):
    product = make(client, "Chain")
    for path in (f"/v1/products/{product['id']}", f"/v1/skus/{product['skus'][0]['id']}"):
        tag = client.get(path).headers["ETag"]
        for name in ("one", "two", "three"):
            changed = client.patch(path, {"name": name}, content_type=JSON, headers={"If-Match": tag})
            assert changed.status_code == 200
            assert tag != changed.headers["ETag"] == client.get(path).headers["ETag"]
            tag = changed.headers["ETag"]


def test_a_copy_that_is_still_good_is_not_sent_again(client):
    product = make(client, "Cached")
    for path in (f"/v1/products/{product['id']}", "/v1/products", f"/v1/skus/{product['skus'][0]['id']}", "/v1/skus"):
        tag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert client.get(path, headers={"If-None-Match": f'"old", W/{tag}'}).status_code == 304
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    tag = client.get("/v1/products").headers["ETag"]
    change(client, f"skus/{product['skus'][0]['id']}", name="other")
    assert client.get("/v1/products", headers={"If-None-Match": tag}).status_code == 200


def test_products_are_found_by_what_they_are(client, tenant):
    one, two = make(client, "Alpha", kind="voucher"), make(client, "Beta", brand="Acme")
    change(client, f"products/{two['id']}", active=False)
    assert names(client, kind="voucher") == ["Alpha"]
    assert names(client, active="false") == ["Beta"]
    assert names(client, q="acme") == ["Beta"]
    assert names(client, category="none-such") == []
    assert names(client, **{"ids[]": [one["id"], public_id("prod", new_id())]}) == ["Alpha"]
    for query, param in (
        ({"kind": "car"}, "kind"),
        ({"active": "yes"}, "active"),
        ({"updated_after": "yesterday"}, "updated_after"),
        ({"updated_after": "2026-01-01T00:00:00"}, "updated_after"),
        ({"ids[]": [one["id"]] * 101}, "ids[]"),
    ):
        answer = client.get("/v1/products", query)
        assert (answer.status_code, answer.json()["param"]) == (400, param)


def test_a_copied_catalogue_misses_no_change(client, tenant, time_machine):
    """All rows of one moment, read in pages of two, while others are changed between the pages."""
    time_machine.move_to(now().replace(microsecond=0), tick=False)
    made = [make(client, f"P{number}")["id"] for number in range(7)]
    since, seen, cursor = (now() - dt.timedelta(seconds=1)).isoformat(), {}, None
    for page in range(20):
        query = {"updated_after": since, "limit": 2} | ({"cursor": cursor} if cursor else {})
        answer = client.get("/v1/products", query).json()
        seen |= {row["id"]: row["version"] for row in answer["data"]}
        time_machine.move_to(now() + dt.timedelta(milliseconds=1), tick=False)
        if page < 3:  # one that was read and one that was not
            for number in (0, 6):
                change(client, f"products/{made[number]}", summary=f"{page}")
        cursor = answer["next_cursor"]
        if cursor is None:
            break
    assert cursor is None
    assert seen == {row["id"]: row["version"] for row in client.get("/v1/products").json()["data"]}


def test_a_sku_is_added_behind_the_others(client, tenant):
    product = make(client, "Growing")
    body = {"product": product["id"], "sku_code": "G-2", "name": "100", "price": 9000}
    answers = [client.post("/v1/skus", body, content_type=JSON, headers={"Idempotency-Key": "g2"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    whole = client.get(f"/v1/products/{product['id']}").json()
    assert [sku["sku_code"] for sku in whole["skus"]][-1] == "G-2"
    assert len(whole["skus"]) == 2
    taken = client.post("/v1/skus", body, content_type=JSON)
    assert (taken.status_code, taken.json()["code"], taken.json()["param"]) == (409, "sku_code_taken", "sku_code")


def test_a_repeated_change_is_made_once(client):
    product = make(client, "Once")
    path = f"products/{product['id']}"
    first = change(client, path, headers={"Idempotency-Key": "c"}, summary="a")
    change(client, path, summary="b")
    assert change(client, path, headers={"Idempotency-Key": "c"}, summary="a")["summary"] == "b"
    assert client.get(f"/v1/{path}").json()["version"] == first["version"] + 1
    change(client, path, 422, headers={"Idempotency-Key": "c"}, summary="z")


def test_the_catalogue_of_another_shop_is_not_there(client, tenant, other_tenant):
    theirs = make_shelf(other_tenant)
    product, sku = public_id("prod", theirs.sku.product_id), public_id("sku", theirs.sku.id)
    for path in (f"products/{product}", f"skus/{sku}"):
        assert client.get(f"/v1/{path}").status_code == 404
        change(client, path, 404, name="mine")
    added = {"product": product, "sku_code": "T", "name": "1", "price": 1}
    answer = client.post("/v1/skus", added, content_type=JSON)
    assert (answer.status_code, answer.json()["param"]) == (404, "product")
    with tenant_context(other_tenant):
        assert Sku.objects.get(pk=parse_public_id("sku", sku)).name == theirs.sku.name


def test_changes_need_the_right_to_write(tenant, shelf):
    reader = api(make_key(tenant, scopes=["catalog:read"]))
    product, sku = public_id("prod", shelf.sku.product_id), public_id("sku", shelf.sku.id)
    for path in (f"products/{product}", f"skus/{sku}"):
        assert change(reader, path, 403, name="x")["scope"] == "catalog:write"


@pytest.mark.parametrize("asked", [None, "en-GB", "zh-CN", "zh-TW,en;q=0.5"])
def test_a_refusal_speaks_the_language_that_was_asked_for(client, shelf, asked):
    path, headers = f"/v1/skus/{public_id('sku', shelf.sku.id)}", {"Accept-Language": asked} if asked else {}
    problem = client.patch(path, {"min_quantity": 99_999}, content_type=JSON, headers=headers).json()
    for text in (problem["title"], problem["detail"], problem["errors"][0]["meta"]["reason"]):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text) == (asked or "").startswith("zh")


def test_how_a_product_is_sold_in_the_shop_is_set_and_shown(client):
    sku = {"sku_code": "SOLD-1", "name": "50", "price": 100}
    made = client.post("/v1/products", {"name": "Sold", "skus": [sku]}, content_type=JSON).json()
    assert (made["purchase_mode"], made["fulfilment"]) == ("reserve_first", "automatic")
    path = f"/v1/products/{made['id']}"
    changes = {"purchase_mode": "pay_first", "fulfilment": "manual"}
    changed = client.patch(path, changes, content_type=JSON).json()
    for shown in (changed, client.get(path).json()):
        assert {name: shown[name] for name in changes} == changes
    assert client.patch(path, {"fulfilment": "robot"}, content_type=JSON).status_code == 400
    born = {"name": "Sold", "skus": [{**sku, "sku_code": "SOLD-2"}], "purchase_mode": "pay_first"}
    assert client.post("/v1/products", born, content_type=JSON).json()["purchase_mode"] == "pay_first"
