"""Voiding thousands of codes: each once, each with its outcome, whatever is repeated or cut short."""

import pytest

from platform_core.compliance.enums import Clearance
from platform_core.events.models import Event
from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import tenant_context
from tenants.access.services.revoke_api_key import revoke_api_key
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.inventory.selectors import list_codes_of_import
from tenants.issuance.models import BulkVoid, BulkVoidItem, CodeHistory
from tenants.issuance.services.void_next_codes import void_next_codes
from tests.api.v1.cards import GIFT, buy, owed, post, problem, state
from tests.api.v1.testing import run_jobs
from tests.world import api, make_key, make_shelf, now, set_clearance, stock


def ids_of(tenant, code_import, limit=1000):
    with tenant_context(tenant):
        return [public_id("code", code.id) for code in list_codes_of_import(code_import.id, None, limit)]


def send(client, codes, key=None, reason="批次作废"):
    return post(client, "/v1/codes:bulk_void", {"codes": codes, "reason": reason}, key=key)


def pages(client, path, **filters):
    found, cursor = [], None
    while True:
        answer = client.get(path, {**filters, "limit": 100, **({"cursor": cursor} if cursor else {})}).json()
        found += answer["data"]
        cursor = answer["next_cursor"]
        if not cursor:
            return found


@pytest.fixture
def many(client, tenant, shelf):
    """250 codes, the first 5 of them sold."""
    code_import = stock(tenant, shelf, 250)
    sold = [code["id"] for code in buy(client, shelf, 5)["codes"]["data"]]
    return sold + [code for code in ids_of(tenant, code_import) if code not in sold]


def test_more_than_a_hundred_codes_are_voided_by_an_operation(client, tenant, shelf, many):
    post(client, f"/v1/codes/{many[7]}/void", {"reason": "before"})
    named = [*many[:150], "code_NOTHING", many[0], "ABCD-EFGH-SECRET"]
    answer = send(client, named, key="bulk")
    accepted = answer.json()
    assert (answer.status_code, accepted["status"], accepted["pending"]) == (202, "queued", 153)
    assert answer.headers["Location"] == f"/v1/operations/{accepted['operation']}"
    assert "items" not in accepted
    operation = client.get(f"/v1/operations/{accepted['operation']}").json()
    assert (operation["kind"], operation["status"]) == ("bulk_void", "queued")
    assert operation["progress"] == {"done": 0, "total": 153, "unit": "codes"}
    assert state(client, many[0]) == "issued"
    run_jobs()
    operation = client.get(f"/v1/operations/{accepted['operation']}").json()
    assert (operation["status"], operation["progress"]["done"]) == ("succeeded", 153)
    result = operation["result"]
    assert (result["voided"], result["failed"], result["pending"]) == (150, 3, 0)
    items = pages(client, accepted["items_url"])
    assert [item["index"] for item in items] == list(range(153))
    assert [item["code"] for item in items] == [*many[:150], None, many[0], None]
    refused = pages(client, accepted["items_url"], status="failed")
    assert [(item["index"], item["state"], item["problem"]) for item in refused] == [
        (7, "voided", "code_state_invalid"),
        (150, None, "resource_not_found"),
        (152, None, "resource_not_found"),
    ]
    with tenant_context(tenant):
        assert CodeHistory.objects.filter(verb="void", subject_id=BulkVoid.objects.get().id).count() == 149
        assert Event.objects.filter(type="code.voided").count() == 150
        assert list_balances()[(AccountCode.WRITE_OFFS, "CNY")] == 145 * 4000
    assert client.get("/v1/stock", {"sku_ids[]": shelf.sku_id}).json()["data"][0]["available"] == 100
    assert client.get(f"/v1/bulk_voids/{accepted['id']}").json() == result


def test_the_same_request_is_done_once_and_answers_how_far_it_is(client, tenant, many):
    first = send(client, many[:120], key="once").json()
    assert send(client, many[:120], key="once").json() == first
    run_jobs()
    again = send(client, many[:120], key="once")
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (202, "true")
    assert (again.json()["status"], again.json()["voided"]) == ("completed", 120)
    run_jobs()
    problem(send(client, many[:121], key="once"), 422, "idempotency_key_reused")
    with tenant_context(tenant):
        assert BulkVoid.objects.count() == 1
        assert CodeHistory.objects.filter(verb="void").count() == 120


