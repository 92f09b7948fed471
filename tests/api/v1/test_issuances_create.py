import pytest

from platform_core.compliance.enums import Clearance
from platform_core.tenancy.context import tenant_context
from tenants.inventory.selectors import list_stock
from tenants.issuance.models import Issuance, Reveal
from tests.world import api, make_key, make_shelf, now, set_clearance, stock


def body(shelf, quantity=1, external_id="T-1", **extra):
    return {"external_id": external_id, "lines": [{"sku": shelf.sku_id, "quantity": quantity}], **extra}


def post(client, data, path="/v1/issuances", **headers):
    return client.post(path, data, content_type="application/json", headers=headers)


@pytest.fixture
def shelf(tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 250)
    return shelf


def codes_of(client, issuance):
    found, path = [], issuance["codes"]["url"] + "?limit=100"
    while path:
        page = client.get(path).json()
        found += page["data"]
        path = f"{issuance['codes']['url']}?limit=100&cursor={page['next_cursor']}" if page["has_more"] else None
    return [code["code"] for code in found]


def test_issues_codes_and_takes_them_off_the_shelf_when_there_is_stock(tenant, shelf, client):
    answer = post(client, body(shelf, 3))
    assert answer.status_code == 201, answer.content
    issuance = answer.json()
    assert issuance["status"] == "completed"
    assert issuance["lines"][0]["issued"] == 3
    assert answer.headers["Location"] == f"/v1/issuances/{issuance['id']}"
    codes = codes_of(client, issuance)
    assert len(set(codes)) == 3
    assert all(code.startswith(shelf.sku.sku_code) for code in codes)
    with tenant_context(tenant):
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 247


def test_answers_202_with_an_operation_when_more_than_100_codes_are_asked_for(shelf, client):
    answer = post(client, body(shelf, 150))
    assert answer.status_code == 202
    operation = client.get(f"/v1/operations/{answer.json()['operation']}").json()
    assert operation["status"] == "succeeded"
    assert len(set(codes_of(client, answer.json()))) == 150


def test_answers_the_same_issuance_when_the_external_id_comes_again(tenant, shelf, client):
    first = post(client, body(shelf, 2))
    again = post(client, body(shelf, 2))
    assert again.status_code == 200
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json()["id"] == first.json()["id"]
    assert codes_of(client, again.json()) == codes_of(client, first.json())
    with tenant_context(tenant):
        assert Issuance.objects.count() == 1
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 248


def test_refuses_and_says_executed_when_the_external_id_comes_with_another_request(shelf, client):
    first = post(client, body(shelf, 2))
    other = post(client, body(shelf, 3))
    assert other.status_code == 409
    problem = other.json()
    assert problem["code"] == "external_id_conflict"
    assert problem["outcome"] == "executed"
    assert problem["existing_id"] == first.json()["id"]
    assert "lines" in problem["detail"]


