"""Every operation of the document with a key of one shop and the real ids of another: they are as unknown as made-up ones."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from merchant_api.request_logging import request_log
from platform_core.events.models import Event
from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import tenant_context
from tests.world import api, make_key, make_shelf, stock

JSON = "application/json"
PLACE = re.compile(r"\{(\w+)\}")
OF_EVERYBODY = {"version"}  # a place that names nothing of a shop's
# What makes a body right, so that it is the id in the path that is refused.
BODIES: dict[str, dict[str, Any]] = {
    "void_code": {"reason": "x"},
    "replace_code": {"reason": "x"},
    "deliver_issuance": {"method": "link"},
    "set_test_stock": {"available": 1},
    "recover_webhook_endpoint": {"since": "2020-01-01T00:00:00Z"},
    "break_test_webhook_endpoint": {"as": "failing"},
}


def post(client: Any, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(path, body, content_type=JSON, headers={"Idempotency-Key": str(new_id())})
    assert answer.status_code < 300, answer.content
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def theirs(other_tenant: Any) -> dict[str, str]:
    """One of everything, in the other shop, by its name in paths."""
    key = make_key(other_tenant, scopes=[*_scopes(), "keys:manage"])
    client, shelf = api(key), make_shelf(other_tenant, redemption="units", units=2)
    code_import = stock(other_tenant, shelf, ["THEIRS-1", "THEIRS-2", "THEIRS-3"])
    line = {"sku": shelf.sku_id, "quantity": 1}
    issuance = post(client, "/v1/issuances?include=codes", {"external_id": "THEIRS", "lines": [line]})
    [code] = issuance["codes"]["data"]
    redemption = post(client, "/v1/codes/redeem", {"code": code["code"]})
    refund = {"external_id": "R", "issuance": issuance["id"], "amount": 1, "disposition": "keep"}
    batch = post(client, "/v1/issuance_batches", {"issuances": [{"external_id": "B", "lines": [line]}]})
    export = post(client, "/v1/exports", {"type": "stock", "format": "csv"})
    void = post(client, "/v1/codes:bulk_void", {"codes": [public_id("code", new_id())], "reason": "x"})
    listens = {"url": "https://theirs.example.com/hook", "event_types": ["*"]}
    endpoint = post(client, "/v1/webhook_endpoints", listens)["id"]
    delivery = post(client, f"/v1/webhook_endpoints/{endpoint}/test", {})
    number = client.get("/v1/ping").headers["Request-Id"]
    request_log.flush()
    with tenant_context(other_tenant):
        event = Event.objects.order_by("-id").values_list("id", flat=True)[0]
    return {
        "product_id": public_id("prod", shelf.product.id),
        "sku_id": shelf.sku_id,
        "import_id": public_id("imp", code_import.id),
        "reservation_id": post(client, "/v1/reservations", line)["id"],
        "issuance_id": issuance["id"],
        "external_id": "THEIRS",
        "code_id": code["id"],
        "redemption_id": redemption["id"],
        "refund_id": post(client, "/v1/refunds", refund)["id"],
        "batch_id": batch["id"],
        "operation_id": batch["operation"],
        "export_id": export["export"],
        "void_id": void["id"],
        "event_id": public_id("evt", event),
        "endpoint_id": endpoint,
        "delivery_id": delivery["id"],
        "request_id": number,
        "key_id": client.get("/v1/api_keys").json()["data"][0]["id"],
    }


def _scopes() -> tuple[str, ...]:
    from tenants.access.enums import FULL_ACCESS

    return FULL_ACCESS


def operations(client: Any) -> list[tuple[str, str, str, list[str]]]:
    """Id, method, path and places of every operation that names a thing in its path."""
    document = client.get("/v1/openapi.json").json()
    return [
        (operation["operationId"], method, path, PLACE.findall(path))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if set(PLACE.findall(path)) - OF_EVERYBODY
    ]


@pytest.mark.parametrize("livemode", [True, False])
def test_nothing_of_another_shop_is_found_by_any_operation(tenant, theirs, livemode):
    client = api(make_key(tenant, livemode=livemode, scopes=[*_scopes(), "keys:manage"]))
    seen = set()
    for name, method, path, places in operations(client):
        if path.startswith("/v1/test_helpers") and livemode:
            continue  # refused for the key, whatever is named
        assert set(places) <= set(theirs), f"{path}: say in `theirs` what stands there"
        answer = client.generic(
            method.upper(),
            path.format(**theirs),
            b"" if method in {"get", "delete"} else json.dumps(BODIES.get(name, {})).encode(),
            content_type=JSON,
            headers={"Idempotency-Key": str(new_id())},
        )
        assert (answer.status_code, answer.json()["code"]) == (404, "resource_not_found"), (name, answer.content)
        assert "THEIRS-" not in answer.content.decode()
        seen.update(places)
    assert seen == set(theirs)


def test_the_other_shop_finds_them_all(other_tenant, theirs):
    client = api(make_key(other_tenant, scopes=[*_scopes(), "keys:manage"]))
    for name, method, path, _places in operations(client):
        if method == "get" and name != "get_import_errors":  # it had none
            assert client.get(path.format(**theirs)).status_code == 200, name
