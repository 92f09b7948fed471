"""Finding issuances again: filters, pages in both directions, whole SKUs in the lines."""

import datetime as dt

import pytest

from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy.context import tenant_context
from tenants.issuance.models import Issuance
from tests.world import api, make_key, make_shelf, now, stock


@pytest.fixture
def other(tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 10)
    return shelf


@pytest.fixture
def made(tenant, shelf, other, client):
    """Five issuances, the oldest first: two days old, and four of now; the last one waits."""
    stock(tenant, shelf, 4)
    wanted = [
        ("L-0", shelf, 1, {"metadata": {"channel": "taobao", "shop": "1"}}),
        ("L-1", shelf, 1, {"metadata": {"channel": "jd"}}),
        ("L-2", other, 1, {"metadata": {"channel": "taobao", "shop": "2"}}),
        ("L-3", shelf, 3, {"fulfillment_policy": "partial"}),
        ("L-4", shelf, 1, {"fulfillment_policy": "backorder"}),
    ]
    found = []
    for number, on, quantity, more in wanted:
        body = {"external_id": number, "lines": [{"sku": on.sku_id, "quantity": quantity}], **more}
        answer = client.post("/v1/issuances", body, content_type="application/json")
        assert answer.status_code in {201, 202}, answer.content
        found.append(answer.json())
    return found


def listed(client, **query):
    answer = client.get("/v1/issuances", query)
    assert answer.status_code == 200, answer.content
    return [row["external_id"] for row in answer.json()["data"]]


def test_filters_find_what_they_name(shelf, other, client, made):
    assert listed(client) == ["L-4", "L-3", "L-2", "L-1", "L-0"]
    assert listed(client, external_id="L-2") == ["L-2"]
    assert listed(client, sku=other.sku_id) == ["L-2"]
    assert listed(client, sku=shelf.sku_id, status="completed") == ["L-1", "L-0"]
    assert listed(client, status="partially_completed") == ["L-3"]
    assert listed(client, status="awaiting_stock") == ["L-4"]
    assert listed(client, status="canceled") == []
    assert listed(client, **{"metadata[channel]": "taobao"}) == ["L-2", "L-0"]
    assert listed(client, **{"metadata[channel]": "taobao", "metadata[shop]": "1"}) == ["L-0"]
    assert listed(client, **{"metadata[shop]": "9"}) == []


def test_times_are_a_filter_to_the_moment(tenant, client, made):
    earlier = now() - dt.timedelta(days=2)
    with tenant_context(tenant):
        first = Issuance.objects.get(external_id="L-1")
    moment = first.created_at
    assert listed(client, **{"created[gte]": moment.isoformat()}) == ["L-4", "L-3", "L-2", "L-1"]
    assert listed(client, **{"created[lt]": moment.isoformat()}) == ["L-0"]
    assert listed(client, **{"created[gte]": moment.isoformat(), "created[lt]": now().isoformat(), "limit": "1"}) == [
        "L-4"
    ]
    assert listed(client, **{"created[lt]": earlier.isoformat()}) == []
    refused = client.get("/v1/issuances", {"created[gte]": "yesterday"}).json()
    assert (refused["code"], refused["param"]) == ("invalid_parameter", "created[gte]")


def test_an_open_issuance_is_found_by_an_index_that_no_other_issue_pays_for(tenant, made):
    from django.db import connection

    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        rows = Issuance.objects.exclude(status="completed").filter(status="failed").order_by("-id")
        assert "issuance_odd" in rows.explain()


@pytest.mark.parametrize(
    ("query", "status", "code", "param"),
    [
        ({"created[gt]": "2026-01-01T00:00:00Z"}, 400, "parameter_unknown", "created[gt]"),
        ({"metadata": "x"}, 400, "parameter_unknown", "metadata"),
        ({"status": "done"}, 400, "invalid_parameter", "status"),
        ({"sku": "sku_nothing"}, 404, "resource_not_found", None),
        ({"external_id": "a\x00"}, 400, "invalid_parameter", "external_id"),
        ({"expand[]": "lines"}, 400, "invalid_expand", "expand[]"),
        ({"expand[]": "lines.sku.product"}, 400, "invalid_expand", "expand[]"),
        ({"expand": "lines.sku"}, 400, "parameter_unknown", "expand"),
        ({f"metadata[{number}]": "x" for number in range(11)}, 400, "invalid_parameter", "metadata"),
    ],
)
def test_what_no_filter_is_called_is_refused(client, query, status, code, param):
    answer = client.get("/v1/issuances", query)
    assert (answer.status_code, answer.json()["code"], answer.json().get("param")) == (status, code, param)


