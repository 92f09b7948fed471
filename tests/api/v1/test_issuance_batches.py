"""Many issuances in one request: each by itself, or all or none."""

import pytest

from platform_core.events.models import Event, Job
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.job_runner import run_next_job
from tenants.inventory.selectors import list_stock
from tenants.issuance.models import Issuance, IssuanceBatch
from tests.world import api, make_key, make_shelf, now, stock


def one(shelf, number, quantity=1, **extra):
    return {"external_id": number, "lines": [{"sku": shelf.sku_id, "quantity": quantity}], **extra}


def send(client, issuances, atomicity=None, key="batch-1"):
    body = {"issuances": issuances} if atomicity is None else {"issuances": issuances, "atomicity": atomicity}
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/v1/issuance_batches", body, content_type="application/json", headers=headers)


def work():
    while run_next_job():
        pass


def reload(client, batch):
    return client.get(f"/v1/issuance_batches/{batch['id']}").json()


def items(client, batch, query=""):
    return client.get(f"{batch['items_url']}{query}").json()["data"]


def counts(batch):
    return {name: count for name, count in batch["counts"].items() if count}


def left(tenant, shelf):
    with tenant_context(tenant):
        return list_stock([shelf.sku.id], now=now())[shelf.sku.id]


def events(batch):
    with platform_context():
        return [
            (row.payload["status"], row.payload["succeeded"], row.payload["failed"], row.payload["skipped"])
            for row in Event.objects.filter(object_id=batch["id"], type="issuance_batch.completed")
        ]


def test_independent_makes_what_can_be_made_and_says_of_each_other_why_not(tenant, shelf, client):
    stock(tenant, shelf, 3)
    wanted = [
        one(shelf, "A", 2),
        one(shelf, "B", 2),
        one(shelf, "C", max_total=1),
        {"external_id": "D", "lines": [{"sku": "sku_unknown", "quantity": 1}]},
        one(shelf, "E", 1),
    ]
    answer = send(client, wanted)
    assert answer.status_code == 202, answer.content
    batch = answer.json()
    assert (answer.headers["Location"], answer.headers["Retry-After"]) == (f"/v1/issuance_batches/{batch['id']}", "1")
    assert (batch["status"], counts(batch)) == ("queued", {"total": 5, "pending": 5})
    assert client.get(f"/v1/operations/{batch['operation']}").json()["status"] == "queued"
    assert left(tenant, shelf) == 3

    work()
    batch = reload(client, batch)
    assert (batch["status"], counts(batch)) == ("completed", {"total": 5, "succeeded": 2, "failed": 3})
    found = items(client, batch)
    assert [(item["index"], item["external_id"], item["status"]) for item in found] == [
        (0, "A", "succeeded"),
        (1, "B", "failed"),
        (2, "C", "failed"),
        (3, "D", "failed"),
        (4, "E", "succeeded"),
    ]
    problems = [(item["problem"]["code"], item["problem"]["param"], item["problem"]["outcome"]) for item in found[1:4]]
    assert problems == [
        ("insufficient_stock", "lines[0].quantity", "not_executed"),
        ("price_exceeds_limit", "max_total", "not_executed"),
        ("resource_not_found", "lines[0].sku", "not_executed"),
    ]
    assert items(client, batch, "?status=failed") == found[1:4]
    issuance = client.get(f"/v1/issuances/{found[0]['issuance']}").json()
    assert (issuance["external_id"], issuance["codes"]["count"]) == ("A", 2)
    assert left(tenant, shelf) == 0
    assert events(batch) == [("completed", 2, 3, 0)]
    operation = client.get(f"/v1/operations/{batch['operation']}").json()
    assert (operation["kind"], operation["status"], operation["progress"]["done"]) == ("issuance_batch", "succeeded", 5)
    chinese = client.get(f"{batch['items_url']}?status=failed&limit=1", headers={"Accept-Language": "zh-CN"}).json()
    assert chinese["data"][0]["problem"]["title"] == "库存不足"


