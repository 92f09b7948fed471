"""What a SKU asks its buyers for: answered with the line, checked before anything is sold, sealed, shown to the merchant alone."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.issuance.models import LineInputs
from tests.api.v1.cards import JSON, post, problem
from tests.api.v1.testing import everything_kept, run_jobs
from tests.world import api, make_key, stock

ACCOUNT = {"name": "account", "label": "充值账号", "label_en": "Account", "type": "phone"}
SERVER = {"name": "server", "label": "区服", "type": "select", "options": ["电信一区", "网通二区"], "required": False}
NUMBER = "13800138000"


@pytest.fixture
def asking(tenant, shelf, client):
    """A SKU that asks for an account and perhaps a server, with stock."""
    answer = client.patch(f"/v1/skus/{shelf.sku_id}", {"input_schema": [ACCOUNT, SERVER]}, content_type=JSON)
    assert answer.status_code == 200, answer.content
    stock(tenant, shelf, 6)
    return shelf


def body_of(shelf, number, inputs, quantity=1):
    line = {"sku": shelf.sku_id, "quantity": quantity}
    return {"external_id": number, "lines": [line if inputs is None else {**line, "inputs": inputs}]}


def issue(client, shelf, number, inputs, quantity=1):
    return client.post("/v1/issuances", body_of(shelf, number, inputs, quantity), content_type=JSON)


def available(client, shelf):
    return client.get(f"/v1/stock?sku_ids[]={shelf.sku_id}").json()["data"][0]["available"]


def test_the_schema_is_shown_whole(client, asking):
    full = {"label_en": "", "type": "text", "required": True, "max_length": 200, "options": []}
    assert client.get(f"/v1/skus/{asking.sku_id}").json()["input_schema"] == [{**full, **ACCOUNT}, {**full, **SERVER}]


def test_answers_are_kept_with_the_line_and_shown_again(client, asking):
    answer = issue(client, asking, "I-1", {"account": f" {NUMBER} ", "server": "电信一区"})
    assert answer.status_code == 201, answer.content
    wanted = {"account": NUMBER, "server": "电信一区"}
    assert answer.json()["lines"][0]["inputs"] == wanted
    assert client.get(f"/v1/issuances/{answer.json()['id']}").json()["lines"][0]["inputs"] == wanted
    assert client.get("/v1/issuances").json()["data"][0]["lines"][0]["inputs"] == wanted
    again = issue(client, asking, "I-1", {"account": f" {NUMBER} ", "server": "电信一区"})
    assert (again.status_code, again.json()["lines"][0]["inputs"]) == (200, wanted)


def test_other_answers_under_one_number_are_another_request(client, asking):
    assert issue(client, asking, "I-1", {"account": NUMBER}).status_code == 201
    conflict = issue(client, asking, "I-1", {"account": "13900139000"}).json()
    assert (conflict["code"], conflict["errors"][0]["meta"]["differs"]) == ("external_id_conflict", ["lines"])


@pytest.mark.parametrize(
    ("inputs", "wrong"),
    [
        (None, {"account": "required"}),
        ({}, {"account": "required"}),
        ({"account": "  "}, {"account": "required"}),
        ({"account": "not a number"}, {"account": "invalid"}),
        ({"account": NUMBER, "server": "火星"}, {"server": "invalid_choice"}),
        ({"account": NUMBER, "name": "x"}, {"name": "unknown"}),
        ({"name": "x", "server": "火星"}, {"name": "unknown", "account": "required", "server": "invalid_choice"}),
    ],
)
def test_answers_that_do_not_fit_sell_nothing_and_name_every_field(client, asking, inputs, wrong):
    found = problem(issue(client, asking, "I-1", inputs), 422, "input_invalid")
    assert {e["param"]: e["meta"]["reason"] for e in found["errors"]} == {
        f"lines[0].inputs.{name}": reason for name, reason in wrong.items()
    }
    pointers = {e["param"].rpartition(".")[2]: e["meta"]["input_schema"] for e in found["errors"]}
    assert pointers == {name: {"account": "/0", "server": "/1"}.get(name) for name in wrong}
    assert available(client, asking) == 6
    assert issue(client, asking, "I-1", {"account": NUMBER}).status_code == 201  # the number is free


def test_a_sku_that_asks_for_nothing_takes_no_answers(tenant, shelf, client):
    stock(tenant, shelf, 1)
    problem(issue(client, shelf, "I-1", {"account": NUMBER}), 422, "input_invalid")
    answer = issue(client, shelf, "I-1", {})
    assert (answer.status_code, answer.json()["lines"][0]["inputs"]) == (201, None)
    with tenant_context(tenant):
        assert not LineInputs.objects.exists()


@pytest.mark.parametrize("inputs", ["x", [], {"account": 5}, {"account": "9" * 201}, {f"f{n}": "x" for n in range(11)}])
def test_what_is_no_object_of_texts_is_refused_as_malformed(client, asking, inputs):
    problem(issue(client, asking, "I-1", inputs), 400, "invalid_parameter")


@pytest.mark.parametrize(
    "schema",
    [
        [ACCOUNT, ACCOUNT],
        [{**SERVER, "options": []}],
        [{**SERVER, "options": ["a", "a"]}],
        [{**ACCOUNT, "options": ["a"]}],
    ],
)
def test_a_schema_that_nobody_can_answer_is_refused(client, shelf, schema):
    answer = client.patch(f"/v1/skus/{shelf.sku_id}", {"input_schema": schema}, content_type=JSON)
    problem(answer, 422, "input_schema_invalid")
    assert client.get(f"/v1/skus/{shelf.sku_id}").json()["input_schema"] == []


def test_a_quote_says_which_answers_would_be_refused(client, asking):
    def quote(inputs):
        line = {"sku": asking.sku_id, "quantity": 1}
        body = {"lines": [line if inputs is None else {**line, "inputs": inputs}]}
        answer = client.post("/v1/quotes", body, content_type=JSON).json()
        return answer["issuable"], answer["lines"][0]["problem"], answer["lines"][0]["param"]

    assert quote({"account": NUMBER}) == (True, None, None)
    assert quote({"account": "x"}) == (False, "input_invalid", "lines[0].inputs.account")
    assert quote(None) == (True, None, None)


def test_a_batch_keeps_answers_sealed_until_each_is_issued(tenant, client, asking):
    body = {"issuances": [body_of(asking, "B-1", {"account": NUMBER}), body_of(asking, "B-2", {"account": "x"})]}
    batch = post(client, "/v1/issuance_batches", body).json()
    assert NUMBER not in everything_kept(tenant)
    run_jobs()
    items = client.get(batch["items_url"]).json()["data"]
    assert [(item["status"], (item["problem"] or {}).get("code")) for item in items] == [
        ("succeeded", None),
        ("failed", "input_invalid"),
    ]
    made = client.get("/v1/issuances/by-external-id/B-1").json()
    assert made["lines"][0]["inputs"] == {"account": NUMBER}


def test_answers_lie_nowhere_in_the_clear(tenant, client, asking):
    assert post(client, "/v1/issuances", body_of(asking, "I-1", {"account": NUMBER})).status_code == 201
    kept = everything_kept(tenant)
    assert NUMBER not in kept
    assert NUMBER.encode().hex() not in kept


def test_sealed_answers_belong_to_their_line_alone(tenant, client, asking):
    for number in ("I-1", "I-2"):
        assert issue(client, asking, number, {"account": NUMBER}).status_code == 201
    with tenant_context(tenant):
        first, second = LineInputs.objects.order_by("line_id")
        LineInputs.objects.filter(pk=first.pk).update(sealed=second.sealed)
    client.raise_request_exception = False
    answers = {client.get(f"/v1/issuances/by-external-id/{number}").status_code for number in ("I-1", "I-2")}
    assert answers == {200, 500}


def test_another_shop_sees_no_answers(client, asking, other_tenant):
    made = issue(client, asking, "I-1", {"account": NUMBER}).json()
    assert api(make_key(other_tenant)).get(f"/v1/issuances/{made['id']}").status_code == 404


@pytest.mark.parametrize(("quantity", "sold"), [(3, True), (6, True), (1, False), (4, False), (9, False)])
def test_a_sku_in_packs_sells_whole_packs(tenant, shelf, client, quantity, sold):
    changes = {"quantity_multiple": 3, "max_quantity": 8}
    answer = client.patch(f"/v1/skus/{shelf.sku_id}", changes, content_type=JSON).json()
    assert answer["limits"] == {"min": 1, "max": 8, "multiple": 3}
    stock(tenant, shelf, 12)
    answer = issue(client, shelf, "I-1", None, quantity)
    if sold:
        assert answer.status_code == 201, answer.content
    else:
        found = problem(answer, 422, "quantity_out_of_range")
        assert found["errors"][0]["meta"] == {"minimum": 1, "maximum": 8, "multiple": 3}


def test_packs_that_nobody_can_buy_are_refused(shelf, client):
    changes = {"quantity_multiple": 10, "max_quantity": 8}
    problem(client.patch(f"/v1/skus/{shelf.sku_id}", changes, content_type=JSON), 422, "sku_terms_invalid")
