"""Test mode: a stocked shop from the first call, and SKUs that always do the same; nothing of it in live mode."""

import datetime as dt

from platform_core.compliance.models import SupplierEvent
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.models import Tenant
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tenants.catalog.enums import MagicSku
from tenants.catalog.models import Product, Sku
from tenants.catalog.services.create_product import create_product
from tenants.demo.services import stock_twin as stocking
from tests.api.v1.cards import post, validate
from tests.api.v1.testing import order, partial, run_jobs, skus
from tests.world import api, make_key

GOODS = {"TEST-VIDEO-30": 1_000, "TEST-VIDEO-365": 1_000, "TEST-WIFI": 100_000}


def test_the_first_call_finds_a_stocked_shop(tester):
    listed = skus(tester)
    assert set(MagicSku) | set(GOODS) | {"TEST-GIFT-50", "TEST-GIFT-100-ACTIVATE", "TEST-PASS-10"} == set(listed)
    for sku_code, expected in GOODS.items():
        [found] = tester.get("/v1/stock", {"sku_ids[]": listed[sku_code]["id"]}).json()["data"]
        assert found["available"] == expected
    for number, sku_code in enumerate(["TEST-VIDEO-30", "TEST-WIFI", "TEST-GIFT-50", "TEST-PASS-10", "sku_test_ok"]):
        sold = order(tester, listed[sku_code]["id"], number=f"M-{number}")
        assert sold.status_code == 201, sold.content
        assert sold.json()["codes"]["data"][0]["code"].startswith("TEST-")
    [supplier] = tester.get("/v1/suppliers").json()["data"]
    assert supplier["clearance"] == "cleared"


def test_goods_do_what_they_are_for(tester):
    card = order(tester, skus(tester)["TEST-GIFT-100-ACTIVATE"]["id"]).json()["codes"]["data"][0]
    assert validate(tester, card["code"])["valid"] is False
    assert post(tester, f"/v1/codes/{card['id']}/activate").status_code == 200
    assert post(tester, "/v1/codes/redeem", {"code": card["code"], "amount": 2500}).json()["balance_after"] == 7500


def test_a_shop_that_is_stocked_twice_has_everything_once(tester, tenant):
    tester.get("/v1/ping")
    twin = ensure_twin(live=tenant, now=now())
    with tenant_context(twin):
        before = (Product.objects.count(), Sku.objects.count())
        stocking.stock_twin(now=now())
        assert (Product.objects.count(), Sku.objects.count()) == before


def test_a_twin_of_an_older_edition_is_stocked_with_the_next_call(tenant, settings, stocked_twins):
    steps, settings.KAQUAN_TWIN_STEPS = settings.KAQUAN_TWIN_STEPS, []
    settings.KAQUAN_TEST_GOODS = 0
    client = api(make_key(tenant, livemode=False))
    assert skus(client) == {}
    settings.KAQUAN_TWIN_STEPS, settings.KAQUAN_TEST_GOODS = steps, 1
    assert "sku_test_ok" in skus(client)


def test_who_dies_while_stocking_leaves_nothing_and_the_next_call_begins_anew(tenant, stocked_twins, monkeypatch):
    client = api(make_key(tenant, livemode=False))
    client.raise_request_exception = False
    made = []

    def die_at_the_third(**given):
        made.append(given["name"])
        if len(made) == 3:
            raise ConnectionError
        return create_product(**given)

    with monkeypatch.context() as broken:
        broken.setattr(stocking, "create_product", die_at_the_third)
        assert client.get("/v1/ping").status_code == 500
    with platform_context():
        assert not Tenant.objects.filter(live_tenant_id=tenant.id).exists()
        assert not SupplierEvent.objects.filter(reason="test mode").exists()
    assert len(skus(client)) == 13


