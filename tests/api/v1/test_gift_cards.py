"""Gift cards and passes: made when they are issued, found however they are written, never guessed, in no row."""

import datetime as dt
import hashlib
import re
import time

import orjson
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from platform_core.tenancy.context import tenant_context
from tenants.access.models import IdempotencyRecord
from tenants.inventory.generating import ALPHABET, new_code, read_code
from tenants.issuance.models import CodeRecord, Redemption
from tests.api.v1.cards import (
    GIFT,
    JSON,
    buy,
    one,
    owed,
    post,
    problem,
    redeem,
    validate,
)
from tests.world import api, make_key, make_shelf, now, stock


def test_gift_cards_are_made_when_they_are_issued(client, tenant, gift):
    sold = buy(client, gift, 3)
    cards = sold["codes"]["data"]
    assert len({card["code"] for card in cards}) == len({card["card_number"] for card in cards}) == 3
    for card in cards:
        assert re.fullmatch(rf"([{ALPHABET}]{{5}}-){{3}}[{ALPHABET}]{{5}}", card["code"])
        assert re.fullmatch(r"[1-9][0-9]{15}", card["card_number"])
    again = client.get(f"/v1/issuances/{sold['id']}/codes").json()["data"]
    assert [card["code"] for card in again] == [card["code"] for card in cards]
    seen = client.get(f"/v1/codes/{cards[0]['id']}").json()
    assert (seen["state"], seen["balance"], seen["serial"]) == ("issued", 5000, cards[0]["card_number"])
    assert owed(tenant) == 3 * 5000


def test_a_code_is_recognised_however_it_is_written():
    code = new_code()
    assert len({new_code() for _ in range(2_000)}) == 2_000
    spaced = " ".join(code[n : n + 4] for n in range(0, 20, 4)).lower()
    misread = code.replace("0", "O").replace("1", "l")
    wide = "".join(chr(ord(each) + 0xFEE0) for each in code)
    assert {read_code(text) for text in (code, spaced, misread, wide, f"TEST-{code}")} == {code}
    wrong = [code[:n] + ALPHABET[ALPHABET.index(code[n]) - 1] + code[n + 1 :] for n in range(20)]
    assert {read_code(text) for text in [*wrong, "", code[:19], code + "0", "卡" * 20]} == {None}


def test_cards_of_a_test_key_look_like_what_they_are(tenant):
    shopper = api(make_key(tenant, livemode=False))
    product = {"name": "测试卡", "skus": [{"sku_code": "T-GIFT", "name": "50", "price": 4500, **GIFT}]}
    made = post(shopper, "/v1/products", product).json()
    body = {"external_id": "T-1", "lines": [{"sku": made["skus"][0]["id"], "quantity": 1}]}
    [card] = shopper.post("/v1/issuances?include=codes", body, content_type=JSON).json()["codes"]["data"]
    assert card["code"].startswith("TEST-")
    assert validate(shopper, card["code"])["valid"]
    assert validate(api(make_key(tenant)), card["code"])["code"] == "not_found"
    assert redeem(shopper, card["code"], amount=1).json()["livemode"] is False


def test_a_short_code_cannot_be_found_by_hashing_guesses_against_what_is_kept(client, tenant):
    """The record of a redemption is a hash of its request: of a code of four digits there would be 10,000 to try."""
    shelf = make_shelf(tenant, redemption="units", units=1)
    stock(tenant, shelf, ["0042"])
    one(client, shelf)
    assert redeem(client, "0042", key="short").status_code == 201
    plain = hashlib.sha256(b"\n".join([b"POST", b"/v1/codes/redeem", b"2026-12-01", orjson.dumps({"code": "0042"})]))
    with tenant_context(tenant):
        kept = [bytes(row.fingerprint) for row in IdempotencyRecord.objects.all()] + [
            bytes(row.fingerprint) for row in Redemption.objects.all()
        ]
        assert plain.digest() not in kept
        assert len(kept) >= 2
        parts = Redemption.objects.get().request
        assert parts["code"] != hashlib.sha256(orjson.dumps("0042")).hexdigest()[:12]


def test_a_card_of_another_shop_is_worth_nothing_here(client, other_tenant):
    foreign = api(make_key(other_tenant))
    card = one(foreign, make_shelf(other_tenant, **GIFT))
    assert validate(client, card["code"])["code"] == "not_found"
    problem(redeem(client, card["code"], amount=1), 404, "resource_not_found")
    taken = redeem(foreign, card["code"], amount=1).json()
    problem(client.get(f"/v1/redemptions/{taken['id']}"), 404, "resource_not_found")
    problem(post(client, f"/v1/redemptions/{taken['id']}/reverse"), 404, "resource_not_found")


