"""Exports: what they list, for people and for programs, in the clear or not."""

import datetime as dt
import hashlib

import pytest

from platform_core.events.models import Event
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy.context import tenant_context
from tenants.issuance.models import Reveal
from tenants.reporting.models import Export
from tests.api.v1.cards import buy, one, post, problem, redeem
from tests.api.v1.exports import begin, content, csv_rows, make, rows_of, unpack, work
from tests.world import make_shelf, stock


@pytest.fixture
def sold(client, tenant, shelf):
    """Two of three codes, issued."""
    stock(tenant, shelf, ["=FIRST-CODE-0001", "SECOND-CODE-0002", "THIRD-CODE-0003"])
    return buy(client, shelf, 2)


def codes_in(sold):
    return [code["code"] for code in sold["codes"]["data"]]


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