def test_magic_skus_are_taken_wherever_an_id_is(tester):
    real = skus(tester)["sku_test_ok"]["id"]
    assert tester.get("/v1/skus/sku_test_ok").json()["id"] == real
    assert tester.get("/v1/stock", {"sku_ids[]": "sku_test_oos"}).json()["data"][0]["available"] == 0
    quote = post(tester, "/v1/quotes", {"lines": [{"sku": "sku_test_oos", "quantity": 1}]}).json()
    assert quote["lines"][0]["problem"] == "insufficient_stock"
    held = post(tester, "/v1/reservations", {"sku": "sku_test_ok", "quantity": 2}).json()
    assert held["sku"] == real
    assert tester.get("/v1/skus/sku_test_nothing").status_code == 404


def test_a_batch_takes_magic_skus_as_what_they_are(tester):
    issuances = [
        {"external_id": f"B-{sku}", "lines": [{"sku": sku, "quantity": 1}]} for sku in ("sku_test_ok", "sku_test_oos")
    ]
    batch = post(tester, "/v1/issuance_batches", {"issuances": issuances}).json()
    run_jobs()
    items = tester.get(f"/v1/issuance_batches/{batch['id']}/items").json()["data"]
    found = {item["external_id"]: (item["problem"] or {}).get("code") for item in items}
    assert found == {"B-sku_test_ok": None, "B-sku_test_oos": "insufficient_stock"}


def test_in_live_mode_magic_skus_do_not_exist(client):
    assert order(client, "sku_test_ok").json()["code"] == "resource_not_found"
    assert client.get("/v1/skus/sku_test_ok").status_code == 404
    assert not {sku["sku_code"] for sku in client.get("/v1/skus?limit=100").json()["data"]} & set(MagicSku)


def test_out_of_stock_is_always_so(tester):
    listed = skus(tester)
    assert post(tester, "/v1/test_helpers/skus/sku_test_oos/set_stock", {"available": 5}).status_code == 200
    for sku in ("sku_test_oos", listed["sku_test_oos"]["id"]):
        refused = order(tester, sku, number="M-1")
        assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_stock")
        assert refused.json()["errors"][0]["meta"] == {
            "sku": listed["sku_test_oos"]["id"],
            "available": 0,
            "requested": 1,
        }


def test_of_partial_there_is_always_one(tester):
    for number in range(3):
        refused = order(tester, "sku_test_partial", 2, f"M-{number}")
        assert refused.json()["errors"][0]["meta"]["available"] == 1
        assert order(tester, "sku_test_partial", 1, f"M-{number}").status_code == 201


def test_of_partial_one_is_issued_when_that_will_do(tester):
    for number in range(2):
        sold = partial(tester, "sku_test_partial", 3, "partial", f"P-{number}").json()
        assert (sold["status"], sold["codes"]["count"]) == ("partially_completed", 1)


def test_slow_waits_twelve_seconds_and_then_completes(tester, time_machine):
    answer = order(tester, "sku_test_slow", 3)
    waiting = answer.json()
    assert (answer.status_code, waiting["status"], answer.headers["Retry-After"]) == (202, "awaiting_stock", "1")
    again = order(tester, "sku_test_slow", 3)
    assert (again.json()["id"], again.headers["Idempotent-Replayed"]) == (waiting["id"], "true")
    run_jobs()
    assert tester.get(f"/v1/issuances/{waiting['id']}").json()["status"] == "awaiting_stock"
    time_machine.move_to(now() + dt.timedelta(seconds=12))
    run_jobs()
    done = tester.get(f"/v1/issuances/{waiting['id']}").json()
    assert (done["status"], done["codes"]["count"]) == ("completed", 3)
    assert tester.get("/v1/stock", {"sku_ids[]": "sku_test_slow"}).json()["data"][0]["available"] == 0


def test_the_price_goes_up_while_you_order(tester):
    for number in range(2):
        read = tester.get("/v1/skus/sku_test_price_up").json()["price"]
        refused = order(tester, "sku_test_price_up", number=f"M-{number}", max_unit_price=read)
        assert (refused.status_code, refused.json()["code"]) == (409, "price_exceeds_limit")
        asked = refused.json()["current_price"]
        assert asked > read
        assert order(tester, "sku_test_price_up", number=f"M-{number}", max_unit_price=asked).json()["amount"] == asked
        assert order(tester, "sku_test_price_up", number=f"M-{number}", max_unit_price=asked).status_code == 200