def test_thousands_of_guesses_find_nothing_and_an_honest_client_goes_on(client, tenant, gift, request):
    card = one(client, gift)
    limited, missed, begun = 0, 0, time.monotonic()
    guesses = 5_000 if request.config.getoption("--long") else 1_000
    thief = {"REMOTE_ADDR": "203.0.113.9"}
    for number in range(guesses):
        path = "/v1/codes/validate" if number % 2 else "/v1/codes/redeem"
        headers = {"Idempotency-Key": f"g-{number}"}
        answer = client.post(path, {"code": new_code()}, content_type=JSON, headers=headers, **thief)
        limited += answer.status_code == 429
        missed += answer.status_code in {200, 404}
        if answer.status_code == 429:
            assert (answer.json()["code"], answer.json()["outcome"]) == ("code_guess_limited", "not_executed")
            assert int(answer.headers["Retry-After"]) >= 1
    assert missed <= 10 * (1 + int((time.monotonic() - begun) / 60))
    assert limited == guesses - missed
    honest = client.post("/v1/codes/validate", {"code": card["code"]}, content_type=JSON, REMOTE_ADDR="198.51.100.7")
    assert honest.json()["valid"] is True
    with tenant_context(tenant):
        assert not CodeRecord.objects.exists()


def test_no_more_can_be_left_than_there_was(client, tenant, gift):
    card = one(client, gift)
    redeem(client, card["code"], amount=100)
    with tenant_context(tenant):
        for left in (-1, 5001):
            with pytest.raises(IntegrityError), transaction.atomic():
                CodeRecord.objects.update(left=left)


def test_what_was_written_about_a_code_cannot_be_changed(client, tenant, gift):
    card = one(client, gift)
    redeem(client, card["code"], amount=100)
    with tenant_context(tenant):
        for statement in ("UPDATE issuance_codehistory SET actor = 'x'", "DELETE FROM issuance_codehistory"):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_the_code_of_a_card_is_in_no_row(client, tenant, gift):
    card = one(client, gift)
    redeem(client, card["code"], amount=100, external_id="POS-9", context={"note": "ok"})
    secret = card["code"].replace("-", "")
    with tenant_context(tenant), connection.cursor() as cursor:
        for table in ("inventory_generatedcode", "issuance_redemption", "issuance_codehistory", "issuance_issuance"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            text = cursor.fetchone()[0]
            assert text
            assert secret not in text
            assert card["code"] not in text


def test_ids_of_gift_cards_stand_beside_those_of_imported_codes(client, tenant, gift, shelf):
    stock(tenant, shelf, 2)
    body = {
        "external_id": "MIXED",
        "lines": [{"sku": gift.sku_id, "quantity": 2}, {"sku": shelf.sku_id, "quantity": 2}],
    }
    sold = client.post("/v1/issuances?include=codes", body, content_type=JSON).json()
    seen = sold["codes"]["data"]
    assert len({code["id"] for code in seen}) == 4
    assert [code["sku"] for code in client.get(f"/v1/issuances/{sold['id']}/codes").json()["data"]] == [
        code["sku"] for code in seen
    ]
    listed = client.get("/v1/codes", {"issuance": sold["id"]}).json()["data"]
    assert [code["id"] for code in listed] == [code["id"] for code in seen]
    assert {code["state"] for code in listed} == {"issued"}


def test_a_reserved_card_is_made_when_it_is_issued(client, tenant, gift):
    held = post(client, "/v1/reservations", {"sku": gift.sku_id, "quantity": 2}).json()
    lines = [{"sku": gift.sku_id, "quantity": 2, "reservation": held["id"]}]
    sold = client.post("/v1/issuances?include=codes", {"external_id": "R-1", "lines": lines}, content_type=JSON)
    assert (sold.status_code, len(sold.json()["codes"]["data"])) == (201, 2)
    twice = client.post("/v1/issuances", {"external_id": "R-2", "lines": lines}, content_type=JSON)
    problem(twice, 409, "reservation_gone")
    assert owed(tenant) == 10_000


def test_a_card_with_a_last_day_has_it_from_its_issue(client, tenant):
    card = one(client, make_shelf(tenant, **GIFT, valid_days=1095))
    days = (dt.date.fromisoformat(card["expires_on"]) - now().date()).days
    assert 1094 <= days <= 1096