def test_a_repeat_answers_the_same_batch_and_a_new_key_makes_only_what_is_missing(tenant, shelf, client):
    stock(tenant, shelf, 2)
    wanted = [one(shelf, f"H-{number}") for number in range(4)]
    first = send(client, wanted)
    work()
    again = send(client, wanted)
    assert (again.status_code, again.json()["id"]) == (202, first.json()["id"])
    assert again.headers["Idempotent-Replayed"] == "true"
    assert send(client, wanted[:1]).json()["code"] == "idempotency_key_reused"
    stock(tenant, shelf, ["NEW-1", "NEW-2"])
    second = send(client, wanted, key="batch-2").json()
    work()
    found = items(client, second)
    assert [(item["status"], item["replayed"]) for item in found] == [("succeeded", True)] * 2 + [
        ("succeeded", False)
    ] * 2
    assert found[0]["issuance"] == items(client, first.json())[0]["issuance"]
    with tenant_context(tenant):
        assert Issuance.objects.count() == 4
    assert left(tenant, shelf) == 0


def test_an_issuance_made_alone_before_is_the_same_in_a_batch_and_another_one_is_a_conflict(tenant, shelf, client):
    stock(tenant, shelf, 5)
    alone = client.post("/v1/issuances", one(shelf, "S-1"), content_type="application/json").json()
    batch = send(client, [one(shelf, "S-1"), one(shelf, "S-1", 2), one(shelf, "S-2"), one(shelf, "S-2")]).json()
    work()
    found = items(client, batch)
    assert (found[0]["issuance"], found[0]["replayed"]) == (alone["id"], True)
    problem = found[1]["problem"]
    assert (problem["code"], problem["outcome"], problem["existing_id"]) == (
        "external_id_conflict",
        "executed",
        alone["id"],
    )
    assert found[2]["issuance"] == found[3]["issuance"]
    assert left(tenant, shelf) == 3


def test_all_or_nothing_up_to_20_is_made_before_the_answer(tenant, shelf, client):
    stock(tenant, shelf, 5)
    answer = send(client, [one(shelf, "W-1", 2), one(shelf, "W-2", 3)], "all_or_nothing")
    assert answer.status_code == 200, answer.content
    batch = answer.json()
    assert (batch["status"], counts(batch)) == ("completed", {"total": 2, "succeeded": 2})
    assert [item["status"] for item in batch["items"]] == ["succeeded", "succeeded"]
    assert reload(client, batch) == batch
    assert events(batch) == [("completed", 2, 0, 0)]
    again = send(client, [one(shelf, "W-1", 2), one(shelf, "W-2", 3)], "all_or_nothing")
    assert (again.status_code, again.json()) == (200, batch)
    assert left(tenant, shelf) == 0
    with platform_context():
        assert not Job.objects.filter(name="merchant_api.run_issuance_batch").exists()


def test_all_or_nothing_names_every_issuance_that_cannot_be_made_and_makes_none(tenant, shelf, client):
    stock(tenant, shelf, 4)
    wanted = [one(shelf, "N-1", 3), one(shelf, "N-2", 3), one(shelf, "N-3", 1), one(shelf, "N-4", max_total=1)]
    answer = send(client, wanted, "all_or_nothing")
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["outcome"]) == (409, "batch_refused", "not_executed")
    assert [(error["param"], error["code"]) for error in problem["errors"]] == [
        ("issuances[1].lines[0].quantity", "insufficient_stock"),
        ("issuances[3].max_total", "price_exceeds_limit"),
    ]
    assert left(tenant, shelf) == 4
    with tenant_context(tenant):
        assert not Issuance.objects.exists()
        assert not IssuanceBatch.objects.exists()
    # Neither the key nor a number was used up.
    assert send(client, [one(shelf, "N-1", 3)], "all_or_nothing").status_code == 200


def test_all_or_nothing_above_20_is_made_by_a_job_or_not_at_all(tenant, shelf, client):
    stock(tenant, shelf, 50)
    wanted = [one(shelf, f"L-{number}", 2) for number in range(25)]
    good = send(client, wanted, "all_or_nothing")
    assert (good.status_code, good.json()["status"]) == (202, "queued")
    bad = send(
        client, [one(shelf, f"M-{number}", 2) for number in range(24)] + [one(shelf, "L-0", 9)], "all_or_nothing", "b-2"
    )
    work()
    assert (reload(client, good.json())["status"], left(tenant, shelf)) == ("completed", 0)
    batch = reload(client, bad.json())
    assert (batch["status"], counts(batch)) == ("failed", {"total": 25, "failed": 25})
    operation = client.get(f"/v1/operations/{batch['operation']}").json()
    assert (operation["status"], operation["error"]["code"]) == ("failed", "batch_refused")
    assert items(client, batch, "?limit=100")[24]["problem"]["code"] == "external_id_conflict"
    with tenant_context(tenant):
        assert Issuance.objects.count() == 25


