"""What happens when there are fewer codes than were asked for."""

import datetime as dt

import pytest

from platform_core.events.models import Event, Job
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.job_runner import run_next_job
from tenants.finance.models import LedgerTransfer
from tenants.inventory.errors import CodeStockExhausted
from tenants.inventory.selectors import list_stock
from tenants.inventory.services.release_reservations import release_reservations
from tenants.inventory.services.reserve_codes import reserve_codes
from tenants.issuance.models import IssuanceHistory
from tenants.issuance.services.fill_backorders import fill_backorders
from tests.world import Clearance, api, make_key, make_shelf, now, set_clearance, stock


def post(client, lines, policy, number="T-1", include="", **extra):
    lines = [{"sku": shelf.sku_id, "quantity": quantity} for shelf, quantity in lines]
    body = {"external_id": number, "lines": lines, "fulfillment_policy": policy, **extra}
    headers = {"Idempotency-Key": f"key-{number}"}
    return client.post(f"/v1/issuances{include}", body, content_type="application/json", headers=headers)


def fill(tenant):
    with tenant_context(tenant):
        return fill_backorders(now=now())


def reload(client, issuance):
    return client.get(f"/v1/issuances/{issuance['id']}").json()


def codes(client, issuance):
    return [code["code"] for code in client.get(issuance["codes"]["url"] + "?limit=100").json()["data"]]


def events(issuance):
    with platform_context():
        rows = Event.objects.filter(object_id=issuance["id"], type__startswith="issuance.").order_by("sequence", "id")
        return [(row.type, row.sequence, row.payload["status"], row.payload["quantity"]) for row in rows]


def counts(issuance):
    return [(line["requested"], line["issued"], line["failed"]) for line in issuance["lines"]]


def booked(tenant):
    with tenant_context(tenant):
        return sum(LedgerTransfer.objects.filter(kind=1).values_list("amount", flat=True))


def test_partial_issues_what_there_is_and_charges_for_that(tenant, shelf, client):
    other = make_shelf(tenant, price=100)
    stock(tenant, shelf, 3)
    stock(tenant, other, 9)
    answer = post(client, [(shelf, 5), (other, 2)], "partial", include="?include=codes")
    assert answer.status_code == 201
    issuance = answer.json()
    assert issuance["status"] == "partially_completed"
    assert counts(issuance) == [(5, 3, 2), (2, 2, 0)]
    assert (issuance["quantity"], issuance["amount"], issuance["codes"]["count"]) == (7, 3 * 4500 + 200, 5)
    assert len({code["code"] for code in issuance["codes"]["data"]}) == 5
    assert issuance["completed_at"] is not None
    assert booked(tenant) == 5 * 4000
    assert events(issuance) == [("issuance.partially_completed", 1, "partially_completed", 5)]
    del issuance["codes"]["data"]
    assert reload(client, issuance) == issuance
    assert len(codes(client, issuance)) == 5
    # What is missing never comes: it is over.
    stock(tenant, shelf, 10)
    assert fill(tenant) == 0
    assert reload(client, issuance) == issuance
    again = post(client, [(shelf, 5), (other, 2)], "partial")
    assert (again.status_code, again.json()["id"]) == (201, issuance["id"])


def test_partial_that_finds_everything_is_completed(tenant, shelf, client):
    stock(tenant, shelf, 3)
    issuance = post(client, [(shelf, 3)], "partial").json()
    assert (issuance["status"], counts(issuance)) == ("completed", [(3, 3, 0)])
    assert events(issuance) == [("issuance.completed", 1, "completed", 3)]


def test_partial_that_finds_nothing_is_refused_and_uses_up_neither_number_nor_key(tenant, shelf, client):
    other = make_shelf(tenant)
    refused = post(client, [(shelf, 5), (other, 1)], "partial")
    assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_stock")
    assert (refused.json()["param"], refused.json()["errors"][0]["meta"]["available"]) == ("lines[0].quantity", 0)
    stock(tenant, shelf, 1)
    assert post(client, [(shelf, 5), (other, 1)], "partial").status_code == 201


def test_partial_counts_against_the_quota_of_a_key_what_it_issued(tenant, shelf, client):
    stock(tenant, shelf, 2)
    made = (
        api(make_key(tenant, scopes=["keys:manage"]))
        .post(
            "/v1/api_keys",
            {"name": "limited", "scopes": ["issuances:write", "issuances:read"], "daily_quota": 5},
            content_type="application/json",
        )
        .json()
    )
    limited = api(made["secret"])
    assert counts(post(limited, [(shelf, 5)], "partial").json()) == [(5, 2, 3)]
    stock(tenant, shelf, [f"Q-{n}" for n in range(9)])
    assert post(limited, [(shelf, 4)], "partial", "T-2").json()["code"] == "quota_exceeded"
    assert post(limited, [(shelf, 3)], "partial", "T-3").status_code == 201


