"""Codes held for a checkout: taken off sale, issued once, or given back."""

import datetime as dt

import pytest

from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import tenant_context
from tenants.inventory.models import Reservation
from tenants.inventory.services.release_expired_reservations import release_expired_reservations
from tests.world import api, issue, make_key, make_shelf, now, stock

JSON = "application/json"


def reserve(client, shelf, quantity=2, headers=None, **more):
    body = {"sku": public_id("sku", shelf.sku.id), "quantity": quantity, **more}
    return client.post("/v1/reservations", body, content_type=JSON, headers=headers or {})


def buy(client, shelf, number, quantity=2, **line):
    lines = [{"sku": public_id("sku", shelf.sku.id), "quantity": quantity, **line}]
    return client.post("/v1/issuances?include=codes", {"external_id": number, "lines": lines}, content_type=JSON)


def left(client, shelf):
    answer = client.get("/v1/stock", {"sku_ids[]": public_id("sku", shelf.sku.id)})
    return answer.json()["data"][0]["available"]


def problem(answer, status, code, param=None):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    assert param is None or answer.json()["param"] == param


@pytest.fixture
def full_shelf(tenant, shelf):
    """Five codes for sale."""
    stock(tenant, shelf, 5)
    return shelf


def test_held_codes_are_not_for_sale_and_are_issued_to_whoever_holds_them(client, full_shelf):
    held = reserve(client, full_shelf).json()
    assert (held["object"], held["status"], held["quantity"]) == ("reservation", "held", 2)
    assert left(client, full_shelf) == 3
    problem(buy(client, full_shelf, "OTHER", 4), 409, "insufficient_stock")
    done = buy(client, full_shelf, "MINE", 2, reservation=held["id"])
    assert done.status_code == 201
    assert len(done.json()["codes"]["data"]) == 2
    assert left(client, full_shelf) == 3
    assert client.get(f"/v1/reservations/{held['id']}").json()["status"] == "converted"


def test_a_hold_is_issued_once(client, full_shelf):
    held = reserve(client, full_shelf).json()["id"]
    assert buy(client, full_shelf, "ONE", reservation=held).status_code == 201
    assert buy(client, full_shelf, "ONE", reservation=held).status_code == 200
    problem(buy(client, full_shelf, "TWO", reservation=held), 409, "reservation_gone", "lines[0].reservation")
    assert left(client, full_shelf) == 3


def test_one_hold_cannot_serve_two_lines(client, full_shelf):
    held = reserve(client, full_shelf).json()["id"]
    line = {"sku": public_id("sku", full_shelf.sku.id), "quantity": 2, "reservation": held}
    body = {"external_id": "TWICE", "lines": [line, line]}
    problem(client.post("/v1/issuances", body, content_type=JSON), 409, "reservation_gone", "lines[1].reservation")
    assert client.get(f"/v1/reservations/{held}").json()["status"] == "held"


def test_a_hold_is_issued_as_it_is(client, tenant, full_shelf):
    held = reserve(client, full_shelf).json()["id"]
    problem(buy(client, full_shelf, "MORE", 3, reservation=held), 400, "invalid_parameter", "lines[0].reservation")
    other = make_shelf(tenant)
    stock(tenant, other, 5)
    problem(buy(client, other, "ELSE", 2, reservation=held), 400, "invalid_parameter", "lines[0].reservation")
    assert left(client, full_shelf) == 3


def test_a_released_hold_is_for_sale_again_and_cannot_be_issued(client, full_shelf):
    held = reserve(client, full_shelf).json()["id"]
    for _ in range(2):
        assert client.delete(f"/v1/reservations/{held}").json()["status"] == "released"
    assert left(client, full_shelf) == 5
    problem(buy(client, full_shelf, "LATE", reservation=held), 409, "reservation_gone")


def test_issued_codes_cannot_be_released(client, full_shelf):
    held = reserve(client, full_shelf).json()["id"]
    assert buy(client, full_shelf, "SOLD", reservation=held).status_code == 201
    problem(client.delete(f"/v1/reservations/{held}"), 409, "reservation_converted")
    assert left(client, full_shelf) == 3


def test_a_hold_ends_by_itself(client, tenant, full_shelf, time_machine):
    held = reserve(client, full_shelf, hold_seconds=60).json()
    time_machine.move_to(now() + dt.timedelta(seconds=61))
    key = api(make_key(tenant))
    assert key.get(f"/v1/reservations/{held['id']}").json()["status"] == "expired"
    with tenant_context(tenant):
        assert release_expired_reservations(now=now()) == 1
    assert key.get(f"/v1/reservations/{held['id']}").json()["status"] == "released"
    assert left(key, full_shelf) == 5


