"""What a test key can make happen at once, and a live key cannot at all."""

import pytest

from platform_core.events.models import Event
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tenants.inventory.errors import NotInTestMode
from tenants.inventory.services.set_test_stock import set_test_stock
from tenants.issuance.services.complete_test_issuance import complete_test_issuance
from tenants.issuance.services.expire_code import expire_code
from tenants.issuance.services.fail_test_issuance import fail_test_issuance
from tests.api.v1.cards import post, validate
from tests.api.v1.testing import order, partial, run_jobs, skus
from tests.world import make_shelf, stock


def test_the_stock_of_a_sku_is_set(tester):
    listed = skus(tester)
    for sku_code, wanted in [("TEST-VIDEO-30", 3), ("TEST-VIDEO-30", 7), ("TEST-VIDEO-30", 0), ("TEST-WIFI", 2)]:
        sku = listed[sku_code]["id"]
        answer = post(tester, f"/v1/test_helpers/skus/{sku}/set_stock", {"available": wanted})
        assert (answer.status_code, answer.json()["available"]) == (200, wanted)
        refused = order(tester, sku, wanted + 1, number=f"{sku_code}-{wanted}")
        assert refused.json()["code"] == "insufficient_stock"
        if wanted:
            assert order(tester, sku, wanted, number=f"{sku_code}-{wanted}").status_code == 201
    again = post(tester, f"/v1/test_helpers/skus/{listed['TEST-GIFT-50']['id']}/set_stock", {"available": 1})
    assert (again.status_code, again.json()["code"]) == (409, "codes_are_generated")


def test_a_repeated_key_sets_the_stock_once(tester):
    sku = skus(tester)["TEST-VIDEO-30"]["id"]
    path = f"/v1/test_helpers/skus/{sku}/set_stock"
    assert post(tester, path, {"available": 5}, key="once").json()["available"] == 5
    assert order(tester, sku, 2).status_code == 201
    again = post(tester, path, {"available": 5}, key="once")
    assert (again.headers["Idempotent-Replayed"], again.json()["available"]) == ("true", 3)


def test_a_code_is_expired(tester):
    listed = skus(tester)
    for number, sku_code in enumerate(["TEST-GIFT-50", "TEST-VIDEO-30"]):
        code = order(tester, listed[sku_code]["id"], number=f"M-{number}").json()["codes"]["data"][0]
        answer = post(tester, f"/v1/test_helpers/codes/{code['id']}/expire")
        assert (answer.status_code, answer.json()["state"]) == (200, "expired"), answer.content
        assert post(tester, f"/v1/test_helpers/codes/{code['id']}/expire").status_code == 200
        assert tester.get(f"/v1/codes/{code['id']}").json()["state"] == "expired"
    card = order(tester, listed["TEST-GIFT-50"]["id"], number="M-9").json()["codes"]["data"][0]
    assert validate(tester, card["code"])["valid"] is True
    post(tester, f"/v1/test_helpers/codes/{card['id']}/expire")
    assert validate(tester, card["code"])["code"] == "expired"
    assert post(tester, f"/v1/codes/{card['id']}/void", {"reason": "test"}).status_code in {200, 409}


def test_an_issuance_that_waits_is_completed(tester):
    first, second = (order(tester, "sku_test_slow", 2, f"W-{number}").json()["id"] for number in range(2))
    answer = post(tester, f"/v1/test_helpers/issuances/{second}/complete")
    assert (answer.status_code, answer.json()["status"], answer.json()["codes"]["count"]) == (200, "completed", 2)
    assert tester.get(f"/v1/issuances/{first}").json()["status"] == "completed"
    assert post(tester, f"/v1/test_helpers/issuances/{second}/complete").status_code == 200


def test_an_issuance_that_waits_is_failed(tester, tenant):
    sku = skus(tester)["TEST-VIDEO-30"]["id"]
    post(tester, f"/v1/test_helpers/skus/{sku}/set_stock", {"available": 1})
    some = partial(tester, sku, 3, "backorder", "W-1").json()
    none = order(tester, "sku_test_slow", 1, "W-2").json()
    for waiting, before, after in ((some, "processing", "partially_completed"), (none, "awaiting_stock", "failed")):
        assert waiting["status"] == before
        for _ in range(1 if after == "partially_completed" else 2):
            answer = post(tester, f"/v1/test_helpers/issuances/{waiting['id']}/fail")
            assert (answer.status_code, answer.json()["status"]) == (200, after)
        refused = post(tester, f"/v1/test_helpers/issuances/{waiting['id']}/complete")
        assert (refused.status_code, refused.json()["current_state"]) == (409, after)
        with tenant_context(ensure_twin(live=tenant, now=now())):
            last = Event.objects.filter(object_id=waiting["id"]).order_by("sequence").last()
        assert last.type == f"issuance.{after}"
    run_jobs()
    assert tester.get(f"/v1/issuances/{none['id']}").json()["status"] == "failed"
    operation = tester.get(f"/v1/operations/{none['operation']}").json()
    assert (operation["status"], operation["error"]["code"]) == ("failed", "insufficient_stock")


HELPERS = [
    ("GET", "/v1/test_helpers/clock", {}),
    ("POST", "/v1/test_helpers/clock/advance", {"seconds": 60}),
    ("POST", "/v1/test_helpers/skus/{sku}/set_stock", {"available": 0}),
    ("POST", "/v1/test_helpers/codes/{code}/expire", {}),
    ("POST", "/v1/test_helpers/issuances/{issuance}/complete", {}),
    ("POST", "/v1/test_helpers/issuances/{issuance}/fail", {}),
]


@pytest.mark.parametrize(("method", "path", "body"), HELPERS)
def test_a_live_key_is_refused_by_every_helper_and_nothing_changes(client, tenant, shelf, method, path, body):
    stock(tenant, shelf, 3)
    code = order(client, shelf.sku_id).json()["codes"]["data"][0]["id"]
    waiting = partial(client, make_shelf(tenant).sku_id, 1, "backorder", "W-1").json()["id"]
    path = path.format(sku=shelf.sku_id, code=code, issuance=waiting)
    answer = client.get(path) if method == "GET" else post(client, path, body)
    assert (answer.status_code, answer.json()["code"]) == (403, "mode_mismatch")
    assert client.get(f"/v1/codes/{code}").json()["state"] == "issued"
    assert client.get(f"/v1/issuances/{waiting}").json()["status"] == "awaiting_stock"
    assert client.get("/v1/stock", {"sku_ids[]": shelf.sku_id}).json()["data"][0]["available"] == 2
    with platform_context():
        assert directory.find_by_id(tenant.id).clock_ahead.total_seconds() == 0


def test_services_of_test_mode_refuse_a_live_shop_whoever_calls_them(client, tenant, shelf):
    stock(tenant, shelf, 1)
    sold = order(client, shelf.sku_id).json()
    issuance, code = parse_public_id("iss", sold["id"]), parse_public_id("code", sold["codes"]["data"][0]["id"])
    for service in (
        lambda: set_test_stock(sku=shelf.sku, available=1, now=now()),
        lambda: expire_code(code_id=code, today=now().date()),
        lambda: fail_test_issuance(issuance_id=issuance, actor="test", now=now()),
        lambda: complete_test_issuance(issuance_id=issuance, now=now()),
    ):
        with tenant_context(tenant), pytest.raises(NotInTestMode):
            service()
