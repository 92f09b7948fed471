"""Exports: who may have them, what is refused, and that their link ends."""

import datetime as dt
import uuid

import pytest
from django.conf import settings
from django.core import signing

from merchant_api.request_logging import request_log
from platform_core.events.models import Event, Job
from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.access.enums import SCOPES
from tenants.access.models import RequestLogEntry
from tenants.reporting.models import Export, ExportDownload
from tenants.reporting.services.sweep_exports import sweep_exports
from tenants.reporting.vault import SALT, export_folder
from tests.api.v1.cards import buy, post, problem
from tests.api.v1.exports import begin, content, fetch, make, work
from tests.world import api, make_key, shop, stock


@pytest.fixture
def sold(client, tenant, shelf):
    """Two of three codes, issued."""
    stock(tenant, shelf, ["=FIRST-CODE-0001", "SECOND-CODE-0002", "THIRD-CODE-0003"])
    return buy(client, shelf, 2)


@pytest.fixture
def files(tenant):
    """The files of exports that a test has made; what earlier tests left is not counted."""
    with tenant_context(tenant):
        folder = export_folder()
    before = set(folder.glob("*"))
    return lambda: set(folder.glob("*")) - before


@pytest.mark.parametrize(
    ("type_", "scope", "more"),
    [
        ("codes", "codes:read", {"created_to": "2030-01-01T00:00:00Z"}),
        ("codes", "codes:reveal", {"created_to": "2030-01-01T00:00:00Z", "reveal": True}),
        ("redemptions", "codes:read", {}),
        ("refunds", "refunds:read", {}),
        ("ledger", "balance:read", {}),
        ("stock", "inventory:read", {}),
    ],
)
def test_a_key_exports_only_what_it_may_read(client, tenant, type_, scope, more):
    partial = api(make_key(tenant, scopes=[each for each in SCOPES if each != scope]))
    refused = problem(post(partial, "/v1/exports", {"type": type_, **more}), 403, "scope_missing")
    assert refused["scope"] == scope
    export, _ = make(client, type_, **more)
    assert export["download_url"]
    assert partial.get(f"/v1/exports/{export['id']}").json()["download_url"] is None
    assert partial.delete(f"/v1/exports/{export['id']}").status_code == 403
    assert fetch(export["download_url"]).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"type": "codes"},
        {"type": "codes", "created_to": "2030-01-01T00:00:00Z", "issuance": "the issuance"},
        {"type": "issuances", "reveal": True},
        {"type": "issuances", "issuance": "the issuance"},
        {"type": "issuances", "format": "jsonl", "bom": True},
        {"type": "stock", "created_from": "2026-01-01T00:00:00Z"},
        {"type": "ledger", "created_from": "2026-01-02T00:00:00Z", "created_to": "2026-01-02T00:00:00Z"},
    ],
)
def test_what_does_not_fit_together_is_refused(client, tenant, sold, body):
    if "issuance" in body:
        body = {**body, "issuance": sold["id"]}
    problem(post(client, "/v1/exports", body), 422, "export_refused")
    with tenant_context(tenant):
        assert not Export.objects.exists()


def test_who_sends_no_key_or_asks_for_what_is_not_there_is_refused(client):
    answer = client.post("/v1/exports", {"type": "stock"}, content_type="application/json")
    problem(answer, 400, "idempotency_key_required")
    for field, prefix in (("issuance", "iss"), ("import", "imp")):
        wanted = public_id(prefix, uuid.uuid4())
        problem(post(client, "/v1/exports", {"type": "codes", field: wanted}), 404, "resource_not_found")
        assert (
            problem(post(client, "/v1/exports", {"type": "codes", field: "x"}), 404, "resource_not_found")["param"]
            == field
        )
    for wrong in ({"type": "everything"}, {"type": "stock", "expires_in": 10}, {"type": "stock", "expires_in": 86401}):
        problem(post(client, "/v1/exports", wrong), 400, "invalid_parameter")


