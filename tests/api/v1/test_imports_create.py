import uuid

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.inventory import uploads as uploads_module
from tenants.inventory.models import CodeImport, SupplierContract
from tests.integration.inventory.imports import codes_in_stock, uploads, wait
from tests.world import api, make_key, make_shelf

PATH = "/v1/imports"
RAW = b"SECRET-0001\nSECRET-0002\n"


@pytest.fixture
def before(tenant):
    return uploads(tenant)


def file_of(raw=RAW, name="codes.txt"):
    return SimpleUploadedFile(name, raw, "text/plain")


def send(client, shelf, raw=RAW, headers=None, **fields):
    data = {"file": file_of(raw), "sku": shelf.sku_id, "supplier": shelf.supplier_id, **fields}
    return client.post(PATH, {name: value for name, value in data.items() if value is not None}, headers=headers)


def send_rows(client, shelf, rows, headers=None, **fields):
    data = {"sku": shelf.sku_id, "supplier": shelf.supplier_id, "rows": rows, **fields}
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(PATH, data, content_type="application/json", headers=headers)


def refused(answer, status, code, param):
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem.get("param")) == (status, code, param), problem
    assert problem["outcome"] == "not_executed"
    assert answer.headers["Content-Type"] == "application/problem+json"
    return problem


def test_takes_a_file_and_stores_its_codes(tenant, shelf, client, before):
    answer = send(client, shelf, unit_cost="4100")
    assert answer.status_code == 202, answer.content
    operation = answer.json()
    assert (operation["kind"], operation["status"], operation["result"]) == ("import", "queued", None)
    assert answer.headers["Location"] == f"/v1/operations/{operation['id']}"
    assert answer.headers["Retry-After"] == "1"
    [path] = uploads(tenant) - before
    assert b"SECRET" not in path.read_bytes()
    wait()
    assert uploads(tenant) == before
    with tenant_context(tenant):
        assert codes_in_stock(shelf) == {"SECRET-0001", "SECRET-0002"}
        assert CodeImport.objects.get().unit_cost == 4100


def test_takes_200_rows_and_refuses_201(tenant, shelf, client, before):
    rows = [{"code": f"ROW-{number:04d}", "card_number": f"N{number}"} for number in range(201)]
    refused(send_rows(client, shelf, rows), 422, "batch_too_large", "rows")
    assert uploads(tenant) == before
    answer = send_rows(client, shelf, rows[:200])
    assert answer.status_code == 202
    wait()
    with tenant_context(tenant):
        assert len(codes_in_stock(shelf)) == 200


def test_stores_the_exact_codes_of_rows(tenant, shelf, client):
    codes = ["a,b", 'q"q', "券码-一", "x----y", "tab\there"]
    send_rows(client, shelf, [{"code": code} for code in codes])
    wait()
    with tenant_context(tenant):
        assert codes_in_stock(shelf) == set(codes)


def test_rows_are_checked_like_lines(tenant, shelf, client):
    rows = [
        {"code": "OK-1", "face_value": 5000, "expires_on": "2099-12-31"},
        {"code": "OK-1"},
        {"code": "BAD-1", "face_value": 3000},
        {"code": "BAD-2", "expires_on": "2020-01-01"},
        {"code": "BAD\n3"},
        {"code": "=BAD(4"},
        {"code": " "},
    ]
    answer = send_rows(client, shelf, rows)
    wait()
    result = client.get(answer.headers["Location"]).json()["result"]
    assert (result["lines"], result["accepted"], result["rejected"]) == (7, 1, 5)
    assert result["duplicates"] == {"in_file": 1, "in_stock": 0}


@pytest.mark.parametrize("name", ["sku", "supplier"])
@pytest.mark.parametrize("way", [send, send_rows])
def test_names_the_missing_or_unknown_target(tenant, shelf, client, before, way, name):
    content = RAW if way is send else [{"code": "A-1"}]
    prefix = {"sku": "sku", "supplier": "sup"}[name]
    refused(way(client, shelf, content, **{name: None}), 400, "parameter_missing", name)
    for unknown in (public_id(prefix, uuid.uuid4()), f"{prefix}_nope", f"{prefix}_{'é' * 26}", "7", "x" * 300):
        refused(way(client, shelf, content, **{name: unknown}), 404, "resource_not_found", name)
    with tenant_context(tenant):
        assert not CodeImport.objects.exists()
    assert uploads(tenant) == before


@pytest.mark.parametrize("name", ["sku", "supplier"])
def test_answers_the_same_for_targets_of_another_shop_as_for_unknown_ones(other_tenant, shelf, client, name):
    theirs = make_shelf(other_tenant)
    foreign = refused(send(client, shelf, **{name: getattr(theirs, f"{name}_id")}), 404, "resource_not_found", name)
    unknown = {"sku": public_id("sku", uuid.uuid4()), "supplier": public_id("sup", uuid.uuid4())}[name]
    nothing = refused(send(client, shelf, **{name: unknown}), 404, "resource_not_found", name)
    own = {"request_id": "", "request_log_url": ""}
    assert {**foreign, **own} == {**nothing, **own}


