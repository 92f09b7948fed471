"""Refunds: never more than was paid, no code twice, and none goes back on sale."""

import pytest

from platform_core.events.models import Event
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.inventory.selectors import list_codes_of_lines
from tenants.issuance.models import IssuanceLine, Refund
from tests.api.v1.cards import GIFT, buy, post, problem, state
from tests.api.v1.testing import run_jobs
from tests.world import api, make_key, make_shelf, stock


@pytest.fixture
def sold(client, tenant, shelf):
    """Three codes at 45.00, and nothing left on the shelf."""
    stock(tenant, shelf, 3)
    return buy(client, shelf, 3)


def refund(client, sold, number="RF-1", key=None, **body):
    return post(client, "/v1/refunds", {"external_id": number, "issuance": sold["id"], **body}, key=key)


def ids(sold):
    return [code["id"] for code in sold["codes"]["data"]]


def payable(tenant):
    with tenant_context(tenant):
        return -list_balances().get((AccountCode.REFUNDS_PAYABLE, "CNY"), 0)


def test_a_whole_issuance_is_refunded_and_its_codes_are_void(client, tenant, shelf, sold):
    answer = refund(client, sold, disposition="void", reason="买家退货")
    body = answer.json()
    assert (answer.status_code, body["status"], body["amount"], sorted(body["codes"])) == (
        201, "succeeded", 13500, sorted(ids(sold)),
    )  # fmt: skip
    assert {state(client, code) for code in ids(sold)} == {"voided"}
    assert payable(tenant) == 13500
    again = {"external_id": "NEXT", "lines": [{"sku": shelf.sku_id, "quantity": 1}]}
    problem(client.post("/v1/issuances", again, content_type="application/json"), 409, "insufficient_stock")
    problem(refund(client, sold, "RF-2", disposition="keep", amount=1), 409, "refund_exceeds_amount")
    assert client.get(f"/v1/refunds/{body['id']}").json() == body
    assert client.get("/v1/refunds", {"issuance": sold["id"]}).json()["data"] == [body]
    assert client.get("/v1/refunds", {"external_id": "RF-2"}).json()["data"] == []


def test_some_codes_are_refunded_each_once(client, tenant, sold):
    first, second, third = ids(sold)
    done = refund(client, sold, codes=[first], disposition="void").json()
    assert (done["amount"], done["codes"]) == (4500, [first])
    assert (state(client, first), state(client, second)) == ("voided", "issued")
    problem(refund(client, sold, "RF-2", codes=[second, first], disposition="void"), 409, "already_refunded")
    assert state(client, second) == "issued"
    problem(refund(client, sold, "RF-2", codes=[second], amount=4501, disposition="void"), 409, "refund_exceeds_amount")
    kept = refund(client, sold, "RF-3", codes=[second], amount=1000, disposition="keep").json()
    assert (kept["amount"], state(client, second)) == (1000, "issued")
    last = refund(client, sold, "RF-4", codes=[third], disposition="void").json()
    assert last["amount"] == 4500
    assert payable(tenant) == 10_000


def test_money_alone_is_refunded_up_to_what_was_paid(client, tenant, sold):
    assert refund(client, sold, amount=13_000, disposition="keep").json()["codes"] == []
    over = problem(refund(client, sold, "RF-2", amount=501, disposition="keep"), 409, "refund_exceeds_amount")
    assert over["errors"][0]["meta"]["refundable"] == 500
    assert refund(client, sold, "RF-3", disposition="keep").json()["amount"] == 500
    assert payable(tenant) == 13_500


def test_a_refund_is_made_once_whatever_is_retried(client, tenant, sold):
    first = refund(client, sold, key="a", amount=100, disposition="keep")
    same_key = refund(client, sold, key="a", amount=100, disposition="keep")
    same_number = refund(client, sold, key="b", amount=100, disposition="keep")
    assert (first.status_code, same_key.status_code, same_number.status_code) == (201, 201, 200)
    assert first.json() == same_key.json() == same_number.json()
    answer = refund(client, sold, key="c", amount=101, disposition="keep")
    assert (answer.status_code, answer.json()["code"], answer.json()["outcome"]) == (
        409,
        "external_id_conflict",
        "executed",
    )
    assert payable(tenant) == 100
    with tenant_context(tenant):
        assert Refund.objects.count() == 1


def test_codes_of_another_issuance_and_unknown_ones_are_refused(client, tenant, shelf, sold):
    stock(tenant, shelf, ["OTHER-1"])
    other = buy(client, shelf, 1)
    problem(refund(client, sold, codes=ids(other), disposition="void"), 422, "refund_refused")
    problem(refund(client, sold, codes=[ids(sold)[0]] * 2, disposition="void"), 422, "refund_refused")
    answer = problem(refund(client, sold, codes=["code_x"], disposition="void"), 404, "resource_not_found")
    assert answer["param"] == "codes[0]"
    problem(refund(client, {"id": "iss_x"}, disposition="void"), 404, "resource_not_found")
    problem(refund(client, sold, disposition="burn"), 400, "invalid_parameter")
    assert {state(client, code) for code in ids(sold)} == {"issued"}


