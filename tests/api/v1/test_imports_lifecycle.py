import csv
import io
import itertools

import pytest

from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from tenants.inventory.models import CodeImport
from tenants.inventory.services import run_import as job
from tenants.inventory.services.run_import import run_import
from tests.api.v1.test_imports_create import file_of, refused, send, send_rows
from tests.integration.inventory.imports import codes_in_stock, uploads, wait
from tests.unit.reading.files import workbook
from tests.world import api, make_key


def imported(client, shelf, raw):
    operation = send(client, shelf, raw).json()
    wait()
    return client.get(f"/v1/operations/{operation['id']}").json()


def post(client, path, body=None):
    return client.post(path, body or {}, content_type="application/json")


def test_the_operation_goes_from_queued_over_running_to_succeeded(tenant, shelf, client, monkeypatch):
    raw = "".join(f"A-{number:05d}\n" for number in range(1_000)).encode()
    operation = send(client, shelf, raw).json()
    path = f"/v1/operations/{operation['id']}"
    queued = client.get(path)
    assert (queued.json()["status"], queued.headers["Retry-After"]) == ("queued", "1")
    assert queued.json()["progress"] == {"done": 0, "total": len(raw), "unit": "bytes", "lines": 0}
    seen, real = [], job.note_progress

    def note(import_id, **facts):
        real(import_id, **facts)
        seen.append(client.get(path).json())

    monkeypatch.setattr(job, "BATCH", 250)
    monkeypatch.setattr(job, "note_progress", note)
    with tenant_context(tenant):
        run_import(import_id=CodeImport.objects.get().id, now=now())
    assert {found["status"] for found in seen} == {"running"}
    lines = [found["progress"]["lines"] for found in seen]
    assert lines == sorted(lines)
    assert len(set(lines)) >= 4
    assert lines[-1] == 1_000
    assert all(found["result"] is None for found in seen)
    done = client.get(path)
    assert "Retry-After" not in done.headers
    found = done.json()
    assert (found["status"], found["error"]) == ("succeeded", None)
    assert found["progress"] == {"done": len(raw), "total": len(raw), "unit": "bytes", "lines": 1_000}
    assert found["result"] == client.get(f"/v1/imports/{found['import']}").json()
    assert (found["result"]["status"], found["result"]["accepted"]) == ("ready", 1_000)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "file_empty"),
        (b"\x89PNG\r\n\x1a\n\x00", "file_binary"),
        (b"PK\x03\x04broken", "file_corrupt"),
        (
            workbook(["卡密"], [lambda sheet, row, column: sheet.write_formula(row, column, "=A1", None, "X")]),
            "formula_cell",
        ),
    ],
)
def test_the_operation_fails_with_a_reason_when_the_file_cannot_be_read(tenant, shelf, client, raw, reason):
    operation = imported(client, shelf, raw)
    assert (operation["status"], operation["result"]) == ("failed", None)
    assert operation["error"]["code"] == "import_refused"
    assert operation["error"]["outcome"] == "not_executed"
    assert reason in operation["error"]["detail"]
    row = client.get(f"/v1/imports/{operation['import']}").json()
    assert (row["status"], row["failure"], row["accepted"]) == ("rejected", reason, 0)
    with tenant_context(tenant):
        assert not codes_in_stock(shelf)


@pytest.mark.parametrize("way", ["file", "rows"])
def test_a_repeated_key_answers_the_same_operation_and_imports_once(tenant, shelf, client, way):
    def go(raw=b"A-1\nA-2\n"):
        headers = {"Idempotency-Key": "import-1"}
        if way == "file":
            return send(client, shelf, raw, headers=headers)
        return send_rows(client, shelf, [{"code": code} for code in raw.decode().split()], headers=headers)

    before = uploads(tenant)
    first, second = go(), go()
    assert (first.status_code, second.status_code) == (202, 202)
    assert second.json() == first.json()
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert second.headers["Original-Request-Id"] == first.headers["Request-Id"]
    assert len(uploads(tenant) - before) == 1
    wait()
    third = go()
    assert (third.json()["id"], third.json()["status"]) == (first.json()["id"], "succeeded")
    with tenant_context(tenant):
        row = CodeImport.objects.get()
        assert (row.accepted, row.duplicates) == (2, 0)
    refused(go(b"A-3\n"), 422, "idempotency_key_reused", None)
    assert uploads(tenant) == before
    with tenant_context(tenant):
        assert codes_in_stock(shelf) == {"A-1", "A-2"}


def test_a_key_that_came_with_a_refused_request_is_still_free(shelf, client):
    headers = {"Idempotency-Key": "import-2"}
    assert send(client, shelf, headers=headers, sku="sku_nope").status_code == 404
    assert send(client, shelf, headers=headers).status_code == 202