def test_a_policy_that_does_not_exist_is_refused_and_another_policy_is_another_request(tenant, shelf, client):
    stock(tenant, shelf, 5)
    assert post(client, [(shelf, 1)], "some").json()["param"] == "fulfillment_policy"
    post(client, [(shelf, 1)], "partial")
    conflict = client.post(
        "/v1/issuances",
        {"external_id": "T-1", "lines": [{"sku": shelf.sku_id, "quantity": 1}], "fulfillment_policy": "backorder"},
        content_type="application/json",
    ).json()
    assert conflict["code"] == "external_id_conflict"
    assert conflict["errors"][0]["meta"]["differs"] == ["fulfillment_policy"]


def test_a_backorder_that_finds_nothing_waits_and_gets_its_codes_at_the_price_of_its_order(tenant, shelf, client):
    answer = post(client, [(shelf, 3)], "backorder")
    assert (answer.status_code, answer.headers["Retry-After"]) == (202, "1")
    issuance = answer.json()
    assert (issuance["status"], counts(issuance), issuance["amount"]) == ("awaiting_stock", [(3, 0, 0)], 0)
    assert codes(client, issuance) == []
    operation = client.get(f"/v1/operations/{issuance['operation']}").json()
    assert (operation["status"], operation["progress"]["done"]) == ("queued", 0)
    assert booked(tenant) == 0

    with tenant_context(tenant):
        shelf.sku.price = 9900
        shelf.sku.save(update_fields=["price"])
    stock(tenant, shelf, 2)
    assert fill(tenant) == 1
    assert fill(tenant) == 0
    halfway = reload(client, issuance)
    assert (halfway["status"], counts(halfway), halfway["amount"]) == ("processing", [(3, 2, 0)], 9000)
    assert client.get(f"/v1/operations/{issuance['operation']}").json()["status"] == "running"

    stock(tenant, shelf, ["LAST", "NEXT"])
    assert fill(tenant) == 1
    done = reload(client, issuance)
    assert (done["status"], counts(done), done["amount"]) == ("completed", [(3, 3, 0)], 13500)
    assert done["completed_at"] is not None
    assert len(set(codes(client, done))) == 3
    assert booked(tenant) == 3 * 4000
    operation = client.get(f"/v1/operations/{issuance['operation']}").json()
    assert (operation["status"], operation["result"]["codes"]["count"]) == ("succeeded", 3)
    assert events(issuance) == [
        ("issuance.created", 1, "awaiting_stock", 0),
        ("issuance.processing", 2, "processing", 2),
        ("issuance.completed", 3, "completed", 3),
    ]
    with tenant_context(tenant):
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 1
        verbs = list(IssuanceHistory.objects.order_by("number").values_list("verb", "count"))
    assert verbs == [("queued", 0), ("issued", 2), ("issued", 1)]
    again = post(client, [(shelf, 3)], "backorder")
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (202, "true")
    assert again.json() == {**done, "operation": issuance["operation"]}


def test_a_backorder_takes_what_is_there_at_once(tenant, shelf, client):
    stock(tenant, shelf, 2)
    answer = post(client, [(shelf, 3)], "backorder", include="?include=codes")
    issuance = answer.json()
    assert (answer.status_code, issuance["status"], counts(issuance)) == (202, "processing", [(3, 2, 0)])
    assert len(issuance["codes"]["data"]) == 2
    complete = make_shelf(tenant)
    stock(tenant, complete, 2)
    answer = post(client, [(complete, 2)], "backorder", "T-2")
    assert (answer.status_code, answer.json()["status"]) == (202, "completed")
    assert client.get(f"/v1/operations/{answer.json()['operation']}").json()["status"] == "succeeded"


def test_who_waits_is_served_in_order_and_nobody_passes_them(tenant, shelf, client):
    first = post(client, [(shelf, 3)], "backorder", "W-1").json()
    second = post(client, [(shelf, 2)], "backorder", "W-2").json()
    stock(tenant, shelf, 4)
    # Between the import and the job that serves the queue the codes belong to the queue.
    assert client.get(f"/v1/stock?sku_ids[]={shelf.sku_id}").json()["data"][0]["available"] == 0
    assert post(client, [(shelf, 1)], "all_or_nothing", "NEW-1").json()["code"] == "insufficient_stock"
    assert post(client, [(shelf, 1)], "partial", "NEW-2").json()["code"] == "insufficient_stock"
    with tenant_context(tenant), pytest.raises(CodeStockExhausted):
        reserve_codes(sku=shelf.sku, quantity=1, hold_for=dt.timedelta(minutes=1), now=now())
    third = post(client, [(shelf, 1)], "backorder", "W-3").json()
    assert third["status"] == "awaiting_stock"
    fill(tenant)
    assert [reload(client, each)["status"] for each in (first, second, third)] == [
        "completed",
        "processing",
        "awaiting_stock",
    ]
    stock(tenant, shelf, [f"MORE-{number}" for number in range(3)])
    fill(tenant)
    assert {reload(client, each)["status"] for each in (first, second, third)} == {"completed"}
    assert post(client, [(shelf, 1)], "all_or_nothing", "NEW-1").status_code == 201
    sold = [code for each in (first, second, third) for code in codes(client, each)]
    assert len(sold) == len(set(sold)) == 6


