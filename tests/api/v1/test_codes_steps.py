"""What can be done to a code, and that nothing else can."""

import pytest
from django.db import IntegrityError, transaction

from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.issuance.enums import CodeStatus
from tenants.issuance.models import CodeHistory, CodeRecord
from tests.api.v1.cards import JSON, buy, events_of, one, post, problem, state, unsold
from tests.world import now, stock


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
    assert again.json() == done  # the code that was void before is not this call's doing
    with tenant_context(tenant):
        assert CodeHistory.objects.filter(verb="void").count() == 3


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
