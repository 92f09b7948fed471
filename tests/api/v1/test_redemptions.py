"""Redemptions: down to nothing and no further, taken back, and made once."""

import re

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from platform_core.events.models import Event
from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.issuance.models import Redemption
from tests.api.v1.cards import GIFT, JSON, PASS, one, owed, post, problem, redeem, state, validate
from tests.world import make_shelf, stock


def test_a_card_is_redeemed_part_by_part_and_the_books_follow(client, tenant, gift):
    card = one(client, gift)
    first = redeem(client, card["code"].lower().replace("-", " "), amount=1200, context={"till": "3"})
    assert first.status_code == 201
    assert (first.json()["amount"], first.json()["balance_after"]) == (1200, 3800)
    assert first.json()["context"] == {"till": "3"}
    assert state(client, card["id"]) == "partially_redeemed"
    assert (validate(client, card["code"])["valid"], validate(client, card["code"])["balance"]) == (True, 3800)
    assert owed(tenant) == 3800
    over = problem(redeem(client, card["code"], amount=3801), 409, "redemption_exceeds_balance")
    assert over["errors"][0]["meta"]["left"] == 3800
    rest = redeem(client, card["code"])
    assert (rest.json()["amount"], rest.json()["balance_after"]) == (3800, 0)
    assert state(client, card["id"]) == "redeemed"
    problem(redeem(client, card["code"], amount=1), 409, "already_redeemed")
    assert validate(client, card["code"])["code"] == "already_redeemed"
    assert owed(tenant) == 0
    with tenant_context(tenant):
        assert list_balances()[(AccountCode.CARDS_REDEEMED, "CNY")] == -5000
        assert Redemption.objects.aggregate(sum=Sum("value"))["sum"] == 5000


def test_what_a_till_says_when_it_asks_comes_back(client, tenant, gift):
    card, said = one(client, gift), {"till": "PLACE-OF-THE-TILL"}
    assert validate(client, card["code"], context=said)["context"] == said
    assert validate(client, "NOT-THERE-1", context=said)["context"] == said
    assert validate(client, card["code"], context=None)["context"] == validate(client, card["code"])["context"] == {}


@pytest.mark.parametrize(
    ("context", "param"),
    [
        ({f"k{number}": "v" for number in range(51)}, "context"),
        ({"k" * 41: "v"}, "context"),
        ({"k\0": "v"}, "context"),
        ({"till": "\0"}, "context.till"),
        ({"till": "v" * 501}, "context.till"),
        ({"till": {"nested": "1"}}, "context.till"),
        (["till"], "context"),
    ],
)
def test_notes_that_cannot_be_kept_are_refused_and_nothing_is_taken(client, gift, context, param):
    card = one(client, gift)
    for answer in (
        redeem(client, card["code"], amount=100, context=context),
        client.post("/v1/codes/validate", {"code": card["code"], "context": context}, content_type=JSON),
    ):
        assert problem(answer, 400, "invalid_parameter")["param"] == param
    assert validate(client, card["code"])["balance"] == 5000


def test_a_redemption_is_taken_back_once_and_whole(client, tenant, gift):
    card = one(client, gift)
    first, second = redeem(client, card["code"], amount=1000).json(), redeem(client, card["code"], amount=500).json()
    back = post(client, f"/v1/redemptions/{first['id']}/reverse", {"reason": "退货"}, key="back")
    assert (back.status_code, back.json()["status"]) == (200, "reversed")
    assert back.json()["reversal"]["id"].startswith("rvs_")
    assert client.get(f"/v1/codes/{card['id']}").json()["balance"] == 4500
    again = post(client, f"/v1/redemptions/{first['id']}/reverse", {"reason": "退货"}, key="back")
    assert again.json() == back.json()
    problem(post(client, f"/v1/redemptions/{first['id']}/reverse"), 409, "redemption_not_reversible")
    post(client, f"/v1/redemptions/{second['id']}/reverse")
    assert (state(client, card["id"]), owed(tenant)) == ("issued", 5000)
    with tenant_context(tenant):
        types = Event.objects.filter(object_id=card["id"]).order_by("sequence").values_list("type", flat=True)
        assert list(types) == ["code.redeemed", "code.redeemed", "code.redemption_reversed", "code.redemption_reversed"]


def test_a_pass_is_used_so_many_times(client, tenant):
    card = one(client, make_shelf(tenant, **PASS))
    assert redeem(client, card["code"]).json()["units_left_after"] == 9
    assert redeem(client, card["code"], units=9).json()["units_left_after"] == 0
    problem(redeem(client, card["code"]), 409, "already_redeemed")
    assert owed(tenant) == 0


def test_an_imported_voucher_is_redeemed_where_its_sku_says_so(client, tenant):
    plain, voucher = make_shelf(tenant), make_shelf(tenant, redemption="units", units=1)
    stock(tenant, plain, ["PLAIN-1"])
    stock(tenant, voucher, ["VOUCHER-1", "VOUCHER-2"])
    one(client, plain)
    assert validate(client, "VOUCHER-1")["code"] == "not_issued"
    problem(redeem(client, "VOUCHER-1"), 409, "code_state_invalid")
    one(client, voucher)
    problem(redeem(client, "PLAIN-1"), 409, "code_not_redeemable")
    problem(redeem(client, "VOUCHER-1", amount=5), 409, "code_not_redeemable")
    assert redeem(client, "VOUCHER-1").json()["units_left_after"] == 0
    problem(redeem(client, "voucher-1"), 404, "resource_not_found")


def test_a_card_number_counts_where_there_is_one(client, tenant, gift):
    card = one(client, gift)
    assert validate(client, card["code"], serial=card["card_number"])["valid"]
    assert validate(client, card["code"], serial="1" * 16)["code"] == "not_found"
    assert validate(client, card["code"])["valid"]


