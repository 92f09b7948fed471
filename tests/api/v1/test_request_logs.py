"""The request log through the API: what is found, by whom, and what of a request is never kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import threading
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from merchant_api import request_logging
from merchant_api.redaction import read_operation
from merchant_api.request_logging import request_log
from merchant_api.v1.urls import urlpatterns
from platform_core.kernel.clock import now
from platform_core.kernel.ids import first_id_at, new_id, public_id
from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context
from tenants.access.enums import FULL_ACCESS
from tenants.access.models import ApiKey, RequestLogEntry
from tenants.access.services.purge_request_log import purge_request_log
from tests.faults.places import disguises
from tests.world import api, make_key, stock

JSON = "application/json"
SECRET = "SECRET-7F3K9Q2M4X"


def entries(tenant) -> list[RequestLogEntry]:
    request_log.flush()
    with tenant_context(tenant):
        return list(RequestLogEntry.objects.order_by("id"))


def found(client, **filters) -> list[dict[str, Any]]:
    request_log.flush()
    answer = client.get("/v1/request_logs", filters)
    assert answer.status_code == 200, answer.content
    return answer.json()["data"]


def issue(client, shelf, number="T-1", query="", headers=None, **more):
    body = {"external_id": number, "lines": [{"sku": shelf.sku_id, "quantity": 1}], **more}
    return client.post(f"/v1/issuances{query}", body, content_type=JSON, headers=headers or {})


def everything(tenant) -> bytes:
    """Every column of the whole log, as text."""
    return "\n".join(str(vars(entry)) for entry in entries(tenant)).encode()


def keeps_no(secret: str, tenant) -> bool:
    kept = everything(tenant)
    assert kept, "nothing was logged: nothing was proved"
    assert len(secret) > 8, "too short to be looked for"
    return not any(disguise in kept for disguise in disguises(secret))


def test_an_issue_is_kept_with_all_that_helps_and_nothing_that_is_secret(tenant, client, shelf):
    stock(tenant, shelf, [SECRET])
    answer = issue(
        client,
        shelf,
        query="?include=codes",
        headers={"User-Agent": "shop/1.0", "Idempotency-Key": '"T-1"', "Kaquan-Version": "2026-12-01"},
        buyer={"ref": "buyer-u-88 Anna", "ip": "198.51.100.77"},
        metadata={"note": "call 13812345678"},
    )
    assert answer.status_code == 201
    assert SECRET in answer.content.decode()
    [entry] = found(client, external_id="T-1")
    assert entry["id"] == answer.headers["Request-Id"]
    assert (entry["operation"], entry["method"], entry["path"]) == ("create_issuance", "POST", "/v1/issuances")
    assert (entry["status"], entry["problem"], entry["query"]) == (201, None, "include=codes")
    assert (entry["ip"], entry["user_agent"], entry["version"]) == ("127.0.0.1", "shop/1.0", "2026-12-01")
    assert entry["idempotency"] == {"key": "T-1", "replayed": False, "original_request": None}
    assert "body" not in entry["request"]
    full = client.get(f"/v1/request_logs/{entry['id']}").json()
    assert full["request"]["body"] == {
        "external_id": "T-1",
        "lines": [{"sku": shelf.sku_id, "quantity": 1}],
        "buyer": {"ref": "[hidden]", "ip": "[hidden]"},
        "metadata": "[hidden]",
    }
    [code] = full["response"]["body"]["codes"]["data"]
    assert code["code"] == "[hidden]"
    assert code["id"].startswith("code_")
    assert full["response"]["body"]["lines"][0]["issued"] == 1
    for secret in (SECRET, "buyer-u-88", "198.51.100.77", "13812345678"):
        assert keeps_no(secret, tenant)


def test_a_repeat_names_the_request_that_it_repeats_and_a_key_of_its_own_is_masked(tenant, client, shelf):
    stock(tenant, shelf, 3)
    first, again = (issue(client, shelf, headers={"Idempotency-Key": SECRET}) for _ in range(2))
    newest, oldest = found(client, external_id="T-1")
    assert oldest["idempotency"] == {"key": "****-2M4X", "replayed": False, "original_request": None}
    assert newest["idempotency"]["replayed"] is True
    assert newest["idempotency"]["original_request"] == first.headers["Request-Id"] == oldest["id"]
    assert newest["id"] == again.headers["Request-Id"]
    assert keeps_no(SECRET, tenant)


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


def test_a_refused_request_is_found_by_its_number_even_where_the_number_is_hidden(tenant, client, shelf):
    stock_out, nonsense = issue(client, shelf, "T-1"), issue(client, shelf, "T-2", colour="red")
    assert (stock_out.status_code, nonsense.status_code) == (409, 400)
    [entry] = found(client, external_id="T-1")
    assert (entry["external_id"], entry["problem"]) == ("T-1", "insufficient_stock")
    [entry] = found(client, external_id="T-2")
    assert (entry["external_id"], entry["problem"]) == (None, "parameter_unknown")
    body = client.get(f"/v1/request_logs/{entry['id']}").json()["response"]["body"]
    assert body["outcome"] == "not_executed"
    assert (body["param"], body["detail"]) == ("[hidden]", "[hidden] is not a parameter of this call.")
    body = client.get(f"/v1/request_logs/{stock_out.json()['request_id']}").json()["response"]["body"]
    assert body["detail"] == f"{shelf.sku_id} has 0 available, 1 requested."
    assert body["param"] == "lines[0].quantity"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"ip_allowlist": ["203.0.113.7/32"]}, 403, "ip_not_allowed"),
        ({"expires_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, 401, "api_key_expired"),
        ({"revoked_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, 401, "api_key_revoked"),
        ({"scopes": []}, 403, "scope_missing"),
    ],
)
def test_a_call_with_a_key_that_may_not_is_logged_under_the_key(tenant, change, status, code):
    secret = make_key(tenant)
    with tenant_context(tenant):
        key = ApiKey.objects.get(last_four=secret[-4:])
        ApiKey.objects.filter(pk=key.pk).update(**change)
    answer = api(secret).get("/v1/products")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["request_log_url"].endswith(f"/console/logs/{answer.headers['Request-Id']}")
    [entry] = entries(tenant)
    assert (entry.key_id, entry.status, entry.problem) == (key.id, status, code)
    assert public_id("req", entry.id) == answer.headers["Request-Id"]


def test_a_call_with_no_known_key_is_nobodys(tenant):
    for key in ("nonsense", make_key(tenant)[:-1] + "?"):
        answer = api(key).get("/v1/ping")
        assert answer.status_code == 401
        assert "request_log_url" not in answer.json()
    assert entries(tenant) == []


def test_filters_find_what_they_say_and_refuse_what_they_do_not_know(tenant, client, shelf):
    other = api(make_key(tenant))
    client.get("/v1/ping")
    other.get("/v1/products")
    refused = issue(client, shelf, "T-1").json()["request_id"]
    missing = other.get("/v1/products/prod_x").headers["Request-Id"]
    keys = {entry["id"]: entry["key"] for entry in found(client)}
    for filters, expected in (
        ({"status": "409"}, [refused]),
        ({"status": "4xx"}, [missing, refused]),
        ({"status": "4xx", "method": "GET"}, [missing]),
        ({"problem": "insufficient_stock"}, [refused]),
        ({"path": "/v1/issu"}, [refused]),
        ({"key": keys[missing], "status": "4xx"}, [missing]),
        ({"created[lt]": "2020-01-01T00:00:00Z"}, []),
        ({"created[gte]": "2020-01-01T00:00:00Z", "status": "409"}, [refused]),
        ({"status": "5xx"}, []),
    ):
        assert [entry["id"] for entry in found(client, **filters)] == expected, filters
    for name, value in (
        ("status", "6xx"), ("status", "40"), ("method", "LOOK"), ("path", "v1"), ("key", "key_x"), ("problem", "x"),
        ("created[gte]", "yesterday"), ("external_id", "a b"), ("external_id", "x\x00"),
    ):  # fmt: skip
        answer = client.get("/v1/request_logs", {name: value})
        assert (answer.status_code, answer.json()["code"], answer.json()["param"]) == (400, "invalid_parameter", name)


def test_the_list_goes_on_where_it_ended_while_more_is_logged(tenant, client):
    asked = [client.get("/v1/ping").headers["Request-Id"] for _ in range(7)]
    request_log.flush()
    seen, cursor = [], None
    while True:
        page = client.get(
            "/v1/request_logs", {"limit": 3, "path": "/v1/ping", **({"cursor": cursor} if cursor else {})}
        ).json()
        seen += [entry["id"] for entry in page["data"]]
        client.get("/v1/ping")
        request_log.flush()
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == asked[::-1]


def test_the_log_of_another_shop_is_not_there(tenant, other_tenant, client):
    theirs = api(make_key(other_tenant))
    number = theirs.get("/v1/ping").headers["Request-Id"]
    assert [entry["id"] for entry in found(theirs)] == [number]
    assert found(client) == []
    answer = client.get(f"/v1/request_logs/{number}")
    assert (answer.status_code, answer.json()["code"]) == (404, "resource_not_found")
    assert client.get("/v1/request_logs/req_x").status_code == 404


def test_test_calls_are_logged_in_the_twin_and_only_there(tenant, client):
    test = api(make_key(tenant, livemode=False))
    number = test.get("/v1/ping").headers["Request-Id"]
    [entry] = found(test)
    assert (entry["id"], entry["livemode"]) == (number, False)
    assert found(client) == []
    twin = directory.find_twin(tenant)
    assert number in {public_id("req", row.id) for row in entries(twin)}
    assert client.get(f"/v1/request_logs/{number}").status_code == 404


def test_logging_sends_no_statement_in_the_request(tenant, client, monkeypatch):
    client.get("/v1/ping")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as sent:
            client.get("/v1/ping")
        counts.append(len(sent))
        monkeypatch.setattr(request_log, "add", lambda item: None)
    assert counts == [0, 0]


def test_long_lists_are_cut_and_large_bodies_are_not_kept(tenant, client, shelf):
    stock(tenant, shelf, 90)
    body = {"external_id": "T-1", "lines": [{"sku": shelf.sku_id, "quantity": 90}]}
    client.post("/v1/issuances?include=codes", body, content_type=JSON)
    client.post("/v1/issuances", {"metadata": {"a": "x" * 300_000}}, content_type=JSON)
    first, second = entries(tenant)
    kept = json.loads(first.response_body)["codes"]["data"]
    assert len(kept) == 11
    assert kept[-1] == "[80 more]"
    assert len(first.response_body) <= 8 * 1024 < first.response_bytes
    assert (second.status, second.request_omitted, second.request_body) == (413, "too_large", "")


def test_what_is_older_than_is_kept_goes_in_slices_and_the_rest_stays(tenant, client, monkeypatch):
    from tenants.access.services import purge_request_log as module

    monkeypatch.setattr(module, "SLICE", 2)
    for _ in range(6):
        client.get("/v1/ping")
    with tenant_context(tenant):
        rows = entries(tenant)
        for days, row in zip((40, 35, 31, 31, 29, 1), rows, strict=True):
            aged = first_id_at(now() - dt.timedelta(days=days)).int | (row.id.int & ((1 << 64) - 1))
            RequestLogEntry.objects.filter(pk=row.pk).update(id=type(row.id)(int=aged))
        assert purge_request_log(now=now()) == 4
        assert RequestLogEntry.objects.count() == 2
    api(make_key(tenant, livemode=False)).get("/v1/ping")
    request_log.flush()
    with tenant_context(directory.find_twin(tenant)):
        assert purge_request_log(now=now() + dt.timedelta(days=6)) == 0
        assert purge_request_log(now=now() + dt.timedelta(days=8)) == 1


def test_entries_wait_while_the_database_is_away(tenant, other_tenant, client, monkeypatch, caplog):
    theirs, real = api(make_key(other_tenant)), request_logging.store_request_log

    def away(**rows):
        raise OperationalError

    client.get("/v1/ping")
    monkeypatch.setattr(request_logging, "store_request_log", away)
    request_log.flush()
    monkeypatch.setattr(request_logging, "store_request_log", real)
    theirs.get("/v1/ping")
    assert len(entries(tenant)) == len(entries(other_tenant)) == 1
    assert "lost" not in caplog.text


@pytest.fixture
def committed_log(tenant):
    """What a thread of its own writes is not rolled back with the test."""
    table = f"{tenant.schema_name}.access_requestlogentry"
    with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
        yield lambda: {row[0] for row in admin.execute(f"SELECT id FROM {table}").fetchall()}
        admin.execute(f"DELETE FROM {table}")


def write_in_a_thread():
    def work():
        try:
            request_log.flush()
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_a_merchant_that_is_gone_meanwhile_takes_no_other_with_it(tenant, client, committed_log, caplog):
    answer = client.get("/v1/ping")
    [noted] = request_log._items
    for place in ({"schema_name": "t_gone"}, {"schema_name": "t_gone", "role_name": "kq_t_gone"}):
        gone = dataclasses.replace(noted.caller, live_tenant=dataclasses.replace(tenant, **place))
        request_log.add(noted._replace(caller=gone, request_id=new_id()))
    request_log._items.reverse()
    write_in_a_thread()
    assert {public_id("req", each) for each in committed_log()} == {answer.headers["Request-Id"]}
    assert caplog.text.count("1 lost (") == 2
    assert request_log._items == []


def test_every_request_is_written_once_when_many_threads_ask_and_flush(tenant, client, committed_log):
    client.get("/v1/ping")
    [noted] = request_log._items
    numbers = [new_id() for _ in range(800)]

    def work(start):
        for number in numbers[start::4]:
            request_log.add(noted._replace(request_id=number))
            if number.int % 40 == 0:
                request_log.flush()
        connection.close()

    threads = [threading.Thread(target=work, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    write_in_a_thread()
    assert committed_log() == {noted.request_id, *numbers}


def test_every_documented_operation_is_known_to_the_log(tenant, client):
    document = client.get("/v1/openapi.json").json()
    named = {operation["operationId"] for each in document["paths"].values() for operation in each.values()}
    with_key = [
        view for each in urlpatterns if getattr(view := getattr(each.callback, "cls", None), "scopes", None) is not None
    ]
    read = {
        read_operation(view, method).id
        for view in with_key
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if hasattr(view, method.lower())
    }
    assert named - {"get_meta", "list_event_types"} <= read
    assert "" not in read


def test_the_table_takes_what_its_rows_hold(tenant):
    """The columns that are copied are the columns that there are."""
    from tenants.access.services.store_request_log import LogRow

    assert LogRow._fields == tuple(field.attname for field in RequestLogEntry._meta.concrete_fields)
    with psycopg.connect(settings.DATABASE_ADMIN_URL) as admin:
        indexes = admin.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = %s AND tablename = 'access_requestlogentry'",
            [tenant.schema_name],
        ).fetchall()
    assert len(indexes) == 3
