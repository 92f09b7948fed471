"""How a batch ends before it is done: cancelled, its key revoked, its job failed for good."""

from platform_core.kernel.ids import parse_public_id
from platform_core.kernel.jobs import give_up_handler_of
from platform_core.tenancy.context import tenant_context
from tenants.access.authenticate import forget_keys
from tenants.access.models import ApiKey
from tests.api.v1.test_issuance_batches import counts, events, items, left, one, reload, send, work
from tests.world import api, make_key, now, stock


def test_a_batch_that_waits_is_cancelled_and_nothing_of_it_is_made(tenant, shelf, client):
    stock(tenant, shelf, 5)
    batch = send(client, [one(shelf, "C-1"), one(shelf, "C-2")]).json()
    path = f"/v1/issuance_batches/{batch['id']}/cancel"
    answer = client.post(path)
    assert (answer.status_code, answer.json()["status"]) == (200, "canceled")
    assert counts(answer.json()) == {"total": 2, "skipped": 2}
    assert client.post(path).json() == answer.json()
    work()
    assert left(tenant, shelf) == 5
    assert events(batch) == [("canceled", 0, 0, 2)]


def test_a_batch_that_runs_stops_before_its_next_items(tenant, shelf, client, monkeypatch):
    stock(tenant, shelf, 60)
    batch = send(client, [one(shelf, f"R-{number}") for number in range(60)]).json()
    from merchant_api.v1.issuance_batches import working

    def cancel_after_first(*, items):
        record(items=items)
        assert client.post(f"/v1/issuance_batches/{batch['id']}/cancel").json()["status"] == "processing"

    record = working.record_batch_items
    monkeypatch.setattr(working, "record_batch_items", cancel_after_first)
    work()
    batch = reload(client, batch)
    assert (batch["status"], counts(batch)) == ("canceled", {"total": 60, "succeeded": 25, "skipped": 35})
    assert left(tenant, shelf) == 35
    assert events(batch) == [("canceled", 25, 0, 35)]


def test_a_batch_that_is_over_cannot_be_cancelled(tenant, other_tenant, shelf, client):
    stock(tenant, shelf, 1)
    batch = send(client, [one(shelf, "O-1")], "all_or_nothing").json()
    refused = client.post(f"/v1/issuance_batches/{batch['id']}/cancel")
    assert (refused.status_code, refused.json()["code"]) == (409, "batch_not_cancelable")
    assert refused.json()["current_state"] == "completed"
    other = api(make_key(other_tenant))
    for path in ("", "/items"):
        assert other.get(f"/v1/issuance_batches/{batch['id']}{path}").status_code == 404
    assert other.post(f"/v1/issuance_batches/{batch['id']}/cancel").status_code == 404
    assert other.get(f"/v1/operations/{batch['operation']}").status_code == 404


def test_the_limits_of_the_key_hold_for_each_item_and_a_revoked_key_stops_the_batch(tenant, shelf, client):
    stock(tenant, shelf, 60)
    manager = api(make_key(tenant, scopes=["keys:manage"]))
    made = manager.post(
        "/v1/api_keys",
        {"name": "batch", "scopes": ["issuances:write"], "daily_quota": 3},
        content_type="application/json",
    ).json()
    limited = api(made["secret"])
    batch = send(limited, [one(shelf, f"K-{number}", 2) for number in range(3)]).json()
    work()
    assert [item["problem"] and item["problem"]["code"] for item in items(client, batch)] == [
        None,
        "quota_exceeded",
        "quota_exceeded",
    ]
    batch = send(limited, [one(shelf, "K-9")], key="later").json()
    with tenant_context(tenant):
        ApiKey.objects.filter(pk=parse_public_id("key", made["id"])).update(revoked_at=now())
    forget_keys()
    work()
    assert items(client, batch)[0]["problem"]["code"] == "api_key_revoked"
    assert left(tenant, shelf) == 58


def test_a_job_that_fails_for_good_says_that_the_outcome_is_to_be_asked_for(tenant, shelf, client):
    batch = send(client, [one(shelf, "G-1")]).json()
    handler = give_up_handler_of("merchant_api.run_issuance_batch")
    with tenant_context(tenant):
        handler(batch_id=str(parse_public_id("isb", batch["id"])))
    assert reload(client, batch)["status"] == "failed"
    problem = items(client, batch)[0]["problem"]
    assert (problem["code"], problem["outcome"]) == ("internal_error", "unknown")
