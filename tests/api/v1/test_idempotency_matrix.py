"""One Idempotency-Key over all operations that take one: it means one request, in one shop, in one mode."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import orjson
import pytest

from platform_core.kernel.clock import now
from tenants.access.enums import FULL_ACCESS
from tests.api.v1.hooks import URL, make_endpoint
from tests.world import api, make_key, make_shelf, stock

JSON = "application/json"
SCOPES = [*FULL_ACCESS, "keys:manage"]
_numbers = itertools.count(1)


def send(client: Any, call: tuple[str, str, dict[str, Any]], key: str) -> Any:
    method, path, body = call
    return client.generic(method.upper(), path, orjson.dumps(body), content_type=JSON, headers={"Idempotency-Key": key})


def calls(client: Any, shelf: Any) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """One call that can be made, for each operation that takes a key."""
    number = next(_numbers)
    line = {"sku": shelf.sku_id, "quantity": 1}
    sold = client.post(
        "/v1/issuances?include=codes",
        {"external_id": f"S{number}", "lines": [{**line, "quantity": 8}]},
        content_type=JSON,
    ).json()
    codes = sold["codes"]["data"]
    ids = [code["id"] for code in codes]
    redeem = {"code": codes[0]["code"], "units": 1}
    redeemed = client.post("/v1/codes/redeem", redeem, content_type=JSON, headers={"Idempotency-Key": f"first{number}"})
    rolled = client.post("/v1/api_keys", {"name": "old"}, content_type=JSON).json()
    product = client.get(f"/v1/skus/{shelf.sku_id}").json()["product"]
    sku = {"sku_code": f"M{number}", "name": "x", "price": 1}
    refund = {"external_id": f"R{number}", "issuance": sold["id"], "amount": 1, "disposition": "keep"}
    batch = {"issuances": [{"external_id": f"B{number}", "lines": [line]}]}
    hour = (now() - dt.timedelta(hours=1)).isoformat()
    return {
        **_of_webhooks(client, hour),
        "create_product": ("post", "/v1/products", {"name": "x", "skus": [{**sku, "sku_code": f"P{number}"}]}),
        "update_product": ("patch", f"/v1/products/{product}", {"summary": f"s{number}"}),
        "create_sku": ("post", "/v1/skus", {**sku, "product": product}),
        "update_sku": ("patch", f"/v1/skus/{shelf.sku_id}", {"position": number}),
        "create_import": (
            "post",
            "/v1/imports",
            {"sku": shelf.sku_id, "supplier": shelf.supplier_id, "rows": [{"code": f"I{number}"}]},
        ),
        "create_reservation": ("post", "/v1/reservations", line),
        "create_issuance": ("post", "/v1/issuances", {"external_id": f"N{number}", "lines": [line]}),
        "create_issuance_batch": ("post", "/v1/issuance_batches", batch),
        "create_refund": ("post", "/v1/refunds", refund),
        "create_export": ("post", "/v1/exports", {"type": "stock", "format": "csv"}),
        "create_api_key": ("post", "/v1/api_keys", {"name": f"k{number}"}),
        "update_api_key": ("patch", f"/v1/api_keys/{rolled['id']}", {"name": f"n{number}"}),
        "roll_api_key": ("post", f"/v1/api_keys/{rolled['id']}/roll", {}),
        "redeem_code": ("post", "/v1/codes/redeem", redeem),
        "reverse_redemption": ("post", f"/v1/redemptions/{redeemed.json()['id']}/reverse", {}),
        "activate_code": ("post", f"/v1/codes/{ids[1]}/activate", {}),
        "suspend_code": ("post", f"/v1/codes/{ids[2]}/suspend", {}),
        "void_code": ("post", f"/v1/codes/{ids[3]}/void", {"reason": "x"}),
        "void_codes": ("post", "/v1/codes:bulk_void", {"codes": [ids[4]], "reason": "x"}),
        "replace_code": ("post", f"/v1/codes/{ids[5]}/replace", {"reason": "x"}),
        "reveal_code": ("post", f"/v1/codes/{ids[6]}/reveal", {}),
        "deliver_issuance": ("post", f"/v1/issuances/{sold['id']}/deliver", {"method": "link"}),
    }


def _of_webhooks(client: Any, since: str) -> dict[str, tuple[str, str, dict[str, Any]]]:
    own = f"/v1/webhook_endpoints/{make_endpoint(client)['id']}"
    sent = client.post(f"{own}/test", {}, content_type=JSON).json()["id"]
    return {
        "create_webhook_endpoint": ("post", "/v1/webhook_endpoints", {"url": URL, "event_types": ["*"]}),
        "update_webhook_endpoint": ("patch", own, {"description": sent}),
        "rotate_webhook_endpoint_secret": ("post", f"{own}/rotate_secret", {}),
        "send_test_delivery": ("post", f"{own}/test", {}),
        "resend_delivery": ("post", f"/v1/deliveries/{sent}/resend", {}),
        "recover_webhook_endpoint": ("post", f"{own}/recover", {"since": since}),
        "resend_deliveries": ("post", "/v1/deliveries:resend", {"since": since}),
        "pause_webhook_endpoint": ("post", f"{own}/pause", {}),
    }


@pytest.fixture
def shelf(tenant: Any) -> Any:
    """Passes of two uses, enough of them."""
    made = make_shelf(tenant, redemption="units", units=2)
    stock(tenant, made, 40)
    return made


@pytest.fixture
def client(tenant: Any) -> Any:
    return api(make_key(tenant, scopes=SCOPES))


def test_each_operation_that_takes_a_key_makes_its_thing_once(client, shelf):
    """The same request again is answered with what was made; with another body it is refused, and nothing is made."""
    document = client.get("/v1/openapi.json").json()
    takes = {
        operation["operationId"]
        for path, methods in document["paths"].items()
        for operation in methods.values()
        if not path.startswith("/v1/test_helpers")  # of test keys
        and any(parameter.get("name") == "Idempotency-Key" for parameter in operation["parameters"])
    }
    tried = calls(client, shelf)
    untried = {
        "resume_code",
        "resume_webhook_endpoint",
    }  # as what has to come first: suspend_code, pause_webhook_endpoint
    assert takes - set(tried) - untried == set()
    for name, call in tried.items():
        key = f"once-{name}"
        first, again = send(client, call, key), send(client, call, key)
        assert first.status_code in {200, 201, 202}, (name, first.content)
        assert again.status_code == first.status_code, (name, again.content)
        assert again.headers["Idempotent-Replayed"] == "true", name
        assert again.headers["Original-Request-Id"] == first.headers["Request-Id"], name
        made = {"secret", "status", "updated_at", "progress", "result", "counts", "completed_at", "lines"}
        bare = [{k: v for k, v in answer.json().items() if k not in made} for answer in (first, again)]
        assert bare[0] == bare[1], name


def test_a_key_means_one_request_whatever_the_operation(client, shelf):
    tried = calls(client, shelf)
    assert send(client, tried["update_product"], "shared").status_code == 200
    for name, call in tried.items():
        if name == "update_product":
            continue
        answer = send(client, call, "shared")
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused"), (name, answer.content)
        assert answer.json()["outcome"] == "not_executed"
        assert answer.json()["original_request_id"].startswith("req_")
        assert send(client, call, f"own-{name}").status_code in {200, 201, 202}, name


def test_the_same_key_is_another_one_in_another_shop_and_mode(client, tenant, other_tenant):
    body = {"name": "x", "skus": [{"sku_code": "SAME", "name": "x", "price": 1}]}
    call = ("post", "/v1/products", body)
    made = set()
    for shopper in (client, api(make_key(other_tenant)), api(make_key(tenant, livemode=False))):
        answer = send(shopper, call, "same")
        assert (answer.status_code, answer.headers.get("Idempotent-Replayed")) == (201, None)
        made.add(answer.json()["id"])
    assert len(made) == 3
