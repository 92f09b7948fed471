"""Every list of the document that can grow, read page by page while it grows, there and back: nothing twice, nothing missing."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from merchant_api.request_logging import request_log
from platform_core.tenancy.context import tenant_context
from tenants.inventory.services.add_codes import add_codes
from tenants.issuance.services.fill_backorders import fill_backorders
from tests.api.v1.cards import JSON, buy, one, post
from tests.api.v1.hooks import make_attempt, make_endpoint
from tests.world import api, make_key, make_shelf, now, stock

AT_FIRST = 7
# Lists that have no second page, or that are whole when they are first seen.
WHOLE = {
    "list_suppliers", "list_stock", "list_event_types", "list_bulk_void_items", "list_issuance_batch_items",
}  # fmt: skip
_numbers = itertools.count(1)


class World:
    """A shop, what a list of it is asked with, and what makes that list longer by one."""

    def __init__(self, client, tenant):
        self.client, self.tenant = client, tenant
        self.shelf = make_shelf(tenant)
        self.path, self.filters = "", {}

    def lists(self, path, **filters):
        self.path, self.filters = path, filters

    def sell(self, shelf=None, quantity=1):
        shelf = shelf or self.shelf
        stock(self.tenant, shelf, [f"C-{next(_numbers)}" for _ in range(quantity)])
        return buy(self.client, shelf, quantity)

    def made(self, path, body):
        answer = post(self.client, path, body)
        assert answer.status_code < 300, answer.content
        return answer.json()


def issuances(world):
    world.lists("/v1/issuances")
    return world.sell


def products(world):
    world.lists("/v1/products")
    return lambda: make_shelf(world.tenant)


def changed_products(world):
    world.lists("/v1/products", updated_after=(now() - dt.timedelta(days=1)).isoformat())
    return lambda: make_shelf(world.tenant)


def skus(world):
    world.lists("/v1/skus")
    return lambda: make_shelf(world.tenant)


def imports(world):
    world.lists("/v1/imports")
    return lambda: stock(world.tenant, world.shelf, [f"I-{next(_numbers)}"])


def exports(world):
    world.lists("/v1/exports")

    def grow():
        accepted = world.made("/v1/exports", {"type": "stock", "format": "csv"})
        world.client.post(f"/v1/operations/{accepted['id']}/cancel")

    return grow


def events(world):
    world.lists("/v1/events", **{"types[]": "issuance.completed"})
    return world.sell


def api_keys(world):
    world.client = api(make_key(world.tenant, scopes=["keys:manage"]))
    world.lists("/v1/api_keys")
    return lambda: make_key(world.tenant)


def request_logs(world):
    world.lists("/v1/request_logs")

    def grow():
        world.client.get("/v1/ping")
        request_log.flush()

    return grow


def refunds(world):
    sold = world.sell()
    world.lists("/v1/refunds", issuance=sold["id"])

    def grow():
        body = {"external_id": f"R-{next(_numbers)}", "issuance": sold["id"], "amount": 1, "disposition": "keep"}
        world.made("/v1/refunds", body)

    return grow


def code_history(world):
    code = one_code(world)
    world.lists(f"/v1/codes/{code}/history")
    verbs = itertools.cycle(["suspend", "resume"])
    return lambda: world.made(f"/v1/codes/{code}/{next(verbs)}", {})


def one_code(world):
    stock(world.tenant, world.shelf, [f"H-{next(_numbers)}"])
    return one(world.client, world.shelf)["id"]


def recorded_codes(world):
    world.lists("/v1/codes")
    return lambda: world.made(f"/v1/codes/{one_code(world)}/suspend", {})


def suspended_codes(world):
    grow = recorded_codes(world)
    world.lists("/v1/codes", state="suspended")
    return grow


def numbered_codes(world):
    world.lists("/v1/codes", serial="62")

    def grow():
        with tenant_context(world.tenant):
            codes = [("62", f"N-{next(_numbers)}", None)]
            add_codes(
                sku_id=world.shelf.sku.id, contract_id=world.shelf.contract.id, codes=codes, unit_cost=1, now=now()
            )

    return grow


def waiting(world):
    """Three lines that are filled in turn, a code at a time: the first grows after the last was read."""
    shelves = [make_shelf(world.tenant) for _ in range(3)]
    lines = [{"sku": shelf.sku_id, "quantity": 12} for shelf in shelves]
    body = {"external_id": f"W-{next(_numbers)}", "lines": lines, "fulfillment_policy": "backorder"}
    issuance = world.client.post("/v1/issuances", body, content_type=JSON).json()
    turns = itertools.cycle(reversed(shelves))

    def grow():
        stock(world.tenant, next(turns), [f"W-{next(_numbers)}"])
        with tenant_context(world.tenant):
            fill_backorders(now=now())

    return issuance["id"], grow


def codes_of_an_issuance(world):
    issuance, grow = waiting(world)
    world.lists("/v1/codes", issuance=issuance)
    return grow


def revealed_codes(world):
    issuance, grow = waiting(world)
    world.lists(f"/v1/issuances/{issuance}/codes")
    return grow


def webhook_endpoints(world):
    world.lists("/v1/webhook_endpoints")
    return lambda: make_endpoint(world.client)


def webhook_deliveries(world):
    endpoint = make_endpoint(world.client)["id"]
    world.lists("/v1/deliveries", endpoint=endpoint)
    return lambda: world.made(f"/v1/webhook_endpoints/{endpoint}/test", {})


def delivery_attempts(world):
    delivery = world.made(f"/v1/webhook_endpoints/{make_endpoint(world.client)['id']}/test", {})["id"]
    world.lists(f"/v1/deliveries/{delivery}/attempts")
    return lambda: make_attempt(world.tenant, delivery)


LISTS = {
    "list_issuances": [issuances],
    "list_products": [products, changed_products],
    "list_skus": [skus],
    "list_imports": [imports],
    "list_exports": [exports],
    "list_events": [events],
    "list_api_keys": [api_keys],
    "list_request_logs": [request_logs],
    "list_refunds": [refunds],
    "list_code_history": [code_history],
    "list_codes": [recorded_codes, suspended_codes, numbered_codes, codes_of_an_issuance],
    "list_issuance_codes": [revealed_codes],
    "list_webhook_endpoints": [webhook_endpoints],
    "list_deliveries": [webhook_deliveries],
    "list_delivery_attempts": [delivery_attempts],
}


def test_every_list_of_the_document_is_tried(client):
    document = client.get("/v1/openapi.json").json()
    found = {
        operation["operationId"]
        for methods in document["paths"].values()
        for method, operation in methods.items()
        if (method == "get" and "next_cursor" in str(operation["responses"]["200"]))
        or any(each.get("$ref", "").endswith("/Cursor") or each.get("name") == "cursor" for each in operation.get("parameters", []))
    }  # fmt: skip
    assert found - WHOLE == set(LISTS)


def ask(world, limit, cursor=None):
    query = {**world.filters, "limit": limit, **({"cursor": cursor} if cursor else {})}
    answer = world.client.get(world.path, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def keys(page):
    return [row.get("id") or row["number"] for row in page["data"]]


def read(world, way, grow, cursor=None):
    """Everything page by page, two at a time, with growth before every next page; and the last page's cursors."""
    found, page = [], ask(world, 2, cursor)
    while True:
        found += keys(page) if way == "next_cursor" else reversed(keys(page))
        if page[way] is None or len(found) > 60:
            return found, page
        grow()
        page = ask(world, 2, page[way])


