"""How long a key is remembered, and what holds when it is forgotten."""

import datetime as dt

from platform_core.tenancy.context import tenant_context
from tenants.access.models import IdempotencyRecord
from tenants.access.services import purge_idempotency_records as module
from tenants.access.services.purge_idempotency_records import purge_idempotency_records
from tenants.issuance.models import Issuance
from tests.world import now, stock

JSON = "application/json"


def issue(client, shelf, number, key):
    body = {"external_id": number, "lines": [{"sku": shelf.sku_id, "quantity": 1}]}
    return client.post("/v1/issuances", body, content_type=JSON, headers={"Idempotency-Key": key})


def test_a_key_is_forgotten_after_thirty_days_and_the_number_is_not(client, tenant, shelf, monkeypatch):
    stock(tenant, shelf, 5)
    first = issue(client, shelf, "N-1", "old")
    issue(client, shelf, "N-2", "young")
    with tenant_context(tenant):
        old = IdempotencyRecord.objects.filter(pk=IdempotencyRecord.hash_of("old"))
        old.update(created_at=now() - dt.timedelta(days=30, minutes=1))
        assert purge_idempotency_records(now=now()) == 1
        assert IdempotencyRecord.objects.count() == 1
    again = issue(client, shelf, "N-1", "old")
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    other = issue(client, shelf, "N-3", "young")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    with tenant_context(tenant):
        assert Issuance.objects.count() == 2


def test_many_are_forgotten_in_slices_and_the_rest_next_time(client, tenant, monkeypatch):
    monkeypatch.setattr(module, "SLICE", 2)
    monkeypatch.setattr(module, "SLICES", 2)
    with tenant_context(tenant):
        IdempotencyRecord.objects.bulk_create(
            IdempotencyRecord(
                key_hash=bytes([number]) * 32,
                fingerprint=bytes(32),
                resource_id=tenant.id,
                request_id="req_x",
                status=201,
                created_at=now() - dt.timedelta(days=31),
            )
            for number in range(5)
        )
        assert [purge_idempotency_records(now=now()) for _ in range(3)] == [4, 1, 0]
