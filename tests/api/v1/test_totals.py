"""How many there are in all, about: told only where it was asked for, and only by lists that document it."""

import pytest

from merchant_api import pagination
from tests.api.v1.test_cursors import LISTS, World

INCLUDE = {"include": "total_estimate"}


def counted_lists(client):
    return {
        operation["operationId"]
        for methods in client.get("/v1/openapi.json").json()["paths"].values()
        for operation in methods.values()
        if "total_estimate" in str(operation.get("responses", {}).get("200", ""))
    }


def test_lists_that_can_be_long_count_except_those_of_codes_and_records(client):
    uncounted = {"list_codes", "list_issuance_codes", "list_events", "list_request_logs"}
    uncounted |= {"list_deliveries", "list_delivery_attempts"}
    assert set(LISTS) - counted_lists(client) == uncounted


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_total_is_told_where_it_is_documented_and_refused_elsewhere(tenant, client, name):
    world = World(client, tenant)
    grow = LISTS[name][0](world)
    for _ in range(3):
        grow()
    asked = world.client.get(world.path, {**world.filters, **INCLUDE, "limit": 100})
    if name not in counted_lists(client):
        assert (asked.status_code, asked.json()["code"]) == (400, "parameter_unknown")
        return
    whole = len(asked.json()["data"])
    assert asked.json()["total_estimate"] == whole >= 3
    first = world.client.get(world.path, {**world.filters, **INCLUDE, "limit": 1}).json()
    assert first["total_estimate"] == whole
    following = {**world.filters, "limit": 1, "cursor": first["next_cursor"]}
    assert "total_estimate" not in world.client.get(world.path, following).json()  # the cursor is good without it
    assert world.client.get(world.path, {**following, **INCLUDE}).json()["total_estimate"] == whole


def test_a_long_list_is_estimated_not_counted(tenant, client, monkeypatch):
    monkeypatch.setattr(pagination, "COUNTED", 2)
    grow = LISTS["list_products"][0](world := World(client, tenant))
    for _ in range(5):
        grow()
    found = world.client.get(world.path, {**INCLUDE, "limit": 3}).json()
    assert found["total_estimate"] >= 3


def test_nothing_else_can_be_included(client):
    answer = client.get("/v1/products", {"include": "codes"})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")