def test_a_shop_waits_for_its_exports(client, tenant):
    for _ in range(5):
        begin(client, "stock")
    assert problem(post(client, "/v1/exports", {"type": "stock"}), 429, "exports_waiting")["retryable"]
    work()
    begin(client, "stock")


def test_a_download_is_on_record_and_is_not_to_be_kept(client, tenant):
    export, _ = make(client, "stock")
    answer = fetch(export["download_url"])
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{export["filename"]}"'
    assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert (answer.headers["Referrer-Policy"], int(answer.headers["Content-Length"])) == (
        "no-referrer",
        len(answer.body),
    )
    (seen,) = client.get(f"/v1/exports/{export['id']}").json()["downloads"]
    assert seen["ip"] == "127.0.0.1"
    assert client.get("/v1/exports").json()["data"][0]["downloads"] == [seen]
    assert client.get("/v1/exports", {"type": "codes"}).json()["data"] == []


def test_the_link_ends_when_its_time_is_over_and_the_file_is_shredded(
    client, tenant, files, time_machine, django_capture_on_commit_callbacks
):
    export, _ = make(client, "stock", expires_in=300)
    assert dt.datetime.fromisoformat(export["expires_at"]) - dt.datetime.fromisoformat(export["as_of"]) == dt.timedelta(
        seconds=300
    )
    assert len(files()) == 1
    time_machine.move_to(dt.datetime.fromisoformat(export["expires_at"]))
    gone = fetch(export["download_url"])
    assert (gone.status_code, gone.json()["code"], gone.headers["Content-Type"]) == (
        410,
        "export_expired",
        "application/problem+json",
    )
    after = client.get(f"/v1/exports/{export['id']}").json()
    assert (after["status"], after["download_url"]) == ("expired", None)
    with tenant_context(tenant), django_capture_on_commit_callbacks(execute=True):
        assert sweep_exports(now=now()) == 1
        row = Export.objects.get()
    assert (bytes(row.salt), row.file, files()) == (b"", "", set())
    assert fetch(export["download_url"]).status_code == 410
    with tenant_context(tenant):
        assert not ExportDownload.objects.exists()
        assert sweep_exports(now=now()) == 0


def test_a_revoked_export_is_gone_at_once(client, tenant, files, sold, django_capture_on_commit_callbacks):
    body = {"type": "codes", "issuance": sold["id"], "reveal": True}
    operation = post(client, "/v1/exports", body, key="r").json()
    work()
    export = client.get(f"/v1/exports/{operation['export']}").json()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.delete(f"/v1/exports/{export['id']}")
    assert (answer.status_code, answer.json()["status"], answer.json()["download_url"]) == (200, "revoked", None)
    assert fetch(export["download_url"]).json()["code"] == "export_expired"
    assert files() == set()
    assert client.delete(f"/v1/exports/{export['id']}").json()["status"] == "revoked"
    assert "archive_password" not in post(client, "/v1/exports", body, key="r").json()


def test_a_waiting_export_is_cancelled(client, tenant, files, django_capture_on_commit_callbacks):
    operation = begin(client, "stock")
    client.delete(f"/v1/exports/{operation['export']}")
    work()
    assert client.get(f"/v1/operations/{operation['id']}").json()["status"] == "canceled"
    assert files() == set()
    with tenant_context(tenant):
        assert not Event.objects.filter(type="export.completed").exists()