def test_a_card_that_must_be_activated_is_owed_from_then_on(client, tenant):
    printed = make_shelf(tenant, **GIFT, needs_activation=True)
    card = one(client, printed)
    assert owed(tenant) == 0
    assert validate(client, card["code"])["code"] == "not_activated"
    problem(redeem(client, card["code"], amount=1), 409, "code_state_invalid")
    assert post(client, f"/v1/codes/{card['id']}/activate").json()["state"] == "activated"
    assert owed(tenant) == 5000
    problem(post(client, f"/v1/codes/{card['id']}/activate"), 409, "code_state_invalid")
    assert redeem(client, card["code"], amount=5000).status_code == 201
    blank = one(client, printed)
    post(client, f"/v1/codes/{blank['id']}/void", {"reason": "lost"})
    assert owed(tenant) == 0


def test_a_suspended_card_is_not_redeemed_and_its_redemptions_stay(client, tenant, gift):
    card = one(client, gift)
    taken = redeem(client, card["code"], amount=100).json()
    post(client, f"/v1/codes/{card['id']}/suspend", {"reason": "报失"})
    problem(redeem(client, card["code"], amount=1), 423, "code_suspended")
    problem(post(client, f"/v1/redemptions/{taken['id']}/reverse"), 423, "code_suspended")
    assert validate(client, card["code"])["code"] == "suspended"
    post(client, f"/v1/codes/{card['id']}/resume")
    assert state(client, card["id"]) == "partially_redeemed"
    assert redeem(client, card["code"], amount=1).status_code == 201


def test_a_voided_card_is_owed_no_more_and_what_was_redeemed_stays(client, tenant, gift):
    card = one(client, gift)
    taken = redeem(client, card["code"], amount=1000).json()
    post(client, f"/v1/codes/{card['id']}/void", {"reason": "fraud"})
    assert (validate(client, card["code"])["code"], owed(tenant)) == ("voided", 0)
    problem(redeem(client, card["code"], amount=1), 409, "code_state_invalid")
    problem(post(client, f"/v1/redemptions/{taken['id']}/reverse"), 409, "redemption_not_reversible")
    with tenant_context(tenant):
        assert list_balances()[(AccountCode.CARDS_REDEEMED, "CNY")] == -1000


def test_a_replaced_card_goes_on_with_what_was_left(client, tenant, gift):
    card = one(client, gift)
    redeem(client, card["code"], amount=1500)
    swap = post(client, f"/v1/codes/{card['id']}/replace", {"reason": "damaged"}).json()
    [new] = client.get(f"/v1/issuances/{swap['issuance']}/codes").json()["data"]
    assert new["id"] == swap["new_code"]
    assert (validate(client, new["code"])["balance"], owed(tenant)) == (3500, 3500)
    assert validate(client, card["code"])["code"] == "voided"
    problem(redeem(client, new["code"], amount=3501), 409, "redemption_exceeds_balance")
    assert redeem(client, new["code"], amount=3500).status_code == 201
    assert owed(tenant) == 0


def test_a_replaced_card_that_was_activated_works_at_once(client, tenant):
    card = one(client, make_shelf(tenant, **GIFT, needs_activation=True))
    post(client, f"/v1/codes/{card['id']}/activate")
    redeem(client, card["code"], amount=2000)
    swap = post(client, f"/v1/codes/{card['id']}/replace", {"reason": "x"}).json()
    assert (state(client, swap["new_code"]), owed(tenant)) == ("activated", 3000)


def test_a_redemption_is_made_once_whatever_is_retried(client, tenant, gift):
    card = one(client, gift)
    body = {"amount": 700, "external_id": "POS-1"}
    first = redeem(client, card["code"], key="a", **body)
    same_key, same_number = redeem(client, card["code"], key="a", **body), redeem(client, card["code"], key="b", **body)
    assert (first.status_code, same_key.status_code, same_number.status_code) == (201, 201, 200)
    assert first.json() == same_key.json() == same_number.json()
    assert same_number.headers["Idempotent-Replayed"] == "true"
    answer = redeem(client, card["code"], key="c", amount=701, external_id="POS-1")
    assert (answer.status_code, answer.json()["code"], answer.json()["outcome"]) == (
        409,
        "external_id_conflict",
        "executed",
    )
    assert answer.json()["existing_id"] == first.json()["id"]
    assert answer.json()["errors"][0]["meta"]["differs"] == ["amount"]
    reused = redeem(client, card["code"], key="a", amount=1)
    assert (reused.status_code, reused.json()["code"]) == (422, "idempotency_key_reused")
    missing = client.post("/v1/codes/redeem", {"code": card["code"]}, content_type=JSON)
    problem(missing, 400, "idempotency_key_required")
    assert client.get(f"/v1/codes/{card['id']}").json()["balance"] == 4300


def test_how_near_a_wrong_code_comes_cannot_be_told_by_what_is_done_for_it(client, gift):
    """What is looked up is a keyed print: a code that shares all but one sign with a real one asks the same of the database."""
    card = one(client, gift)
    last = card["code"][-1]
    near = card["code"][:-1] + ("7" if last != "7" else "8")
    assert validate(client, card["code"])["valid"]  # the key is known now
    asked = []
    for code, more in (("NOTHING-LIKE-IT", {}), (near, {}), (card["code"], {"serial": "1" * 16})):
        with CaptureQueriesContext(connection) as queries:
            assert validate(client, code, **more)["code"] == "not_found"
        asked.append([re.sub(r"'[^']*'", "?", query["sql"]) for query in queries])
    assert asked[0] == asked[1]
    assert len(asked[2]) == len(asked[0])