def test_what_was_not_done_when_it_is_cancelled_stays_as_it_is(client, tenant, many):
    accepted = send(client, many[5:205]).json()
    with tenant_context(tenant):
        assert void_next_codes(void_id=BulkVoid.objects.get().id, now=now())
    assert client.get(f"/v1/operations/{accepted['operation']}").json()["progress"]["done"] == 100
    stopped = post(client, f"/v1/operations/{accepted['operation']}/cancel").json()
    assert (stopped["status"], stopped["result"]) == ("canceled", None)
    run_jobs()
    over = client.get(f"/v1/bulk_voids/{accepted['id']}").json()
    assert (over["status"], over["voided"], over["skipped"]) == ("canceled", 100, 100)
    assert (state(client, many[5]), state(client, many[204])) == ("voided", "available")
    assert post(client, f"/v1/operations/{accepted['operation']}/cancel").status_code == 200
    done = send(client, many[205:206]).json()
    number = "op_" + done["id"].removeprefix("void_")
    problem(post(client, f"/v1/operations/{number}/cancel"), 409, "bulk_void_not_cancelable")


def test_a_job_that_is_interrupted_goes_on_behind_its_last_slice(client, tenant, many, monkeypatch):
    accepted = send(client, many[5:250]).json()
    with tenant_context(tenant):
        assert void_next_codes(void_id=BulkVoid.objects.get().id, now=now())  # and its worker died
    run_jobs()
    assert client.get(f"/v1/bulk_voids/{accepted['id']}").json()["voided"] == 245
    with tenant_context(tenant):
        assert CodeHistory.objects.filter(verb="void").count() == 245
        assert not BulkVoidItem.objects.exclude(status="succeeded").exists()


def test_a_key_that_is_revoked_stops_what_it_began(client, tenant, many):
    accepted = send(client, many[:150]).json()
    with tenant_context(tenant):
        revoke_api_key(key_id=BulkVoid.objects.get().key_id, now=now())
    run_jobs()
    body = api(make_key(tenant)).get(f"/v1/operations/{accepted['operation']}").json()
    assert (body["status"], body["error"]["code"]) == ("failed", "api_key_revoked")
    with tenant_context(tenant):
        assert not CodeHistory.objects.exists()
        assert BulkVoidItem.objects.filter(status="skipped", problem="api_key_revoked").count() == 150


def test_cards_that_are_owed_are_owed_no_more_and_codes_of_others_are_not_found(client, tenant, other_tenant):
    sold = buy(client, make_shelf(tenant, **GIFT), 60)
    more = buy(client, make_shelf(tenant, **GIFT), 60)
    cards = [code["id"] for each in (sold, more) for code in each["codes"]["data"]]
    assert owed(tenant) == 120 * 5000
    stranger = api(make_key(other_tenant))
    theirs = send(stranger, cards).json()
    run_jobs()
    assert stranger.get(f"/v1/bulk_voids/{theirs['id']}").json()["failed"] == 120
    assert owed(tenant) == 120 * 5000
    problem(client.get(f"/v1/bulk_voids/{theirs['id']}"), 404, "resource_not_found")
    problem(client.get(f"/v1/operations/{theirs['operation']}"), 404, "resource_not_found")
    send(client, cards)
    run_jobs()
    assert owed(tenant) == 0
    with tenant_context(other_tenant):
        assert not CodeHistory.objects.exists()


def test_operations_of_voids_ask_for_their_scope(client, tenant, many):
    accepted = send(client, many[:150]).json()
    reader = api(make_key(tenant, scopes=["codes:read"]))
    assert reader.get(f"/v1/bulk_voids/{accepted['id']}").status_code == 200
    problem(post(reader, f"/v1/operations/{accepted['operation']}/cancel"), 403, "scope_missing")
    problem(send(client, many[:1] * 10_001), 400, "invalid_parameter")


def test_a_code_in_quarantine_can_be_voided(client, tenant):
    shelf = make_shelf(tenant)
    [alone, *others] = ids_of(tenant, stock(tenant, shelf, 3))
    set_clearance(shelf.contract, Clearance.SUSPENDED)
    assert state(client, alone) == "quarantined"
    assert post(client, f"/v1/codes/{alone}/void", {"reason": "x"}).json()["state"] == "voided"
    assert send(client, others).json()["voided"] == 2


def test_ten_thousand_ids_fit_into_a_request(client):
    answer = send(client, [public_id("code", new_id()) for _ in range(10_000)])
    assert (answer.status_code, answer.json()["pending"]) == (202, 10_000)