def test_replays_status_and_body_when_the_idempotency_key_comes_again(shelf, client):
    headers = {"Idempotency-Key": "key-1"}
    first = post(client, body(shelf), **headers)
    again = post(client, body(shelf), **headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["Original-Request-Id"] == first.headers["Request-Id"]


def test_refuses_when_the_idempotency_key_comes_with_another_request(shelf, client):
    post(client, body(shelf), **{"Idempotency-Key": "key-1"})
    other = post(client, body(shelf, external_id="T-2"), **{"Idempotency-Key": "key-1"})
    assert other.status_code == 422
    assert other.json()["code"] == "idempotency_key_reused"


def test_changes_nothing_when_stock_is_short(tenant, shelf, client):
    answer = post(client, body(shelf, 251))
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["code"] == "insufficient_stock"
    assert problem["outcome"] == "not_executed"
    assert problem["param"] == "lines[0].quantity"
    assert problem["errors"][0]["meta"]["available"] == 250
    with tenant_context(tenant):
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 250
        assert not Issuance.objects.exists()
    # A refused request does not use the number up.
    assert post(client, body(shelf, 250)).status_code == 202


def test_refuses_when_the_supplier_was_suspended_a_moment_ago(shelf, client):
    assert post(client, body(shelf)).status_code == 201
    set_clearance(shelf.contract, Clearance.SUSPENDED)
    assert post(client, body(shelf, external_id="T-2")).json()["code"] == "insufficient_stock"


@pytest.mark.parametrize(
    ("change", "status", "code", "param"),
    [
        ({"external_id": None}, 400, "parameter_missing", "external_id"),
        ({"external_id": "a b"}, 400, "invalid_parameter", "external_id"),
        ({"lines": []}, 400, "invalid_parameter", "lines"),
        ({"lines": [{"sku": "sku_nope", "quantity": 1}]}, 404, "resource_not_found", "lines[0].sku"),
        ({"surprise": 1}, 400, "parameter_unknown", "surprise"),
        ({"max_total": 10}, 409, "price_exceeds_limit", "max_total"),
        ({"currency": "USD"}, 409, "currency_mismatch", "currency"),
        ({"currency": ["CNY"]}, 400, "invalid_parameter", "currency"),
        ({"currency": "BEER"}, 400, "invalid_parameter", "currency"),
        ({"buyer": {"ip": "10.0.0"}}, 400, "invalid_parameter", "buyer.ip"),
        ({"metadata": {"a": 1}}, 400, "invalid_parameter", "metadata.a"),
    ],
)
def test_names_the_wrong_parameter_when_the_body_is_wrong(tenant, shelf, client, change, status, code, param):
    answer = post(client, {**body(shelf), **change})
    assert (answer.status_code, answer.json()["code"], answer.json()["param"]) == (status, code, param)
    assert answer.json()["outcome"] == "not_executed"
    assert answer.headers["Content-Type"] == "application/problem+json"
    with tenant_context(tenant):
        assert not Issuance.objects.exists()


@pytest.mark.parametrize("quantity", [0, -1, 10_001, 1.5, "2", True, None])
def test_refuses_when_the_quantity_is_no_sane_number(shelf, client, quantity):
    assert post(client, body(shelf, quantity)).status_code in {400, 422}


def test_shows_codes_at_once_and_records_the_look_when_they_are_included(tenant, shelf, client):
    answer = post(client, body(shelf, 2), "/v1/issuances?include=codes")
    assert len(answer.json()["codes"]["data"]) == 2
    assert answer.headers["Cache-Control"] == "no-store"
    with tenant_context(tenant):
        assert Reveal.objects.get().count == 2


def test_hides_codes_when_the_key_may_not_reveal(tenant, shelf):
    client = api(make_key(tenant, scopes=["issuances:write", "issuances:read"]))
    answer = post(client, body(shelf), "/v1/issuances?include=codes")
    assert answer.status_code == 201
    assert "data" not in answer.json()["codes"]
    refused = client.get(answer.json()["codes"]["url"])
    assert refused.status_code == 403
    assert refused.json()["scope"] == "codes:reveal"


def test_answers_not_found_for_ids_of_another_shop(tenant, other_tenant, shelf, client):
    issuance = post(client, body(shelf)).json()
    stranger = api(make_key(other_tenant))
    unknown = stranger.get("/v1/issuances/iss_01M85VXVTEFMAA0FY0TDTM44Y8")
    foreign = stranger.get(f"/v1/issuances/{issuance['id']}")
    assert foreign.status_code == unknown.status_code == 404
    for answer in (foreign, unknown):
        assert answer.json()["code"] == "resource_not_found"
    assert stranger.get(issuance["codes"]["url"]).status_code == 404
    assert post(stranger, body(shelf)).status_code == 404


def test_works_in_the_test_twin_when_the_key_is_a_test_key(tenant, shelf):
    client = api(make_key(tenant, livemode=False))
    assert client.get("/v1/ping").json()["livemode"] is False
    assert client.get(f"/v1/skus/{shelf.sku_id}").status_code == 404
