"""Imported codes by their card number: found with the shop's own key alone, however they came in, and nowhere else."""

import pytest
from django.db import connection

from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import tenant_context
from tenants.inventory.management.commands.print_card_numbers import Command
from tenants.inventory.models import CardCode, CodeImport, SharedCode
from tenants.inventory.sealing import keyring
from tenants.inventory.services import print_card_numbers as printing
from tenants.inventory.services.add_codes import add_codes
from tests.api.v1.cards import JSON, buy, one, post, problem
from tests.api.v1.testing import run_jobs
from tests.world import api, make_key, make_shelf, now, stock

NUMBER = "6200000000000042"


def add(tenant, shelf, *codes):
    """Codes with their card numbers."""
    with tenant_context(tenant):
        added = add_codes(
            sku_id=shelf.sku.id,
            contract_id=shelf.contract.id,
            codes=((number, secret, None) for number, secret in codes),
            unit_cost=1,
            now=now(),
        )
    return public_id("imp", added.id)


@pytest.fixture
def uses(tenant):
    return make_shelf(tenant, redemption="units", units=2)


def found(client, number, **filters):
    return client.get("/v1/codes", {"serial": number, **filters}).json()["data"]


def ask(client, **body):
    answer = client.post("/v1/codes/validate", body, content_type=JSON)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_an_imported_code_is_found_by_its_card_number(client, tenant, other_tenant, uses):
    imported = add(tenant, uses, (NUMBER, "PIN-0001"), ("6200000000000043", "PIN-0002"), ("", NUMBER))
    [code] = found(client, NUMBER)
    assert (code["serial"], code["import"], code["state"], code["display"]) == (
        NUMBER,
        imported,
        "available",
        "****-01",
    )
    assert (
        found(client, NUMBER[:-1])
        == found(client, NUMBER + "0")
        == found(client, "PIN-0001")
        == found(client, "")
        == []
    )
    assert [each["id"] for each in found(client, NUMBER, state="available", **{"import": imported})] == [code["id"]]
    assert found(client, NUMBER, state="issued") == []
    sold = buy(client, uses)
    add(tenant, uses, (NUMBER, "PIN-0003"))  # on the shelf, in no issuance
    assert [each["id"] for each in found(client, NUMBER, issuance=sold["id"])] == [code["id"]]
    assert len(found(client, NUMBER)) == 2
    stranger, foreign = api(make_key(other_tenant)), make_shelf(other_tenant)
    assert found(stranger, NUMBER) == []
    add(other_tenant, foreign, (NUMBER, "PIN-0001"))
    assert [each["id"] for each in found(stranger, NUMBER)] != [code["id"]]


def test_only_codes_with_a_number_have_a_print_and_each_shop_its_own(tenant, other_tenant, uses):
    add(tenant, uses, (NUMBER, "A"), ("", "B"))
    add(other_tenant, make_shelf(other_tenant), (NUMBER, "A"))
    prints = []
    for each in (tenant, other_tenant):
        with tenant_context(each):
            prints.append(list(CardCode.objects.order_by("position").values_list("number_print", flat=True)))
            assert prints[-1][0] == keyring().number_print(NUMBER)
    assert prints[0][1] is None
    assert prints[0][0] != prints[1][0]


def test_equal_numbers_and_equal_prints_are_told_apart(client, tenant, uses, gift):
    add(tenant, uses, (NUMBER, "A-1"), (NUMBER, "A-2"), ("OTHER", "A-3"))
    with tenant_context(tenant), connection.cursor() as cursor:  # a collision of prints
        cursor.execute("UPDATE inventory_cardcode SET number_print = %s", [keyring().number_print(NUMBER)])
    assert [code["serial"] for code in found(client, NUMBER)] == [NUMBER, NUMBER]
    first = client.get("/v1/codes", {"serial": NUMBER, "limit": 1}).json()
    second = client.get("/v1/codes", {"serial": NUMBER, "limit": 1, "cursor": first["next_cursor"]}).json()
    assert {first["data"][0]["id"], second["data"][0]["id"]} == {code["id"] for code in found(client, NUMBER)}
    assert second["next_cursor"] is None
    answer = client.post("/v1/codes/validate", {"serial": NUMBER}, content_type=JSON)
    problem(answer, 409, "serial_ambiguous")
    assert ask(client, serial=NUMBER, pin="A-2")["code"] == "not_issued"


