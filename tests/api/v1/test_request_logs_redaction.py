"""Codes, keys and names that come where they should not, or leave where they should: the request log keeps none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tenants.access.enums import FULL_ACCESS
from tests.api.v1.test_request_logs import JSON, SECRET, entries, issue, keeps_no
from tests.world import api, make_key, stock

SENT: list[Any] = [
    {"external_id": SECRET, "lines": [{"sku": SECRET, "quantity": 0}]},
    {"lines": SECRET},
    {"external_id": "T-1", "lines": [{"sku": "sku_01M8ANBBXXE0QB78727996R3X7", "quantity": SECRET}]},
    {"external_id": "T-1", SECRET: 1, "lines": [{SECRET: SECRET}]},
    {
        "external_id": "T-1",
        "lines": [],
        "currency": SECRET,
        "fulfillment_policy": SECRET,
        "delivery": {"method": SECRET},
    },
    {"external_id": [SECRET], "buyer": SECRET, "metadata": {SECRET: SECRET}},
    {"external_id": {"external_id": SECRET}, "max_total": {"a": [SECRET]}, "lines": {"sku": SECRET}},
    [SECRET],
    SECRET,
]


@pytest.mark.parametrize("path", ["/v1/issuances", "/v1/reservations", "/v1/products", "/v1/imports", "/v1/api_keys"])
def test_a_code_where_none_belongs_is_not_kept(tenant, path):
    client = api(make_key(tenant, scopes=[*FULL_ACCESS, "keys:manage"]))
    for body in SENT:
        answer = client.post(path, json.dumps(body), content_type=JSON)
        assert 400 <= answer.status_code < 500, answer.content
    for raw in (
        f'{{"code": "{SECRET}"',
        SECRET,
        f'{{"external_id": "{SECRET}",}}',
        "\ufeff" + json.dumps({"a": SECRET}),
    ):
        assert client.post(path, raw, content_type=JSON).status_code == 400
    client.post(path, SECRET, content_type="text/plain")
    client.post(path, {"code": SECRET}, content_type="application/x-www-form-urlencoded")
    assert keeps_no(SECRET, tenant)
    omitted = {entry.request_omitted for entry in entries(tenant)}
    assert {"", "malformed", "unread"} <= omitted


def test_a_code_in_an_address_a_filter_or_a_header_is_not_kept(tenant, client):
    for path in (
        f"/v1/issuances/{SECRET}",
        f"/v1/issuances/{SECRET}/codes",
        f"/v1/issuances/by-external-id/{SECRET}",
        f"/v1/products/{SECRET}",
        f"/v1/products?q={SECRET}",
        f"/v1/products?{SECRET}=1",
        f"/v1/products?limit={SECRET}&cursor={SECRET}",
        f"/v1/stock?sku_ids[]={SECRET}",
        f"/v1/request_logs?path=/{SECRET}&problem={SECRET}&key={SECRET}&method={SECRET}",
    ):
        client.get(path)
    client.get("/v1/ping", headers={"Kaquan-Version": SECRET, "Idempotency-Key": SECRET, "X-Code": SECRET})
    client.delete(f"/v1/reservations/{SECRET}")
    client.generic(SECRET, "/v1/ping")
    assert keeps_no(SECRET, tenant)
    paths = {entry.path for entry in entries(tenant)}
    assert {"/v1/issuances/{issuance_id}/codes", "/v1/issuances/by-external-id/{external_id}"} <= paths


def test_codes_that_are_read_and_keys_that_are_made_are_not_kept(tenant, shelf):
    client = api(make_key(tenant, scopes=[*FULL_ACCESS, "keys:manage"]))
    stock(tenant, shelf, [SECRET])
    issued = issue(client, shelf).json()["id"]
    for query in ("", "?format=text"):
        assert SECRET in client.get(f"/v1/issuances/{issued}/codes{query}").content.decode()
    made = client.post("/v1/api_keys", {"name": "Anna Li Qiang"}, content_type=JSON).json()
    rolled = client.post(f"/v1/api_keys/{made['id']}/roll", {}, content_type=JSON).json()
    for secret in (SECRET, made["secret"], rolled["secret"], "Anna Li Qiang"):
        assert keeps_no(secret, tenant)
    texts = [entry for entry in entries(tenant) if entry.response_omitted == "not_json"]
    assert [entry.query for entry in texts] == ["format=text"]


def test_rows_and_files_of_imports_are_not_kept(tenant, client, shelf):
    rows = {
        "sku": shelf.sku_id,
        "supplier": shelf.supplier_id,
        "rows": [{"code": SECRET, "card_number": f"{SECRET}-N"}],
    }
    assert client.post("/v1/imports", rows, content_type=JSON).status_code == 202
    file = SimpleUploadedFile(f"{SECRET}.txt", f"{SECRET}\n".encode())
    form = {"file": file, "sku": shelf.sku_id, "supplier": shelf.supplier_id, "unit_cost": "7"}
    assert client.post("/v1/imports", form).status_code == 202
    client.post("/v1/imports", {"file": SECRET, "sku": SECRET, SECRET: SECRET})
    assert keeps_no(SECRET, tenant)
    bodies = [json.loads(entry.request_body) for entry in entries(tenant)]
    assert bodies[0]["rows"] == [{"code": "[hidden]", "card_number": "[hidden]"}]
    assert bodies[1] == {"file": "[file]", "sku": shelf.sku_id, "supplier": shelf.supplier_id, "unit_cost": 7}


def test_notes_of_a_till_are_not_kept(tenant, client, shelf):
    asked = client.post("/v1/codes/validate", {"code": "NOT-THERE", "context": {SECRET: SECRET}}, content_type=JSON)
    assert asked.json()["context"] == {SECRET: SECRET}
    assert keeps_no(SECRET, tenant)
    assert json.loads(entries(tenant)[-1].request_body) == {"code": "[hidden]", "context": "[hidden]"}


def test_a_number_is_taken_for_no_code_only_within_its_range(tenant, client, shelf):
    number = 8812345678901234
    for body in (
        {"quantity": number},
        {"sku": number},
        {"hold_seconds": number},
        {"sku": shelf.sku_id, "quantity": -number},
    ):
        client.post("/v1/reservations", body, content_type=JSON)
    assert keeps_no(str(number), tenant)