def test_the_same_request_without_a_key_is_another_import_of_the_same_codes(shelf, client):
    first, second = send(client, shelf).json(), send(client, shelf).json()
    wait()
    results = [client.get(f"/v1/imports/{operation['import']}").json() for operation in (first, second)]
    assert sorted(result["accepted"] for result in results) == [0, 2]
    assert sorted(result["duplicates"]["in_stock"] for result in results) == [0, 2]


def test_a_waiting_import_can_be_cancelled_once(tenant, shelf, client):
    before = uploads(tenant)
    operation = send(client, shelf).json()
    path = f"/v1/imports/{operation['import']}/cancel"
    assert post(client, path).json()["status"] == "canceled"
    assert uploads(tenant) == before
    wait()
    assert client.get(f"/v1/operations/{operation['id']}").json()["status"] == "canceled"
    refused(post(client, path), 409, "import_not_cancelable", None)
    with tenant_context(tenant):
        assert not codes_in_stock(shelf)


def test_only_the_unsold_part_is_undone(tenant, shelf, client):
    operation = imported(client, shelf, "\n".join(f"A-{number:03d}" for number in range(40)).encode())
    path = f"/v1/imports/{operation['import']}/undo"
    order = {"external_id": "T-1", "lines": [{"sku": shelf.sku_id, "quantity": 3}]}
    sold = post(client, "/v1/issuances?include=codes", order).json()["codes"]["data"]
    undone = post(client, path)
    assert undone.status_code == 200
    assert (undone.json()["status"], undone.json()["removed"]) == ("undone", 37)
    assert client.get("/v1/stock", {"sku_ids[]": shelf.sku_id}).json()["data"][0]["available"] == 0
    with tenant_context(tenant):
        assert codes_in_stock(shelf) == {code["code"] for code in sold}
    refused(post(client, path), 409, "import_not_undoable", None)
    assert post(client, "/v1/issuances", {**order, "external_id": "T-2"}).json()["code"] == "insufficient_stock"


def test_an_import_cannot_be_undone_before_it_is_over(shelf, client):
    operation = send(client, shelf).json()
    refused(post(client, f"/v1/imports/{operation['import']}/undo"), 409, "import_not_undoable", None)


def test_the_error_file_names_lines_and_never_their_text(shelf, client):
    raw = "卡密,有效期\nGOOD-1,\nSECRET-1,=cmd|'/C calc'!A0\n=SECRET-2|x(,\nSECRET-3,2020-01-01\n".encode()
    operation = imported(client, shelf, raw)
    answer = client.get(operation["result"]["errors_url"])
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="errors.csv"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    answer.close()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["line"], row["code"], row["column"]) for row in rows] == [
        ("3", "expiry_invalid", "expires_on"),
        ("4", "formula_cell", ""),
        ("5", "expired", "expires_on"),
    ]
    assert "SECRET" not in text
    assert "cmd" not in text
    cells = itertools.chain.from_iterable(csv.reader(io.StringIO(text)))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_there_is_no_error_file_when_every_line_was_taken(shelf, client):
    operation = imported(client, shelf, b"A-1\n")
    assert operation["result"]["errors_url"] is None
    refused(client.get(f"/v1/imports/{operation['import']}/errors.csv"), 404, "resource_not_found", None)


def test_another_shop_sees_and_moves_nothing(other_tenant, shelf, client):
    operation = imported(client, shelf, b"A-1\nbad\x01\n")
    stranger, path = api(make_key(other_tenant)), f"/v1/imports/{operation['import']}"
    answers = [
        stranger.get(path),
        stranger.get(f"{path}/errors.csv"),
        stranger.get(f"/v1/operations/{operation['id']}"),
    ]
    answers += [post(stranger, f"{path}/cancel"), post(stranger, f"{path}/undo")]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "resource_not_found")}
    assert stranger.get("/v1/imports").json()["data"] == []


def test_lists_imports_newest_first(shelf, client):
    made = [send(client, shelf, f"A-{number}\n".encode()).json()["import"] for number in range(3)]
    page = client.get("/v1/imports?limit=2").json()
    assert [row["id"] for row in page["data"]] == made[:0:-1]
    rest = client.get(f"/v1/imports?limit=2&cursor={page['next_cursor']}").json()
    assert [row["id"] for row in rest["data"]] == made[:1]


def test_a_file_name_is_shown_but_leads_nowhere(tenant, shelf, client):
    operation = send(client, shelf, file=file_of(name="../../etc/pass wd;.txt")).json()
    name = client.get(f"/v1/imports/{operation['import']}").json()["filename"]
    assert "/" not in name
