"""Codes one by one: what they are, what can be done to them, and that nothing else can."""

import datetime as dt
import itertools

import pytest
from django.db import IntegrityError, connection, transaction

from platform_core.events.models import Event
from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.inventory.finding import list_codes_of_import
from tenants.issuance.enums import CodeStatus
from tenants.issuance.models import CodeHistory, CodeRecord
from tests.world import api, make_key, make_shelf, now, stock

JSON = "application/json"
GIFT = {"code_mode": "generated", "redemption": "amount", "face_value": 5000}
PASS = {"code_mode": "generated", "redemption": "units", "units": 10}
_keys = itertools.count(1)


def post(client, path, body=None, key=None):
    headers = {"Idempotency-Key": key or f"k-{next(_keys)}"}
    return client.post(path, body or {}, content_type=JSON, headers=headers)


def buy(client, shelf, quantity=1, number=None):
    """Issue codes and see them."""
    body = {"external_id": number or f"T-{next(_keys)}", "lines": [{"sku": shelf.sku_id, "quantity": quantity}]}
    answer = client.post("/v1/issuances?include=codes", body, content_type=JSON)
    assert answer.status_code == 201, answer.content
    return answer.json()


def one(client, shelf):
    return buy(client, shelf)["codes"]["data"][0]


def problem(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    assert answer.json()["outcome"] == "not_executed"
    return answer.json()


def state(client, code_id):
    return client.get(f"/v1/codes/{code_id}").json()["state"]


def unsold(tenant, code_import):
    with tenant_context(tenant):
        return [public_id("code", code.id) for code in list_codes_of_import(code_import.id, None, 100)]


def events_of(tenant, code_id):
    with tenant_context(tenant):
        return list(Event.objects.filter(object_id=code_id).order_by("sequence").values_list("type", "sequence"))


def test_a_code_is_read_without_what_it_says(client, tenant, shelf):
    stock(tenant, shelf, ["ABCD-EFGH-E304"])
    issued = buy(client, shelf)
    seen = issued["codes"]["data"][0]
    answer = client.get(f"/v1/codes/{seen['id']}")
    body = answer.json()
    assert (body["object"], body["state"], body["display"]) == ("code", "issued", "****-304")
    assert (body["issuance"], body["line"], body["sku"]) == (issued["id"], issued["lines"][0]["id"], shelf.sku_id)
    assert body["import"].startswith("imp_")
    assert "EFGH" not in answer.content.decode()


def test_what_lies_on_the_shelf_has_a_state_and_is_revealed_to_nobody(client, tenant, shelf):
    [code_id] = unsold(tenant, stock(tenant, shelf, 1))
    assert state(client, code_id) == "available"
    assert (
        problem(post(client, f"/v1/codes/{code_id}/reveal"), 409, "code_state_invalid")["current_state"] == "available"
    )
    buy(client, shelf)
    assert state(client, code_id) == "issued"
    shown = post(client, f"/v1/codes/{code_id}/reveal")
    assert shown.json()["code"].endswith("00000000")
    assert shown.headers["Cache-Control"] == "no-store"
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM issuance_reveal WHERE code_id IS NOT NULL")
        assert cursor.fetchone() == (1,)


def test_codes_of_another_shop_and_made_up_ids_are_not_found_alike(client, other_tenant):
    foreign = make_shelf(other_tenant)
    [theirs] = unsold(other_tenant, stock(other_tenant, foreign, 1))
    for code_id in (
        theirs,
        public_id("code", new_id()),
        "code_" + "Z" * 26,
        "code_7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        "iss_1",
    ):
        problem(client.get(f"/v1/codes/{code_id}"), 404, "resource_not_found")
        problem(post(client, f"/v1/codes/{code_id}/void", {"reason": "x"}), 404, "resource_not_found")
        problem(post(client, f"/v1/codes/{code_id}/reveal"), 404, "resource_not_found")
    with tenant_context(other_tenant):
        assert not CodeRecord.objects.exists()


def test_a_suspended_code_on_the_shelf_is_not_sold_until_it_is_resumed(client, tenant, shelf):
    first, *rest = unsold(tenant, stock(tenant, shelf, 3))
    assert post(client, f"/v1/codes/{first}/suspend", {"reason": "旧批次"}).json()["state"] == "suspended"
    sold = buy(client, shelf, 2)
    assert [code["id"] for code in sold["codes"]["data"]] == rest
    body = {"external_id": "NONE", "lines": [{"sku": shelf.sku_id, "quantity": 1}]}
    problem(client.post("/v1/issuances", body, content_type=JSON), 409, "insufficient_stock")
    assert post(client, f"/v1/codes/{first}/resume").json()["state"] == "available"
    assert one(client, shelf)["id"] == first
    assert post(client, f"/v1/codes/{first}/suspend").json()["state"] == "suspended"
    assert post(client, f"/v1/codes/{first}/resume").json()["state"] == "issued"
    history = client.get(f"/v1/codes/{first}/history").json()["data"]
    assert [(step["verb"], step["from_state"], step["to_state"]) for step in history] == [
        ("suspend", "available", "suspended"),
        ("resume", "suspended", "available"),
        ("suspend", "issued", "suspended"),
        ("resume", "suspended", "issued"),
    ]
    assert history[0]["reason"] == "旧批次"


def test_a_voided_code_on_the_shelf_is_written_off_and_never_sold(client, tenant, shelf):
    first, second = unsold(tenant, stock(tenant, shelf, 2))
    assert post(client, f"/v1/codes/{first}/void", {"reason": "damaged"}).json()["state"] == "voided"
    post(client, f"/v1/codes/{second}/suspend")
    assert post(client, f"/v1/codes/{second}/void", {"reason": "damaged"}).json()["state"] == "voided"
    body = {"external_id": "NONE", "lines": [{"sku": shelf.sku_id, "quantity": 1}]}
    problem(client.post("/v1/issuances", body, content_type=JSON), 409, "insufficient_stock")
    problem(post(client, f"/v1/codes/{first}/void", {"reason": "again"}), 409, "code_state_invalid")
    problem(post(client, f"/v1/codes/{first}/resume"), 409, "code_state_invalid")
    with tenant_context(tenant):
        balances = list_balances()
    assert balances[(AccountCode.WRITE_OFFS, "CNY")] == 2 * 4000
    assert balances[(AccountCode.CODE_STOCK, "CNY")] == 0


def test_a_void_needs_a_reason_and_a_key(client, tenant, shelf):
    [code_id] = unsold(tenant, stock(tenant, shelf, 1))
    problem(post(client, f"/v1/codes/{code_id}/void", {}), 400, "parameter_missing")
    answer = client.post(f"/v1/codes/{code_id}/void", {"reason": "x"}, content_type=JSON)
    problem(answer, 400, "idempotency_key_required")
    assert state(client, code_id) == "available"


def test_a_step_that_is_repeated_with_its_key_is_taken_once(client, tenant, shelf):
    [code_id] = unsold(tenant, stock(tenant, shelf, 1))
    first = post(client, f"/v1/codes/{code_id}/suspend", key="same")
    again = post(client, f"/v1/codes/{code_id}/suspend", key="same")
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    problem(post(client, f"/v1/codes/{code_id}/resume", key="same"), 422, "idempotency_key_reused")
    assert events_of(tenant, code_id) == [("code.suspended", 1)]


def test_a_code_held_by_a_checkout_is_left_alone(client, tenant, shelf):
    [code_id] = unsold(tenant, stock(tenant, shelf, 1))
    client.post("/v1/reservations", {"sku": shelf.sku_id, "quantity": 1}, content_type=JSON)
    assert state(client, code_id) == "reserved"
    for verb in ("suspend", "void"):
        refusal = problem(post(client, f"/v1/codes/{code_id}/{verb}", {"reason": "x"}), 409, "code_state_invalid")
        assert refusal["current_state"] == "reserved"


def test_many_codes_are_voided_each_by_itself(client, tenant, shelf):
    ids = unsold(tenant, stock(tenant, shelf, 3))
    post(client, f"/v1/codes/{ids[1]}/void", {"reason": "first"})
    body = {"codes": [ids[2], "code_nothing", ids[1], ids[0]], "reason": "批次作废"}
    answer = post(client, "/v1/codes:bulk_void", body, key="bulk")
    done = answer.json()
    assert (answer.status_code, done["voided"], done["failed"]) == (200, 2, 2)
    assert [(item["index"], item["code"], item["problem"]) for item in done["items"]] == [
        (0, ids[2], None),
        (1, "code_nothing", "resource_not_found"),
        (2, ids[1], "code_state_invalid"),
        (3, ids[0], None),
    ]
    again = post(client, "/v1/codes:bulk_void", body, key="bulk")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json()["id"] == done["id"]
    with tenant_context(tenant):
        assert CodeHistory.objects.filter(verb="void").count() == 3


def test_a_code_past_its_last_day_is_expired_and_cannot_be_redeemed(client, tenant):
    shelf = make_shelf(tenant, redemption="units", units=1)
    yesterday = now().date() - dt.timedelta(days=2)
    tomorrow = now().date() + dt.timedelta(days=2)
    stock(tenant, shelf, ["OLD-CODE-1"], expires_on=tomorrow)
    seen = one(client, shelf)
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("UPDATE inventory_lot SET expires_on = %s", [yesterday])
    assert state(client, seen["id"]) == "expired"
    problem(post(client, "/v1/codes/redeem", {"code": "OLD-CODE-1"}), 409, "code_expired")
    answer = client.post("/v1/codes/validate", {"code": "OLD-CODE-1"}, content_type=JSON).json()
    assert (answer["valid"], answer["code"]) == (False, "expired")


def test_codes_are_listed_by_issuance_import_serial_and_what_became_of_them(client, tenant, shelf):
    code_import = stock(tenant, shelf, 7)
    sold = buy(client, shelf, 3)
    ids = [code["id"] for code in sold["codes"]["data"]]

    def pages(**filters):
        found, cursor = [], None
        while True:
            answer = client.get("/v1/codes", {**filters, "limit": 2, **({"cursor": cursor} if cursor else {})}).json()
            assert len(answer["data"]) <= 2
            found += [code["id"] for code in answer["data"]]
            cursor = answer["next_cursor"]
            if not cursor:
                return found

    assert pages(issuance=sold["id"]) == ids
    everything = unsold(tenant, code_import)
    assert pages(**{"import": public_id("imp", code_import.id)}) == everything
    assert pages(**{"import": public_id("imp", code_import.id), "state": "available"}) == everything[3:]
    assert pages(**{"import": public_id("imp", code_import.id), "state": "issued"}) == ids
    for code_id in ids[:2]:
        post(client, f"/v1/codes/{code_id}/suspend")
    assert pages(issuance=sold["id"], state="suspended") == ids[:2]
    assert sorted(pages()) == sorted(ids[:2])
    assert sorted(pages(state="suspended")) == sorted(ids[:2])
    assert pages(state="redeemed") == []
    gift = one(client, make_shelf(tenant, **GIFT))
    assert pages(serial=gift["card_number"]) == [gift["id"]]
    assert pages(serial="0" * 16) == []
    problem(client.get("/v1/codes", {"state": "lost"}), 400, "invalid_parameter")
    problem(client.get("/v1/codes", {"issuance": "iss_x"}), 404, "resource_not_found")


def test_no_step_is_possible_that_the_table_of_steps_does_not_name(client, tenant, shelf):
    stock(tenant, shelf, 1)
    seen = one(client, shelf)
    post(client, f"/v1/codes/{seen['id']}/void", {"reason": "x"})
    with tenant_context(tenant):
        record = CodeRecord.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            CodeRecord.objects.filter(pk=record.pk).update(status=CodeStatus.ISSUED)
        with pytest.raises(IntegrityError), transaction.atomic():
            CodeHistory.objects.create(
                code_id=record.code_id,
                number=9,
                verb="resume",
                from_status="voided",
                to_status="issued",
                actor="x",
                at=now(),
            )


def test_a_replaced_code_is_void_and_another_is_issued_for_nothing(client, tenant, shelf):
    stock(tenant, shelf, 2)
    seen = one(client, shelf)
    answer = post(client, f"/v1/codes/{seen['id']}/replace", {"reason": "无法使用"}, key="swap")
    swapped = answer.json()
    assert (answer.status_code, swapped["object"], swapped["code"]) == (201, "replacement", seen["id"])
    assert state(client, seen["id"]) == "voided"
    assert state(client, swapped["new_code"]) == "issued"
    new = client.get(f"/v1/issuances/{swapped['issuance']}").json()
    assert (new["amount"], new["quantity"]) == (0, 1)
    assert post(client, f"/v1/codes/{seen['id']}/replace", {"reason": "无法使用"}, key="swap").json() == swapped
    problem(post(client, f"/v1/codes/{seen['id']}/replace", {"reason": "x"}), 409, "code_state_invalid")
    empty = problem(
        post(client, f"/v1/codes/{swapped['new_code']}/replace", {"reason": "x"}), 409, "insufficient_stock"
    )
    assert shelf.sku_id in empty["detail"]
    assert state(client, swapped["new_code"]) == "issued"
    assert events_of(tenant, seen["id"]) == [("code.voided", 1), ("code.replaced", 2)]


def test_terms_of_a_sku_that_do_not_fit_are_refused(client, shelf):
    product = client.get(f"/v1/skus/{shelf.sku_id}").json()["product"]
    base = {"product": product, "name": "x", "price": 100}
    for number, terms in enumerate(
        [
            {"code_mode": "generated"},
            {"code_mode": "shared", "redemption": "amount", "face_value": 1},
            {"redemption": "amount"},
            {"redemption": "units"},
            {"units": 3},
            {"needs_activation": True},
            {"valid_days": 30},
        ]
    ):
        answer = post(client, "/v1/skus", {**base, **terms, "sku_code": f"BAD-{number}"})
        problem(answer, 422, "sku_terms_invalid")


def test_the_face_value_of_cards_stays_what_it_is(client, tenant):
    gift = make_shelf(tenant, **GIFT)
    answer = client.patch(f"/v1/skus/{gift.sku_id}", {"face_value": 1}, content_type=JSON)
    problem(answer, 409, "face_value_fixed")
    answer = client.patch(f"/v1/skus/{gift.sku_id}", {"valid_days": 1095, "price": 4900}, content_type=JSON)
    assert (answer.status_code, answer.json()["valid_days"]) == (200, 1095)


def test_nothing_is_imported_for_a_sku_that_makes_its_codes(client, tenant):
    gift = make_shelf(tenant, **GIFT)
    body = {"sku": gift.sku_id, "supplier": gift.supplier_id, "rows": [{"code": "X-1"}]}
    problem(post(client, "/v1/imports", body), 409, "codes_are_generated")
    stock_now = client.get("/v1/stock", {"sku_ids[]": gift.sku_id}).json()["data"][0]
    assert (stock_now["type"], stock_now["available"], stock_now["bucket"]) == ("unlimited", None, "in_stock")


@pytest.fixture
def client(tenant):
    return api(make_key(tenant))