@pytest.mark.parametrize("make", [make for several in LISTS.values() for make in several])
def test_a_list_that_grows_while_it_is_read_gives_everything_once(tenant, client, make):
    world = World(client, tenant)
    grow = make(world)
    for _ in range(AT_FIRST):
        grow()
    before = keys(ask(world, 100))
    assert len(before) >= AT_FIRST
    growth = iter([grow] * 6)
    found, last = read(world, "next_cursor", lambda: next(growth, lambda: None)())
    assert len(found) == len(set(found))
    assert [key for key in found if key in before] == before
    if last.get("prev_cursor") is None:
        assert make is events  # which is followed with `after` instead
        return
    there = keys(ask(world, 100))
    growth = iter([grow] * 4)
    back, _ = read(world, "prev_cursor", lambda: next(growth, lambda: None)(), last["prev_cursor"])
    assert len(back) == len(set(back))
    wanted = there[: there.index(keys(last)[0])]
    assert [key for key in reversed(back) if key in wanted] == wanted


def test_a_cursor_of_one_list_opens_no_other(tenant, client):
    world = World(client, tenant)
    grow = recorded_codes(world)
    for _ in range(3):
        grow()
    cursor = ask(world, 2)["next_cursor"]
    for more in ({"state": "suspended"}, {"serial": "62"}):
        answer = client.get("/v1/codes", {**more, "limit": 2, "cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")