def test_a_backorder_over_two_skus_is_complete_when_the_last_line_is(tenant, shelf, client):
    other = make_shelf(tenant, code_mode="shared")
    issuance = post(client, [(shelf, 1), (other, 2)], "backorder").json()
    stock(tenant, shelf, 1)
    fill(tenant)
    assert (reload(client, issuance)["status"], counts(reload(client, issuance))) == (
        "processing",
        [(1, 1, 0), (2, 0, 0)],
    )
    operation = client.post(
        "/v1/imports",
        {"sku": other.sku_id, "supplier": other.supplier_id, "rows": [{"code": "SHARED"}], "shared_uses": 5},
        content_type="application/json",
        headers={"Idempotency-Key": "shared"},
    )
    assert operation.status_code == 202, operation.content
    while run_next_job():
        pass
    assert reload(client, issuance)["status"] == "completed"
    assert codes(client, issuance)[1:] == ["SHARED", "SHARED"]


def test_an_import_and_a_release_each_have_a_job_serve_the_queue(tenant, shelf, client):
    def jobs():
        with platform_context():
            return Job.objects.filter(name="issuance.fill_backorders").count()

    stock(tenant, shelf, 2)
    with tenant_context(tenant):
        hold = reserve_codes(sku=shelf.sku, quantity=2, hold_for=dt.timedelta(minutes=1), now=now())
    assert jobs() == 0
    issuance = post(client, [(shelf, 3)], "backorder").json()
    with tenant_context(tenant):
        release_reservations(ids=[hold.id], now=now())
    assert jobs() == 1
    stock(tenant, shelf, ["ONE"])
    assert jobs() == 2
    while run_next_job():
        pass
    assert reload(client, issuance)["status"] == "completed"


def test_a_backorder_takes_no_code_of_a_supplier_that_was_suspended_meanwhile(tenant, shelf, client):
    issuance = post(client, [(shelf, 1)], "backorder").json()
    set_clearance(shelf.contract, Clearance.SUSPENDED)
    stock(tenant, shelf, 1)
    assert fill(tenant) == 0
    set_clearance(shelf.contract, Clearance.CLEARED)
    assert fill(tenant) == 1
    assert reload(client, issuance)["status"] == "completed"


def test_a_hold_that_is_gone_refuses_whatever_the_policy(tenant, shelf, client):
    stock(tenant, shelf, 2)
    with tenant_context(tenant):
        hold = reserve_codes(sku=shelf.sku, quantity=1, hold_for=dt.timedelta(minutes=1), now=now())
        release_reservations(ids=[hold.id], now=now())
    line = {"sku": shelf.sku_id, "quantity": 1, "reservation": public_id("rsv", hold.id)}
    for policy in ("partial", "backorder"):
        body = {"external_id": "T-1", "lines": [line], "fulfillment_policy": policy}
        assert client.post("/v1/issuances", body, content_type="application/json").json()["code"] == "reservation_gone"


def test_an_issuance_that_waits_can_be_cancelled_and_is_never_filled(tenant, shelf, client):
    issuance = post(client, [(shelf, 1)], "backorder").json()
    path = f"/v1/issuances/{issuance['id']}/cancel"
    answer = client.post(path)
    assert (answer.status_code, answer.json()["status"]) == (200, "canceled")
    assert counts(answer.json()) == [(1, 0, 1)]
    assert client.post(path).json() == answer.json()
    stock(tenant, shelf, 2)
    assert fill(tenant) == 0
    assert reload(client, issuance)["status"] == "canceled"
    assert events(issuance)[1:] == [("issuance.canceled", 2, "canceled", 0)]
    assert client.get(f"/v1/operations/{issuance['operation']}").json()["status"] == "canceled"
    # The number stays used, and the queue is open again.
    assert post(client, [(shelf, 1)], "backorder").json()["status"] == "canceled"
    assert post(client, [(shelf, 1)], "all_or_nothing", "T-2").status_code == 201


def test_an_issuance_with_a_code_cannot_be_cancelled(tenant, other_tenant, shelf, client):
    stock(tenant, shelf, 2)
    done = post(client, [(shelf, 1)], "all_or_nothing", "T-1").json()
    begun = post(client, [(shelf, 2)], "backorder", "T-2").json()
    for issuance, status in ((done, "completed"), (begun, "processing")):
        path = f"/v1/issuances/{issuance['id']}/cancel"
        refused = client.post(path)
        assert (refused.status_code, refused.json()["code"]) == (409, "issuance_not_cancelable")
        assert (refused.json()["current_state"], reload(client, issuance)["status"]) == (status, status)
        assert api(make_key(other_tenant)).post(path).status_code == 404