@pytest.mark.parametrize(
    ("body", "status", "code", "param"),
    [
        ({}, 400, "parameter_missing", "issuances"),
        ({"issuances": []}, 400, "invalid_parameter", "issuances"),
        ({"issuances": [{}], "surprise": 1}, 400, "parameter_unknown", "surprise"),
        ({"issuances": [{}], "atomicity": "some"}, 400, "invalid_parameter", "atomicity"),
        ({"issuances": ["x"]}, 400, "invalid_parameter", "issuances[0]"),
        ({"issuances": [{}]}, 400, "parameter_missing", "issuances[0].external_id"),
        ({"issuances": [{"external_id": "X", "lines": [], "a": 1}]}, 400, "parameter_unknown", "issuances[0].a"),
        (
            {"issuances": [{"external_id": "X", "lines": [{"sku": "x", "quantity": 1}], "metadata": {"k": 1}}]},
            400,
            "invalid_parameter",
            "issuances[0].metadata.k",
        ),
        (
            {"issuances": [{"external_id": "X", "lines": [{"sku": "x", "quantity": 1}, {"sku": "x", "quantity": 0}]}]},
            422,
            "quantity_out_of_range",
            "issuances[0].lines[1].quantity",
        ),
    ],
)
def test_a_body_of_the_wrong_form_is_refused_as_a_whole(tenant, client, body, status, code, param):
    answer = client.post(
        "/v1/issuance_batches", body, content_type="application/json", headers={"Idempotency-Key": "form"}
    )
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["param"]) == (status, code, param)
    with tenant_context(tenant):
        assert not IssuanceBatch.objects.exists()


def test_a_batch_needs_a_key_and_has_limits(tenant, shelf, client):
    assert send(client, [one(shelf, "X")], key=None).json()["code"] == "idempotency_key_required"
    for atomicity, size, quantity in (
        ("independent", 1001, 1),
        ("independent", 101, 100),
        ("all_or_nothing", 101, 1),
        ("all_or_nothing", 11, 100),
    ):
        answer = send(client, [one(shelf, f"X-{number}", quantity) for number in range(size)], atomicity)
        assert (answer.status_code, answer.json()["code"]) == (422, "batch_too_large"), answer.content


def test_a_batch_in_test_mode_stays_there(tenant, shelf, client):
    test = api(make_key(tenant, livemode=False))
    batch = send(test, [one(shelf, "T-1")]).json()
    work()
    assert reload(test, batch)["livemode"] is False
    assert items(test, batch)[0]["problem"]["code"] == "resource_not_found"
    assert client.get(f"/v1/issuance_batches/{batch['id']}").status_code == 404


def test_items_are_read_forwards_and_backwards(tenant, shelf, client):
    batch = send(client, [one(shelf, f"P-{number}") for number in range(7)]).json()
    first = client.get(batch["items_url"] + "?limit=3").json()
    second = client.get(batch["items_url"] + f"?limit=3&cursor={first['next_cursor']}").json()
    third = client.get(batch["items_url"] + f"?limit=3&cursor={second['next_cursor']}").json()
    assert [item["index"] for page in (first, second, third) for item in page["data"]] == list(range(7))
    assert (first["prev_cursor"], third["next_cursor"], third["has_more"]) == (None, None, False)
    back = client.get(batch["items_url"] + f"?limit=3&cursor={third['prev_cursor']}").json()
    assert (back["data"], back["has_more"]) == (second["data"], True)
    start = client.get(batch["items_url"] + f"?limit=3&cursor={back['prev_cursor']}").json()
    assert (start["data"], start["prev_cursor"]) == (first["data"], None)


def test_shelves_of_several_skus_are_taken_in_one_order(tenant, client):
    shelves = [make_shelf(tenant) for _ in range(3)]
    for shelf in shelves:
        stock(tenant, shelf, 4)
    wanted = [one(shelf, f"Z-{number}") for number, shelf in enumerate([*shelves[::-1], *shelves])]
    batch = send(client, wanted, "all_or_nothing").json()
    assert [item["external_id"] for item in batch["items"]] == [f"Z-{number}" for number in range(6)]
    assert counts(batch) == {"total": 6, "succeeded": 6}
