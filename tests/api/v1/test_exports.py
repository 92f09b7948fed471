"""Exports: what they list, who may have them, and that their link ends."""

import datetime as dt
import hashlib
import uuid

import pytest
from django.conf import settings
from django.core import signing

from platform_core.events.models import Event, Job
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id, public_id
from platform_core.tenancy.context import tenant_context
from tenants.access.enums import SCOPES
from tenants.issuance.models import Reveal
from tenants.reporting.models import Export, ExportDownload
from tenants.reporting.services.sweep_exports import sweep_exports
from tenants.reporting.vault import SALT, export_folder
from tests.api.v1.cards import buy, one, post, problem, redeem
from tests.api.v1.exports import begin, content, csv_rows, fetch, make, rows_of, unpack, work
from tests.world import api, make_key, make_shelf, shop, stock


@pytest.fixture
def sold(client, tenant, shelf):
    """Two of three codes, issued."""
    stock(tenant, shelf, ["=FIRST-CODE-0001", "SECOND-CODE-0002", "THIRD-CODE-0003"])
    return buy(client, shelf, 2)


def codes_in(sold):
    return [code["code"] for code in sold["codes"]["data"]]


@pytest.fixture
def files(tenant):
    """The files of exports that a test has made; what earlier tests left is not counted."""
    with tenant_context(tenant):
        folder = export_folder()
    before = set(folder.glob("*"))
    return lambda: set(folder.glob("*")) - before


def test_lines_of_issuances_with_names_and_money_for_people_and_for_programs(client, tenant, shelf, sold):
    (row,) = rows_of(client, "issuances")
    assert (row["issuance"], row["external_id"], row["issued"]) == (sold["id"], sold["external_id"], 2)
    assert (row["unit_price"], row["amount"], row["currency"]) == (4500, 9000, "CNY")
    assert (row["sku_code"], row["product"]) == (shelf.sku.sku_code, shelf.product.name)
    export, _ = make(client, "issuances", bom=True)
    raw = content(export["download_url"])
    assert raw.startswith(b'\xef\xbb\xbf"issuance",')
    (cells,) = csv_rows(raw)
    assert (cells["unit_price"], cells["amount"]) == ("45.00", "90.00")
    assert cells["created_at"].endswith("+08:00")  # the shop's zone
    assert not content(make(client, "issuances")[0]["download_url"]).startswith(b"\xef\xbb\xbf")


def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(client, sold):
    at = sold["created_at"]
    later = (dt.datetime.fromisoformat(at) + dt.timedelta(milliseconds=1)).isoformat()
    for type_, count in (("issuances", 1), ("codes", 2), ("ledger", 1)):
        assert len(rows_of(client, type_, created_from=at, created_to=later)) == count
        assert rows_of(client, type_, created_from=later) == []
    assert rows_of(client, "issuances", created_to=at) == []


def test_redemptions_refunds_ledger_and_stock(client, tenant, gift, shelf, sold):
    card = one(client, gift)
    redeemed = redeem(client, card["code"], amount=1200, external_id="POS-1").json()
    body = {"external_id": "RF", "issuance": sold["id"], "disposition": "keep", "amount": 500, "reason": "@SUM(1)"}
    refund = post(client, "/v1/refunds", body).json()

    (row,) = rows_of(client, "redemptions")
    assert (row["id"], row["code"], row["amount"], row["balance_after"]) == (redeemed["id"], card["id"], 1200, 3800)
    (row,) = rows_of(client, "refunds")
    assert (row["id"], row["amount"], row["issuance"], row["reason"]) == (refund["id"], 500, sold["id"], "@SUM(1)")
    assert csv_rows(content(make(client, "refunds")[0]["download_url"]))[0]["reason"] == "'@SUM(1)"
    ledger = {
        (row["kind"], row["subject"], row["debit"], row["credit"], row["amount"]) for row in rows_of(client, "ledger")
    }
    assert ("redemption", redeemed["id"], "card_liability", "cards_redeemed", 1200) in ledger
    assert ("refund", refund["id"], "refunds", "refunds_payable", 500) in ledger
    available = {row["sku"]: row["available"] for row in rows_of(client, "stock")}
    assert (available[shelf.sku_id], available[gift.sku_id]) == (1, None)


def test_codes_are_masked_and_carry_their_state(client, tenant, shelf, sold):
    (first, second) = rows_of(client, "codes", issuance=sold["id"])
    assert [first["id"], second["id"]] == [code["id"] for code in sold["codes"]["data"]]
    assert {first["issuance"], second["issuance"]} == {sold["id"]}
    assert first["display"].startswith("****")
    assert not {"code", "card_number"} & first.keys()
    code_import = client.get(f"/v1/codes/{first['id']}").json()["import"]
    assert [row["state"] for row in rows_of(client, "codes", **{"import": code_import})] == [
        "issued",
        "issued",
        "available",
    ]
    with tenant_context(tenant):
        assert Reveal.objects.filter(export_id__isnull=False).count() == 0