def test_a_card_is_validated_by_number_and_redeemed_with_its_pin(client, tenant, uses, gift):
    add(tenant, uses, (NUMBER, "PIN-0001"))
    code_id = one(client, uses)["id"]
    assert (ask(client, serial=NUMBER)["id"], ask(client, serial=NUMBER)["valid"]) == (code_id, True)
    assert (
        ask(client, serial=NUMBER, pin="PIN-0001")["id"] == ask(client, serial=NUMBER, code="PIN-0001")["id"] == code_id
    )
    assert ask(client, serial=NUMBER, pin="PIN-0002")["code"] == "not_found"
    card = one(client, gift)
    assert ask(client, serial=card["card_number"])["balance"] == 5000
    problem(post(client, "/v1/codes/redeem", {"serial": NUMBER}), 422, "code_not_named")
    problem(post(client, "/v1/codes/redeem", {"serial": NUMBER, "pin": "PIN-0002"}), 404, "resource_not_found")
    problem(client.post("/v1/codes/validate", {"pin": "PIN-0001"}, content_type=JSON), 422, "code_not_named")
    problem(client.post("/v1/codes/validate", {}, content_type=JSON), 422, "code_not_named")
    taken = post(client, "/v1/codes/redeem", {"serial": NUMBER, "pin": "PIN-0001", "external_id": "P-1"})
    assert (taken.status_code, taken.json()["units_left_after"]) == (201, 1)
    again = post(client, "/v1/codes/redeem", {"serial": NUMBER, "code": "PIN-0001", "external_id": "P-1"})
    assert (again.status_code, again.json()["id"]) == (200, taken.json()["id"])


def test_numbers_that_cannot_be_are_of_nothing(client):
    for number in ("\x00", "a\x00b", "9" * 300, "💳"):
        answer = client.get("/v1/codes", {"serial": number})
        assert answer.status_code in {200, 400}, answer.content
        assert answer.json().get("data", []) == []


def test_guessing_card_numbers_is_limited(client, tenant):
    answers = [client.post("/v1/codes/validate", {"serial": f"62{n:014}"}, content_type=JSON) for n in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]


def forget_prints(tenant):
    """As they were before card numbers were printed."""
    with tenant_context(tenant):
        CardCode.objects.update(number_print=None)
        SharedCode.objects.update(number_print=None)


def test_codes_from_before_are_printed_in_the_background_bit_by_bit(client, tenant, other_tenant, uses, monkeypatch):
    monkeypatch.setattr(printing, "SLICE", 3)
    add(tenant, uses, *[(f"N-{n}" if n % 2 else "", f"S-{n}") for n in range(10)])
    add(other_tenant, make_shelf(other_tenant), ("N-1", "X"))
    shared = make_shelf(tenant, code_mode="shared")
    with tenant_context(tenant):
        sealed = keyring().seal(shared.sku.id.bytes, "N-SHARED", "many")
        SharedCode.objects.create(
            code_import=CodeImport.objects.get(), sku_id=shared.sku.id, supplier_id=shared.contract.supplier_id,
            sell_by="9999-12-31", max_uses=9, fingerprint=sealed.fingerprint, sealed=sealed.sealed,
        )  # fmt: skip
        CardCode.objects.filter(position=6).update(sealed=b"\x01" * 40)
    forget_prints(tenant), forget_prints(other_tenant)
    assert found(client, "N-1") == found(client, "N-9") == found(client, "N-SHARED") == []
    with tenant_context(tenant):  # killed behind its first slice
        printing.print_card_numbers(run_id=new_id(), lot=0, position=0, now=now())
    assert (len(found(client, "N-1")), found(client, "N-9")) == (1, [])
    run_jobs()
    assert [len(found(client, f"N-{n}")) for n in (1, 3, 5, 7, 9)] == [1, 1, 0, 1, 1]
    assert len(found(client, "N-SHARED")) == 1
    with tenant_context(tenant):
        before = dict(CardCode.objects.values_list("position", "number_print"))
        assert sum(each is not None for each in before.values()) == 4
    Command().handle()
    run_jobs()
    with tenant_context(tenant):
        assert dict(CardCode.objects.values_list("position", "number_print")) == before
    assert len(found(api(make_key(other_tenant)), "N-1")) == 1


def test_a_number_is_looked_up_by_an_index_of_numbers_alone(tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 2_000)
    add(tenant, shelf, *[(f"N-{n}", f"S-{n}") for n in range(500)])
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("ANALYZE inventory_cardcode")
        cursor.execute(
            "EXPLAIN SELECT lot_id, position FROM inventory_cardcode WHERE number_print = %s LIMIT 1000",
            [keyring().number_print("N-7")],
        )
        assert "cardcode_number" in "".join(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT pg_get_indexdef('cardcode_number'::regclass)")
        assert "WHERE (number_print IS NOT NULL)" in cursor.fetchone()[0]  # codes without a number have no entry