def test_a_link_that_we_did_not_sign_leads_nowhere(client, tenant, other_tenant):
    export, _ = make(client, "stock")
    url = export["download_url"]
    head, signature = url.rsplit(":", 1)
    (shop_id, export_id) = signing.Signer(salt=SALT).unsign_object(url.rsplit("/", 1)[1])
    foreign = signing.Signer(salt=SALT).sign_object([other_tenant.id.hex, export_id])
    nobody = signing.Signer(salt=SALT).sign_object([uuid.uuid4().hex, export_id])
    other_salt = signing.Signer(salt="kaquan.cursor").sign_object([shop_id, export_id])
    odd = signing.Signer(salt=SALT).sign_object({"x": 1})
    root = url.rsplit("/", 1)[0]
    for wrong in (
        f"{head}:{signature[:-1]}{'A' if signature[-1] != 'A' else 'B'}", head, f"{root}/{export['id']}", f"{root}/{foreign}",
        f"{root}/{nobody}", f"{root}/{other_salt}", f"{root}/{odd}", f"{root}/x:y",
    ):  # fmt: skip
        answer = fetch(wrong)
        assert (answer.status_code, answer.json()["code"]) == (404, "resource_not_found"), wrong
    path = url.split(settings.KAQUAN_PLATFORM_HOST, 1)[1].partition("/")[2]
    for host in (tenant, other_tenant):
        assert shop(host).get(f"/{path}").status_code == 404
    with tenant_context(tenant):
        assert not ExportDownload.objects.exists()


def test_exports_of_another_shop_and_of_the_other_mode_are_not_there(client, tenant, other_tenant):
    export, operation = make(client, "stock")
    for stranger in (api(make_key(other_tenant)), api(make_key(tenant, livemode=False))):
        for method, path in (("get", "exports"), ("delete", "exports"), ("get", "operations")):
            identifier = export["id"] if path == "exports" else operation["id"]
            problem(getattr(stranger, method)(f"/v1/{path}/{identifier}"), 404, "resource_not_found")
        assert stranger.get("/v1/exports").json()["data"] == []
    assert fetch(export["download_url"]).status_code == 200


def test_test_mode_exports_test_data(client, tenant, sold):
    key = api(make_key(tenant, livemode=False))
    export, _ = make(key, "issuances")
    assert (export["livemode"], export["rows"]) == (False, 0)
    assert content(export["download_url"]).count(b"\r\n") == 1


def test_an_export_that_fails_every_time_says_so(client, tenant, monkeypatch, time_machine):
    from tenants.reporting.services import run_export

    operation = begin(client, "stock")
    monkeypatch.setattr(run_export, "source_of", lambda *given: 1 / 0)
    for number in range(Job.MAX_ATTEMPTS):
        time_machine.move_to(now() + dt.timedelta(minutes=6 * number))
        work()
    done = client.get(f"/v1/operations/{operation['id']}").json()
    assert (done["status"], done["error"]["outcome"]) == ("failed", "not_executed")
    assert client.get(f"/v1/exports/{operation['export']}").json()["status"] == "failed"
    with tenant_context(tenant):
        assert Event.objects.filter(type="export.failed").count() == 1
        assert bytes(Export.objects.get().salt) == b""


def test_what_is_over_is_not_cancelled_by_its_operation(client, tenant, files, django_capture_on_commit_callbacks):
    first = begin(client, "stock")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/v1/operations/{first['id']}/cancel").json()["status"] == "canceled"
    export, operation = make(client, "stock")
    partial = api(make_key(tenant, scopes=["issuances:read"]))
    problem(partial.post(f"/v1/operations/{operation['id']}/cancel"), 403, "scope_missing")
    problem(client.post(f"/v1/operations/{operation['id']}/cancel"), 409, "export_not_cancelable")
    assert fetch(export["download_url"]).status_code == 200
    assert len(files()) == 1


def test_the_request_log_keeps_neither_link_nor_password(client, tenant, sold):
    request_log.flush()
    body = {"type": "codes", "issuance": sold["id"], "reveal": True}
    operation = post(client, "/v1/exports", body).json()
    work()
    export = client.get(f"/v1/exports/{operation['export']}").json()
    request_log.flush()
    with tenant_context(tenant):
        kept = str(list(RequestLogEntry.objects.values()))
    assert export["id"] in kept, "nothing was logged: nothing is proved"
    assert operation["archive_password"] not in kept
    assert export["download_url"].rsplit("/", 1)[1] not in kept
