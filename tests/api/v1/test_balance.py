"""A merchant's own live keys have no balance; test keys see one, so that it can be tried."""

from tests.world import api, make_key, stock


def test_a_live_key_gets_null_and_is_never_refused_for_it(tenant, shelf):
    client = api(make_key(tenant))
    assert client.get("/v1/balance").json() == {
        "object": "balance", "livemode": True, "available": None, "currency": None,
    }  # fmt: skip
    stock(tenant, shelf, 1)
    body = {"external_id": "T-1", "lines": [{"sku": shelf.sku_id, "quantity": 1}]}
    assert client.post("/v1/issuances", body, content_type="application/json").status_code == 201


def test_a_test_key_sees_fifty_thousand_yuan_whatever_it_issues(tenant, stocked_twins):
    client = api(make_key(tenant, livemode=False))
    shown = {"object": "balance", "livemode": False, "available": 5_000_000, "currency": "CNY"}
    assert client.get("/v1/balance").json() == shown
    body = {"external_id": "T-1", "lines": [{"sku": "sku_test_ok", "quantity": 3}]}
    assert client.post("/v1/issuances", body, content_type="application/json").status_code == 201
    assert client.get("/v1/balance").json() == shown


def test_the_scope_is_asked_for(tenant):
    refused = api(make_key(tenant, scopes=["catalog:read"])).get("/v1/balance")
    assert (refused.status_code, refused.json()["scope"]) == (403, "balance:read")