def test_a_repeated_request_holds_once(client, full_shelf):
    answers = [reserve(client, full_shelf, headers={"Idempotency-Key": "cart-7"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers["Idempotent-Replayed"] == "true"
    assert left(client, full_shelf) == 3


def test_more_than_there_is_holds_nothing(client, tenant, full_shelf):
    problem(reserve(client, full_shelf, 6), 409, "insufficient_stock", "quantity")
    with tenant_context(tenant):
        assert not Reservation.objects.exists()


@pytest.mark.parametrize(
    ("more", "param"), [({"hold_seconds": 901}, "hold_seconds"), ({"hold_seconds": 0}, "hold_seconds"), ({"x": 1}, "x")]
)
def test_a_hold_that_makes_no_sense_is_refused(client, full_shelf, more, param):
    answer = reserve(client, full_shelf, **more)
    assert answer.status_code == 400
    assert answer.json()["param"] == param


def test_holds_of_another_shop_are_not_there(client, other_tenant, full_shelf):
    theirs = make_shelf(other_tenant)
    stock(other_tenant, theirs, 5)
    held = reserve(api(make_key(other_tenant)), theirs).json()["id"]
    problem(client.get(f"/v1/reservations/{held}"), 404, "resource_not_found")
    problem(client.delete(f"/v1/reservations/{held}"), 404, "resource_not_found")
    problem(buy(client, full_shelf, "THEIRS", reservation=held), 404, "resource_not_found", "lines[0].reservation")
    problem(client.get(f"/v1/reservations/{public_id('rsv', new_id())}"), 404, "resource_not_found")
    with tenant_context(other_tenant):
        assert Reservation.objects.get().state == "held"


def test_a_quote_says_what_an_issuance_would_cost_and_changes_nothing(client, tenant, full_shelf):
    line = {"sku": public_id("sku", full_shelf.sku.id), "quantity": 3}
    answer = client.post("/v1/quotes", {"lines": [line]}, content_type=JSON)
    assert answer.status_code == 200
    quote = answer.json()
    assert (quote["issuable"], quote["problem"]) == (True, None)
    assert (quote["amount"], quote["currency"]) == (3 * full_shelf.sku.price, "CNY")
    assert (quote["lines"][0]["available"], quote["lines"][0]["problem"]) == (5, None)
    assert left(client, full_shelf) == 5


def test_a_quote_names_what_would_be_refused(client, tenant, full_shelf):
    inactive, few = make_shelf(tenant, active=False), make_shelf(tenant, max_quantity=1)
    stock(tenant, few, 9)
    sku = public_id("sku", full_shelf.sku.id)
    lines = [
        {"sku": sku, "quantity": 4},
        {"sku": sku, "quantity": 2},  # of the one that is left
        {"sku": public_id("sku", inactive.sku.id), "quantity": 1},
        {"sku": public_id("sku", few.sku.id), "quantity": 2},
        {"sku": sku, "quantity": 1, "max_unit_price": 1},
    ]
    quote = client.post("/v1/quotes", {"lines": lines, "max_total": 1}, content_type=JSON).json()
    assert quote["issuable"] is False
    assert quote["problem"] == "price_exceeds_limit"
    assert [(line["problem"], line["param"]) for line in quote["lines"]] == [
        (None, None),
        ("insufficient_stock", "lines[1].quantity"),
        ("sku_inactive", "lines[2].sku"),
        ("quantity_out_of_range", "lines[3].quantity"),
        ("price_exceeds_limit", "lines[4].max_unit_price"),
    ]


def test_a_quote_and_the_issuance_agree(client, tenant, full_shelf):
    sku = public_id("sku", full_shelf.sku.id)
    for quantity in (1, 5, 6, 10_000):
        quote = client.post("/v1/quotes", {"lines": [{"sku": sku, "quantity": quantity}]}, content_type=JSON).json()
        done = buy(client, full_shelf, f"AGREE-{quantity}", quantity)
        assert quote["issuable"] == (done.status_code == 201)
        if done.status_code == 201:
            assert quote["amount"] == done.json()["amount"]
            with tenant_context(tenant):
                stock(tenant, full_shelf, [f"AGAIN-{quantity}-{number}" for number in range(quantity)])
        else:
            assert quote["lines"][0]["problem"] == done.json()["code"]


def test_a_quote_for_a_sku_that_does_not_exist_is_an_error(client, other_tenant):
    theirs = make_shelf(other_tenant)
    for sku in (public_id("sku", theirs.sku.id), public_id("sku", new_id()), "nonsense"):
        answer = client.post("/v1/quotes", {"lines": [{"sku": sku, "quantity": 1}]}, content_type=JSON)
        problem(answer, 404, "resource_not_found", "lines[0].sku")


def test_a_key_for_some_products_holds_and_asks_for_no_others(tenant, full_shelf):
    other = make_shelf(tenant)
    stock(tenant, other, 3)
    from tenants.access.limits import KeyLimits
    from tenants.access.services.create_api_key import create_api_key

    with tenant_context(tenant):
        limits = KeyLimits(product_ids=[full_shelf.sku.product_id])
        key = create_api_key(name="t", livemode=True, tenant_code=tenant.code, now=now(), limits=limits)
        issue(other.sku, 1)
    narrow = api(key.secret)
    assert reserve(narrow, full_shelf).status_code == 201
    problem(reserve(narrow, other), 403, "product_not_permitted", "sku")
    line = {"sku": public_id("sku", other.sku.id), "quantity": 1}
    quote = narrow.post("/v1/quotes", {"lines": [line]}, content_type=JSON).json()
    assert quote["lines"][0]["problem"] == "product_not_permitted"