def test_a_redeemed_card_is_refunded_only_where_its_buyer_keeps_it(client, tenant):
    sold = buy(client, make_shelf(tenant, **GIFT), 2)
    card = sold["codes"]["data"][0]
    post(client, "/v1/codes/redeem", {"code": card["code"]})
    problem(refund(client, sold, codes=[card["id"]], disposition="void"), 409, "already_redeemed")
    assert refund(client, sold, codes=[card["id"]], amount=500, disposition="keep").status_code == 201
    other = sold["codes"]["data"][1]
    assert refund(client, sold, "RF-2", codes=[other["id"]], disposition="void").status_code == 201
    with tenant_context(tenant):
        assert list_balances()[(AccountCode.CARD_LIABILITY, "CNY")] == 0


def test_refunds_of_another_shop_are_not_found(client, sold, other_tenant):
    done = refund(client, sold, amount=1, disposition="keep").json()
    stranger = api(make_key(other_tenant))
    problem(stranger.get(f"/v1/refunds/{done['id']}"), 404, "resource_not_found")
    assert stranger.get("/v1/refunds").json()["data"] == []
    problem(refund(stranger, sold, disposition="keep"), 404, "resource_not_found")


@pytest.fixture
def hundreds(client, tenant, shelf):
    """120 codes at 45.00."""
    stock(tenant, shelf, 120)
    body = {"external_id": "HUNDREDS", "lines": [{"sku": shelf.sku_id, "quantity": 120}]}
    sold = client.post("/v1/issuances", body, content_type="application/json").json()
    with tenant_context(tenant):
        lines = IssuanceLine.objects.values_list("id", flat=True)
        sold["ids"] = [public_id("code", code.id) for code in list_codes_of_lines(list(lines), 0, 120)]
    return sold


def told(tenant, refund_id):
    with tenant_context(tenant):
        return list(Event.objects.filter(object_id=refund_id).order_by("sequence").values_list("type", flat=True))


def test_hundreds_of_codes_are_refunded_by_an_operation(client, tenant, hundreds):
    answer = refund(client, hundreds, key="big", disposition="void")
    accepted = answer.json()
    assert (answer.status_code, accepted["status"], accepted["amount"]) == (202, "pending", 120 * 4500)
    assert (accepted["code_count"], len(accepted["codes"])) == (120, 100)
    assert answer.headers["Location"] == f"/v1/operations/{accepted['operation']}"
    assert (payable(tenant), state(client, hundreds["ids"][0])) == (0, "issued")
    assert told(tenant, accepted["id"]) == ["refund.created"]
    # It counts from now on.
    problem(refund(client, hundreds, "RF-2", amount=1, disposition="keep"), 409, "refund_exceeds_amount")
    problem(refund(client, hundreds, "RF-2", disposition="void"), 409, "already_refunded")
    problem(post(client, f"/v1/operations/{accepted['operation']}/cancel"), 409, "refund_not_cancelable")
    run_jobs()
    operation = client.get(f"/v1/operations/{accepted['operation']}").json()
    assert (operation["kind"], operation["status"], operation["refund"]) == ("refund", "succeeded", accepted["id"])
    assert operation["progress"] == {"done": 120, "total": 120, "unit": "codes"}
    assert client.get(f"/v1/refunds/{accepted['id']}").json()["status"] == "succeeded"
    assert payable(tenant) == 120 * 4500
    assert {state(client, code) for code in hundreds["ids"]} == {"voided"}
    assert told(tenant, accepted["id"]) == ["refund.created", "refund.succeeded"]
    again = refund(client, hundreds, key="big", disposition="void")
    assert (again.status_code, again.json()["status"]) == (202, "succeeded")
    assert refund(client, hundreds, key="other", disposition="void").status_code == 200
    run_jobs()
    assert payable(tenant) == 120 * 4500
    listed = client.get("/v1/codes", {"refund": accepted["id"], "limit": 100}).json()
    rest = client.get("/v1/codes", {"refund": accepted["id"], "limit": 100, "cursor": listed["next_cursor"]}).json()
    assert sorted(code["id"] for code in listed["data"] + rest["data"]) == sorted(hundreds["ids"])


def test_a_large_refund_that_meets_a_code_in_its_way_changes_nothing(client, tenant, hundreds):
    accepted = refund(client, hundreds, codes=hundreds["ids"][:110], disposition="void").json()
    stuck = hundreds["ids"][77]
    post(client, f"/v1/codes/{stuck}/void", {"reason": "first"})
    run_jobs()
    over = client.get(f"/v1/refunds/{accepted['id']}").json()
    assert (over["status"], over["failure"]) == ("failed", {"problem": "code_state_invalid", "code": stuck})
    assert (over["codes"], payable(tenant)) == ([], 0)
    error = client.get(f"/v1/operations/{accepted['operation']}").json()["error"]
    assert (error["code"], error["outcome"]) == ("code_state_invalid", "not_executed")
    assert state(client, hundreds["ids"][0]) == "issued"
    assert told(tenant, accepted["id"]) == ["refund.created", "refund.failed"]
    rest = [code for code in hundreds["ids"] if code != stuck]
    assert refund(client, hundreds, "RF-2", codes=rest, disposition="void").status_code == 202
    run_jobs()
    assert payable(tenant) == 119 * 4500


def test_money_of_hundreds_of_codes_that_their_buyer_keeps_goes_back_at_once(client, tenant, hundreds):
    answer = refund(client, hundreds, codes=hundreds["ids"], disposition="keep")
    assert (answer.status_code, answer.json()["operation"], payable(tenant)) == (201, None, 120 * 4500)
    assert told(tenant, answer.json()["id"]) == ["refund.created", "refund.succeeded"]