def test_pages_go_forwards_and_backwards_while_issuances_are_added(tenant, shelf, client, made):
    first = client.get("/v1/issuances?limit=2").json()
    second = client.get(f"/v1/issuances?limit=2&cursor={first['next_cursor']}").json()
    assert (first["prev_cursor"], first["has_more"]) == (None, True)
    client.post(
        "/v1/issuances",
        {"external_id": "NEW", "lines": [{"sku": shelf.sku_id, "quantity": 1}], "fulfillment_policy": "backorder"},
        content_type="application/json",
    )
    back = client.get(f"/v1/issuances?limit=2&cursor={second['prev_cursor']}").json()
    assert back["data"] == first["data"]
    newer = client.get(f"/v1/issuances?limit=2&cursor={back['prev_cursor']}").json()
    assert [row["external_id"] for row in newer["data"]] == ["NEW"]
    assert newer["prev_cursor"] is None
    again = client.get(f"/v1/issuances?limit=2&cursor={newer['next_cursor']}").json()
    assert again["data"] == first["data"]
    last = client.get(f"/v1/issuances?limit=2&cursor={second['next_cursor']}").json()
    assert (len(last["data"]), last["has_more"]) == (1, False)
    refused = client.get(f"/v1/issuances?limit=2&status=completed&cursor={second['prev_cursor']}")
    assert refused.json()["code"] == "invalid_cursor"


def test_codes_are_read_backwards_too(tenant, other, client):
    body = {"external_id": "C", "lines": [{"sku": other.sku_id, "quantity": 5}]}
    url = client.post("/v1/issuances", body, content_type="application/json").json()["codes"]["url"]
    first = client.get(f"{url}?limit=2").json()
    second = client.get(f"{url}?limit=2&cursor={first['next_cursor']}").json()
    assert first["prev_cursor"] is None
    assert client.get(f"{url}?limit=2&cursor={second['prev_cursor']}").json()["data"] == first["data"]


def test_a_line_shows_its_whole_sku_where_that_is_asked_for(tenant, shelf, client, made):
    sku = client.get(f"/v1/skus/{shelf.sku_id}").json()
    query = "?expand[]=lines.sku"
    for path in ("/v1/issuances/by-external-id/L-1", f"/v1/issuances/{made[1]['id']}"):
        assert client.get(path).json()["lines"][0]["sku"] == shelf.sku_id
        assert client.get(path + query).json()["lines"][0]["sku"] == sku
    rows = client.get("/v1/issuances" + query).json()["data"]
    assert [row["lines"][0]["sku"]["id"] for row in rows] == [line["lines"][0]["sku"] for line in reversed(made)]
    blind = api(make_key(tenant, scopes=["issuances:read"]))
    assert blind.get("/v1/issuances").status_code == 200
    assert blind.get("/v1/issuances" + query).json()["scope"] == "catalog:read"


def test_a_list_with_whole_skus_asks_for_them_once(client, made, django_assert_max_num_queries):
    with django_assert_max_num_queries(30) as few:
        client.get("/v1/issuances?expand[]=lines.sku&limit=1")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/v1/issuances?expand[]=lines.sku&limit=5")


def test_an_operation_is_cancelled_as_what_it_makes_with_the_same_scope(tenant, other_tenant, shelf, client, made):
    operation = made[4]["operation"]
    path = f"/v1/operations/{operation}/cancel"
    reader = api(make_key(tenant, scopes=["issuances:read", "inventory:write"]))
    assert reader.post(path).json()["scope"] == "issuances:write"
    assert api(make_key(other_tenant)).post(path).status_code == 404
    answer = client.post(path)
    assert (answer.status_code, answer.json()["status"]) == (200, "canceled")
    assert client.get(f"/v1/issuances/{made[4]['id']}").json()["status"] == "canceled"
    with tenant_context(tenant):
        assert Issuance.objects.get(pk=parse_public_id("iss", made[4]["id"])).completed_at is not None

    body = {"issuances": [{"external_id": "X", "lines": [{"sku": shelf.sku_id, "quantity": 1}]}]}
    headers = {"Idempotency-Key": "b"}
    batch = client.post("/v1/issuance_batches", body, content_type="application/json", headers=headers).json()
    assert client.post(f"/v1/operations/{batch['operation']}/cancel").json()["status"] == "canceled"

    rows = {"sku": shelf.sku_id, "supplier": shelf.supplier_id, "rows": [{"code": "ONE"}]}
    started = client.post("/v1/imports", rows, content_type="application/json").json()
    issuer = api(make_key(tenant, scopes=["issuances:write"]))
    assert issuer.post(f"/v1/operations/{started['id']}/cancel").json()["scope"] == "inventory:write"
    assert client.post(f"/v1/operations/{started['id']}/cancel").json()["status"] == "canceled"
    assert client.post(f"/v1/operations/{started['id']}/cancel").json()["code"] == "import_not_cancelable"