@pytest.mark.parametrize(
    ("fields", "code", "param"),
    [
        ({"file": None}, "parameter_missing", "file"),
        ({"file": "text"}, "parameter_missing", "file"),
        ({"surprise": "1"}, "parameter_unknown", "surprise"),
        ({"other": file_of()}, "parameter_unknown", "other"),
        ({"sku": file_of()}, "parameter_unknown", "sku"),
        ({"unit_cost": "-1"}, "invalid_parameter", "unit_cost"),
        ({"unit_cost": "1.5"}, "invalid_parameter", "unit_cost"),
        ({"shared_uses": "999999999999"}, "invalid_parameter", "shared_uses"),
        ({"format": "{"}, "invalid_parameter", "format"),
        ({"format": "[1]"}, "invalid_parameter", "format"),
        ({"format": '{"surprise": 1}'}, "invalid_parameter", "format"),
        ({"format": '{"separator": 5}'}, "invalid_parameter", "format"),
        ({"format": '{"kind": "rows"}'}, "invalid_parameter", "format"),
        ({"format": '{"encoding": "klingon"}'}, "invalid_parameter", "format"),
        ({"format": '{"columns": ["card_number"]}'}, "invalid_parameter", "format"),
        ({"format": '{"columns": ["secret", "bogus"]}'}, "invalid_parameter", "format"),
        ({"format": '{"columns": [["secret"]]}'}, "invalid_parameter", "format"),
    ],
)
def test_names_the_wrong_field_of_a_form_and_keeps_no_file(tenant, shelf, client, before, fields, code, param):
    refused(send(client, shelf, **fields), 400, code, param)
    with tenant_context(tenant):
        assert not CodeImport.objects.exists()
    assert uploads(tenant) == before


@pytest.mark.parametrize(
    ("rows", "code", "param"),
    [
        (None, "parameter_missing", "rows"),
        ([], "invalid_parameter", "rows"),
        (5, "invalid_parameter", "rows"),
        ("x" * 300, "invalid_parameter", "rows"),
        ({"code": "A"}, "invalid_parameter", "rows"),
        ([{"code": "A"}, {}], "parameter_missing", "rows[1].code"),
        ([{"code": ""}], "invalid_parameter", "rows[0].code"),
        ([{"code": "A", "expires_on": "soon"}], "invalid_parameter", "rows[0].expires_on"),
        ([{"code": "A", "face_value": -1}], "invalid_parameter", "rows[0].face_value"),
        ([{"code": "A", "pin": "1"}], "parameter_unknown", "rows[0].pin"),
        ([{"code": "x" * 1025}], "invalid_parameter", "rows[0].code"),
    ],
)
def test_names_the_wrong_row(tenant, shelf, client, before, rows, code, param):
    refused(send_rows(client, shelf, rows), 400, code, param)
    assert uploads(tenant) == before


def test_reads_a_file_by_the_format_given_and_remembers_it(tenant, shelf, client):
    fmt = {"encoding": "gb18030", "separator": "#", "columns": ["secret", "ignore", "card_number"]}
    send(client, shelf, "密钥1#备注#N1\n".encode("gb18030"), format=orjson.dumps(fmt).decode())
    send(client, shelf, "密钥2,备注,N2\n".encode())
    wait()
    with tenant_context(tenant):
        assert codes_in_stock(shelf) == {"密钥1", "密钥2"}
        assert SupplierContract.objects.get().import_format["columns"] == fmt["columns"]


def test_refuses_a_file_that_is_too_large_and_keeps_nothing(tenant, shelf, client, before, monkeypatch):
    monkeypatch.setattr(uploads_module, "MAXIMUM_BYTES", 10)
    refused(send(client, shelf, b"x" * 11), 413, "body_too_large", None)
    assert uploads(tenant) == before


def test_keeps_one_of_two_files_of_the_same_name(tenant, shelf, client, before):
    data = {"file": [file_of(b"FIRST\n"), file_of(b"SECOND\n")], "sku": shelf.sku_id, "supplier": shelf.supplier_id}
    assert client.post(PATH, data).status_code == 202
    assert len(uploads(tenant) - before) == 1
    wait()
    with tenant_context(tenant):
        assert codes_in_stock(shelf) == {"SECOND"}


def test_refuses_without_the_right_scope_or_media_type(tenant, shelf, before):
    reader = api(make_key(tenant, scopes=["inventory:read"]))
    assert send(reader, shelf).json()["scope"] == "inventory:write"
    writer = api(make_key(tenant))
    assert writer.post(PATH, b"SECRET", content_type="text/plain").status_code == 415
    assert uploads(tenant) == before


def test_the_file_stays_for_the_job_when_the_answer_is_lost_after_the_commit(tenant, shelf, client, monkeypatch):
    from merchant_api.v1.imports import create

    def lost(import_id):
        raise OperationalError("the database went away")

    with monkeypatch.context() as patch:
        patch.setattr(create, "get_import", lost)
        answer = send(client, shelf, headers={"Idempotency-Key": "lost-1"})
        assert (answer.status_code, answer.json()["outcome"]) == (503, "unknown")
    wait()
    again = send(client, shelf, headers={"Idempotency-Key": "lost-1"})
    assert (again.status_code, again.json()["status"]) == (202, "succeeded")
    with tenant_context(tenant):
        assert CodeImport.objects.get().accepted == 2
