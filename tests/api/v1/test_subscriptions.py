"""What the API answers to a merchant who did not pay for its subscription, or has as much as its plan allows."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.entitlements.enums import Standing
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import tenant_context
from tenants.access.enums import FULL_ACCESS
from tenants.catalog.selectors import get_sku_count
from tests.integration.entitlements.plans import hold, stand
from tests.world import api, make_key, make_shelf, stock

JSON = "application/json"
SCOPES = [*FULL_ACCESS, "keys:manage"]
# Management: of who is read-only nothing of it is taken; everything else goes on.
PUTS_UP = {
    "create_product", "update_product", "create_sku", "update_sku", "create_import", "create_webhook_endpoint",
    "update_webhook_endpoint", "create_api_key",
}  # fmt: skip
TO_ANYBODY = {"ping", "get_meta"}


def operations(client):
    document = client.get("/v1/openapi.json").json()
    return [
        (operation["operationId"], method, path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def call(client, method, path):
    for name in (
        "product",
        "sku",
        "import",
        "issuance",
        "code",
        "key",
        "endpoint",
        "delivery",
        "event",
        "batch",
        "refund",
    ):
        path = path.replace(f"{{{name}_id}}", f"{name}_x")
    path = path.replace("{external_id}", "x").replace("{", "").replace("}", "")
    body = b"" if method in {"get", "delete"} else b"{}"
    headers = {"Idempotency-Key": str(new_id())}
    return client.generic(method.upper(), path, body, content_type=JSON, headers=headers)


@pytest.mark.parametrize("livemode", [True, False])
def test_a_suspended_merchant_is_answered_402_by_every_operation_but_who_am_i(tenant, livemode):
    client = api(make_key(tenant, livemode=livemode, scopes=SCOPES))
    hold(tenant, Standing.SUSPENDED)
    for name, method, path in operations(client):
        answer = call(client, method, path)
        if name in TO_ANYBODY:
            assert answer.status_code == 200, name
            continue
        body = answer.json()
        assert (answer.status_code, body["code"], body["outcome"]) == (402, "subscription_inactive", "not_executed"), (
            name
        )
        assert body["upgrade_url"].endswith("/console/settings/billing")
        assert body["errors"][0]["meta"]["standing"] == "suspended"


@pytest.mark.parametrize("livemode", [True, False])
def test_a_read_only_merchant_puts_up_nothing_and_everything_else_goes_on(tenant, livemode):
    client = api(make_key(tenant, livemode=livemode, scopes=SCOPES))
    hold(tenant, Standing.READ_ONLY)
    seen = set()
    for name, method, path in operations(client):
        answer = call(client, method, path)
        if answer.status_code == 402:
            assert answer.json()["code"] == "subscription_inactive"
            seen.add(name)
    assert seen == PUTS_UP


def test_what_is_on_sale_is_issued_read_and_voided_by_a_read_only_merchant(tenant, shelf):
    stock(tenant, shelf, 3)
    client = api(make_key(tenant))
    hold(tenant, Standing.READ_ONLY)
    body = {"external_id": "RO-1", "lines": [{"sku": shelf.sku_id, "quantity": 1}]}
    issued = client.post("/v1/issuances?include=codes", body, content_type=JSON)
    assert issued.status_code == 201
    [code] = issued.json()["codes"]["data"]
    assert client.get(f"/v1/issuances/{issued.json()['id']}/codes").status_code == 200
    headers = {"Idempotency-Key": "void"}
    voided = client.post(f"/v1/codes/{code['id']}/void", {"reason": "x"}, content_type=JSON, headers=headers)
    assert voided.status_code == 200, voided.content


def test_who_paid_goes_on_at_once_and_another_merchant_never_noticed(tenant, other_tenant):
    client, theirs = api(make_key(tenant)), api(make_key(other_tenant))
    hold(tenant, Standing.SUSPENDED)
    assert client.get("/v1/products").status_code == 402
    assert theirs.get("/v1/products").status_code == 200
    stand(tenant, "active")  # the key is known as it was
    assert client.get("/v1/products").status_code == 200


def test_the_check_costs_no_statement_unless_it_refuses(tenant):
    client = api(make_key(tenant))
    client.get("/v1/products")
    with CaptureQueriesContext(connection) as without:
        client.get("/v1/products")
    hold(tenant, Standing.READ_ONLY)
    client.get("/v1/products")
    with CaptureQueriesContext(connection) as within:
        client.get("/v1/products")
    assert len(without) == len(within)


def test_more_than_the_plan_allows_is_refused_with_what_there_is_and_where_there_is_more(tenant):
    client = api(make_key(tenant, scopes=SCOPES))
    with tenant_context(tenant):
        there = get_sku_count()
    hold(tenant, skus=there + 1, endpoints=0)

    def sku():
        return {"sku_code": uuid.uuid4().hex[:12], "name": "1", "price": 1}

    made = client.post("/v1/products", {"name": "A", "skus": [sku()]}, content_type=JSON)
    assert made.status_code == 201
    hook = {"url": "https://example.com/x", "event_types": ["*"]}
    for path, body, quota, limit in (
        ("/v1/products", {"name": "B", "skus": [sku()]}, "skus", there + 1),
        ("/v1/skus", {"product": made.json()["id"], **sku()}, "skus", there + 1),
        ("/v1/webhook_endpoints", hook, "webhook_endpoints", 0),
    ):
        refused = client.post(path, body, content_type=JSON)
        meta = refused.json()["errors"][0]["meta"]
        assert (refused.status_code, refused.json()["code"]) == (402, "quota_exceeded")
        assert (meta["quota"], meta["limit"], meta["used"]) == (quota, limit, limit)
        assert meta["upgrade_url"].endswith("/console/settings/billing")


def test_ping_tells_of_the_plan_and_what_is_used_of_it_and_nothing_without_one(tenant, other_tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 3)
    client = api(make_key(tenant))
    assert client.get("/v1/ping").json()["plan"] is None
    with tenant_context(tenant):
        there = get_sku_count()
    hold(tenant, "grace", skus=500, staff=5, codes=100)
    body = {"external_id": "P-1", "lines": [{"sku": shelf.sku_id, "quantity": 2}]}
    assert client.post("/v1/issuances", body, content_type=JSON).status_code == 201
    plan = client.get("/v1/ping").json()["plan"]
    assert (plan["code"], plan["standing"]) == ("small", "grace")
    assert plan["limits"] == {
        "skus": 500, "staff": 5, "codes_per_month": 100, "webhook_endpoints": None, "storage_mb": None, "custom_domain": True
    }  # fmt: skip
    used = {"skus": there, "staff": 1, "codes_per_month": 2, "webhook_endpoints": None, "storage_mb": None}
    assert plan["used"] == used
    test_key = make_key(tenant, livemode=False)
    hold(tenant, "suspended", skus=500, staff=5, codes=100)
    assert client.get("/v1/ping").json()["plan"]["standing"] == "suspended"
    test = api(test_key).get("/v1/ping").json()["plan"]
    assert (test["standing"], test["used"]["codes_per_month"]) == ("suspended", 2)
    assert api(make_key(other_tenant)).get("/v1/ping").json()["plan"] is None