def test_codes_in_the_clear_are_in_an_archive_that_other_programs_open(client, tenant, sold, tmp_path):
    export, operation = make(client, "codes", issuance=sold["id"], reveal=True, format="jsonl")
    raw = content(export["download_url"])
    plain = unpack(raw, operation["archive_password"], tmp_path)
    assert [code in plain.decode() for code in codes_in(sold)] == [True, True]
    assert not any(code.encode() in raw for code in codes_in(sold))
    assert (export["bytes"], export["sha256"]) == (len(raw), hashlib.sha256(raw).hexdigest())
    assert export["filename"].endswith(".zip")
    with pytest.raises(RuntimeError, match=r"[Pp]assword"):
        unpack(raw, "K7QF-2MXA-9PDE-WZ4T-HB3C-RV6N", tmp_path)

    with tenant_context(tenant):
        look = Reveal.objects.get(export_id__isnull=False)
        event = Event.objects.filter(type="code.revealed").latest("id")
    key_id = client.get("/v1/ping").json()["key_id"]
    assert (look.count, look.actor, look.ip, look.issuance_id) == (
        2,
        key_id,
        "127.0.0.1",
        parse_public_id("iss", sold["id"]),
    )
    assert (event.payload["export"], event.payload["count"]) == (export["id"], 2)


def test_what_nobody_was_given_stays_hidden_in_a_revealing_export(client, tenant, shelf, sold, tmp_path):
    code_import = client.get(f"/v1/codes/{sold['codes']['data'][0]['id']}").json()["import"]
    export, operation = make(client, "codes", **{"import": code_import}, reveal=True)
    plain = unpack(content(export["download_url"]), operation["archive_password"], tmp_path)
    assert [row["code"] for row in csv_rows(plain)] == ["'=FIRST-CODE-0001", "SECOND-CODE-0002", ""]
    assert b"THIRD" not in plain
    with tenant_context(tenant):
        assert Reveal.objects.get(export_id__isnull=False).count == 2


def test_a_shared_code_counts_for_each_who_got_it(client, tenant, tmp_path):
    shelf = make_shelf(tenant, code_mode="shared")
    rows = {"sku": shelf.sku_id, "supplier": shelf.supplier_id, "rows": [{"code": "SHARED-BY-ALL"}], "shared_uses": 9}
    assert client.post("/v1/imports", rows, content_type="application/json").status_code == 202
    work()
    bought = buy(client, shelf, 3)
    export, operation = make(client, "codes", issuance=bought["id"], reveal=True)
    plain = unpack(content(export["download_url"]), operation["archive_password"], tmp_path)
    assert [row["code"] for row in csv_rows(plain)] == ["SHARED-BY-ALL"] * 3


def test_the_password_is_told_with_the_answer_and_its_repeats_and_never_again(client, tenant, sold):
    body = {"type": "codes", "issuance": sold["id"], "reveal": True}
    first = post(client, "/v1/exports", body, key="once")
    again = post(client, "/v1/exports", body, key="once")
    assert first.status_code == again.status_code == 202
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.json() == again.json()
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "no-store"
    password = first.json()["archive_password"]
    work()
    shown = [client.get(f"/v1/{path}").content.decode() for path in (
        f"exports/{first.json()['export']}", f"operations/{first.json()['id']}", "exports"
    )]  # fmt: skip
    assert not any(password in text for text in shown)
    with tenant_context(tenant):
        assert Export.objects.count() == 1
        rows = [str(list(model.objects.values())) for model in (Export, Event)]
    assert not any(password in text for text in rows)
    problem(post(client, "/v1/exports", {**body, "bom": True}, key="once"), 422, "idempotency_key_reused")


def test_an_operation_shows_the_way_and_never_the_link(client, sold):
    operation = begin(client, "issuances")
    assert (operation["kind"], operation["status"], operation["result"]) == ("export", "queued", None)
    work()
    done = client.get(f"/v1/operations/{operation['id']}").json()
    assert (done["status"], done["progress"]) == ("succeeded", {"done": 1, "total": 1, "unit": "rows"})
    assert done["result"]["url"] == f"/v1/exports/{operation['export']}"
    assert "downloads/" not in str(done)


def test_an_event_tells_that_it_is_done_and_never_the_link(client, tenant, sold):
    export, _ = make(client, "issuances")
    with tenant_context(tenant):
        event = Event.objects.get(type="export.completed")
    assert (event.object_id, event.payload["rows"], event.payload["kind"]) == (export["id"], 1, "issuances")
    assert "download" not in str(event.payload)


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
