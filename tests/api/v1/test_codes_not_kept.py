"""What codes say is destroyed after 180 days; the API says so, and everything else about them goes on."""

import datetime as dt

import pytest

from platform_core.kernel.ids import parse_public_id, public_id
from platform_core.tenancy.context import tenant_context
from tenants.inventory.models import Lot
from tenants.inventory.selectors import find_code_saying
from tenants.inventory.services.void_lot import void_lot
from tenants.issuance.models import Issuance, Reveal
from tenants.orders.services.shred_codes import shred_codes
from tenants.orders.services.shred_off_shelf import shred_off_shelf
from tests.api.v1.cards import JSON, post, problem
from tests.api.v1.exports import content, csv_rows, make, unpack
from tests.world import now, stock


def issued(client, shelf, number="S-1"):
    body = {"external_id": number, "lines": [{"sku": shelf.sku_id, "quantity": 2}]}
    made = client.post("/v1/issuances?include=codes", body, content_type=JSON)
    assert made.status_code == 201, made.content
    return made.json()


def shred(tenant, made):
    with tenant_context(tenant):
        done = Issuance.objects.get(pk=parse_public_id("iss", made["id"])).completed_at
        at = done + dt.timedelta(days=180, seconds=1)
        assert shred_codes(now=at) == 2
        return at


@pytest.mark.parametrize("wanted", ["json", "text"])
def test_reading_the_codes_of_an_issuance_says_that_they_are_gone(client, tenant, shelf, wanted):
    stock(tenant, shelf, 2)
    made = issued(client, shelf)
    at = shred(tenant, made)
    with tenant_context(tenant):
        looks = Reveal.objects.count()
    refused = problem(client.get(f"/v1/issuances/{made['id']}/codes", {"format": wanted}), 410, "codes_not_kept")
    assert at.date().isoformat() in refused["detail"]
    problem(post(client, f"/v1/issuances/{made['id']}/deliver", {"method": "link"}), 410, "codes_not_kept")
    with tenant_context(tenant):
        assert Reveal.objects.count() == looks


def test_one_code_is_there_without_what_it_says(client, tenant, shelf):
    stock(tenant, shelf, 2)
    made = issued(client, shelf)
    code = made["codes"]["data"][0]["id"]
    shred(tenant, made)
    shown = client.get(f"/v1/codes/{code}").json()
    assert (shown["display"], shown["state"]) == ("****", "issued")
    problem(post(client, f"/v1/codes/{code}/reveal"), 410, "codes_not_kept")
    assert client.get(f"/v1/issuances/{made['id']}").json()["status"] == "completed"


def test_a_retry_of_an_old_issue_is_answered_that_it_happened(client, tenant, shelf):
    stock(tenant, shelf, 2)
    made = issued(client, shelf)
    shred(tenant, made)
    body = {"external_id": "S-1", "lines": [{"sku": shelf.sku_id, "quantity": 2}]}
    assert client.post("/v1/issuances", body, content_type=JSON).json()["id"] == made["id"]
    problem(client.post("/v1/issuances?include=codes", body, content_type=JSON), 410, "codes_not_kept")


def test_an_export_leaves_what_is_gone_empty_and_gives_the_rest(client, tenant, shelf, tmp_path):
    stock(tenant, shelf, 4)
    old, fresh = issued(client, shelf), issued(client, shelf, "S-2")
    with tenant_context(tenant):
        later = Issuance.objects.filter(pk=parse_public_id("iss", fresh["id"]))
        later.update(completed_at=now() + dt.timedelta(days=9))
    shred(tenant, old)
    imported = client.get("/v1/imports").json()["data"][0]["id"]
    export, operation = make(client, "codes", **{"import": imported}, reveal=True)
    rows = csv_rows(unpack(content(export["download_url"]), operation["archive_password"], tmp_path))
    told = {row["issuance"]: (bool(row["code"]), row["display"] == "****") for row in rows}
    assert told == {old["id"]: (False, True), fresh["id"]: (True, False)}


@pytest.mark.parametrize("how", ["code", "batch"])
def test_what_was_voided_on_the_shelf_says_so_too(client, tenant, shelf, how):
    with tenant_context(tenant):
        lot = Lot.objects.get(code_import=stock(tenant, shelf, ["VOIDED-IN-STOCK"]))
        code = public_id("code", find_code_saying("VOIDED-IN-STOCK", None).id)
    if how == "code":
        post(client, f"/v1/codes/{code}/void", {"reason": "x"})
    else:
        with tenant_context(tenant):
            void_lot(lot_id=lot.id, now=now())
    assert problem(post(client, f"/v1/codes/{code}/reveal"), 409, "code_state_invalid")
    at = now() + dt.timedelta(days=180)
    with tenant_context(tenant):
        assert shred_off_shelf(now=at) == 1
    refused = problem(post(client, f"/v1/codes/{code}/reveal"), 410, "codes_not_kept")
    assert at.date().isoformat() in refused["detail"]
    shown = client.get(f"/v1/codes/{code}").json()
    assert (shown["display"], shown["state"]) == ("****", "voided")
