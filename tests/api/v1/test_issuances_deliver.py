"""Codes for somebody without a key: a link that ends, shows nothing by being opened, and records every look."""

import datetime as dt
from urllib.parse import urlsplit

import pytest

from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context
from tenants.issuance.models import Reveal
from tenants.storefront.views import pickup as pickup_page
from tests.world import api, make_key, make_shelf, now, shop, stock


@pytest.fixture
def issued(tenant, shelf, client):
    stock(tenant, shelf, ["SECRET-1", "SECRET-2", "SECRET-3"])
    body = {"external_id": "D-1", "lines": [{"sku": shelf.sku_id, "quantity": 2}], "delivery": {"method": "link"}}
    answer = client.post("/v1/issuances", body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return answer.json()


def reveals(tenant):
    with tenant_context(tenant):
        return list(Reveal.objects.values_list("actor", "count"))


def deliver(client, issuance, key=None, **body):
    headers = {"Idempotency-Key": key} if key else {}
    path = f"/v1/issuances/{issuance['id']}/deliver"
    return client.post(path, {"method": "link", **body}, content_type="application/json", headers=headers)


def test_a_link_shows_the_codes_to_who_asks_and_records_the_look(tenant, issued):
    url = urlsplit(issued["delivery"]["url"])
    assert url.hostname == tenant.host
    buyer = shop(tenant)
    page = buyer.get(url.path)
    assert page.status_code == 200
    assert "SECRET" not in page.content.decode()
    assert "D-1" in page.content.decode()
    assert reveals(tenant) == []
    shown = buyer.post(url.path)
    assert all(code in shown.content.decode() for code in ("SECRET-1", "SECRET-2"))
    assert "SECRET-3" not in shown.content.decode()
    assert (shown.headers["Cache-Control"], shown.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert reveals(tenant) == [(issued["delivery"]["id"], 2)]
    file = buyer.post(url.path + "/codes.txt")
    assert file.content.decode() == "SECRET-1\r\nSECRET-2\r\n"
    assert len(reveals(tenant)) == 2


def test_the_answer_to_a_repeat_has_the_same_link_and_no_list_has_it(issued, shelf, client):
    body = {"external_id": "D-1", "lines": [{"sku": shelf.sku_id, "quantity": 2}], "delivery": {"method": "link"}}
    again = client.post("/v1/issuances", body, content_type="application/json")
    assert again.json()["delivery"] == issued["delivery"]
    assert "pickup" not in client.get("/v1/issuances").content.decode()


def test_a_link_ends(tenant, issued, client, time_machine):
    path = urlsplit(issued["delivery"]["url"]).path
    time_machine.move_to(now() + dt.timedelta(days=8), tick=False)
    over = shop(tenant).get(path)
    assert over.status_code == 410
    assert shop(tenant).post(path).status_code == 410
    assert shop(tenant).post(path + "/codes.txt").status_code == 404
    assert reveals(tenant) == []
    short = deliver(client, issued, expires_in=60).json()
    assert shop(tenant).get(urlsplit(short["url"]).path).status_code == 200
    time_machine.shift(61)
    assert shop(tenant).get(urlsplit(short["url"]).path).status_code == 410


def test_a_link_cannot_be_guessed_or_carried_to_another_shop(tenant, other_tenant, issued):
    path = urlsplit(issued["delivery"]["url"]).path
    assert shop(other_tenant).get(path).status_code == 404
    for forged in (
        path[:-1] + ("A" if path[-1] != "A" else "B"),
        path.split(".")[0],
        "/pickup/x",
        path.replace("idl", "idt"),
    ):
        assert shop(tenant).get(forged).status_code == 404
        assert shop(tenant).post(forged).status_code == 404


def test_only_who_may_see_codes_may_send_a_link_to_them(tenant, shelf, issued):
    writer = api(make_key(tenant, scopes=["issuances:write", "issuances:read"]))
    refused = deliver(writer, issued)
    assert (refused.status_code, refused.json()["scope"]) == (403, "codes:reveal")
    body = {"external_id": "D-2", "lines": [{"sku": shelf.sku_id, "quantity": 1}], "delivery": {"method": "link"}}
    refused = writer.post("/v1/issuances", body, content_type="application/json")
    assert (refused.status_code, refused.json()["scope"]) == (403, "codes:reveal")
    same = {"external_id": "D-1", "lines": [{"sku": shelf.sku_id, "quantity": 2}], "delivery": {"method": "link"}}
    again = writer.post("/v1/issuances", same, content_type="application/json").json()
    assert again["delivery"]["url"] is None


def test_delivering_again_makes_a_new_link_once_for_a_key(tenant, other_tenant, issued, client):
    first, again = (deliver(client, issued, "key-1") for _ in range(2))
    assert (first.status_code, again.json()) == (201, first.json())
    assert first.json()["url"] != issued["delivery"]["url"]
    assert deliver(api(make_key(other_tenant)), issued).status_code == 404
    assert deliver(client, issued, method="none").json()["param"] == "method"
    assert deliver(client, issued, expires_in=5).json()["param"] == "expires_in"
    assert deliver(client, issued, email="a@b.cn").json()["param"] == "email"


def test_a_link_to_codes_that_are_still_to_come_shows_what_is_there(tenant, shelf, client):
    body = {
        "external_id": "B-1",
        "lines": [{"sku": shelf.sku_id, "quantity": 1}],
        "fulfillment_policy": "backorder",
        "delivery": {"method": "link"},
    }
    issuance = client.post("/v1/issuances", body, content_type="application/json").json()
    path = urlsplit(issuance["delivery"]["url"]).path
    page = shop(tenant, **{"Accept-Language": "en"}).post(path)
    assert page.status_code == 200
    assert "waiting for stock" in page.content.decode()
    assert reveals(tenant) == []


def test_a_link_of_test_mode_opens_in_the_shop_and_shows_codes_of_the_twin(tenant):
    test = api(make_key(tenant, livemode=False))
    assert test.get("/v1/ping").json()["livemode"] is False
    twin = directory.find_twin(tenant)
    shelf = make_shelf(twin)
    stock(twin, shelf, ["TEST-1"])
    body = {"external_id": "T-1", "lines": [{"sku": shelf.sku_id, "quantity": 1}], "delivery": {"method": "link"}}
    url = urlsplit(test.post("/v1/issuances", body, content_type="application/json").json()["delivery"]["url"])
    assert url.hostname == tenant.host
    assert "TEST-1" in shop(tenant).post(url.path).content.decode()
    assert reveals(tenant) == []


def test_codes_of_several_kinds_stand_under_their_names_and_what_is_left_out_is_said(
    tenant, shelf, client, monkeypatch
):
    other = make_shelf(tenant)
    stock(tenant, shelf, ["SECRET-1", "SECRET-2"])
    stock(tenant, other, ["OTHER-1"])
    lines = [{"sku": shelf.sku_id, "quantity": 2}, {"sku": other.sku_id, "quantity": 1}]
    body = {"external_id": "K-1", "lines": lines, "delivery": {"method": "link"}}
    path = urlsplit(client.post("/v1/issuances", body, content_type="application/json").json()["delivery"]["url"]).path
    page = shop(tenant).post(path).content.decode()
    first, second = (f"<h3>{each.product.name} · 50</h3>" for each in (shelf, other))
    assert page.count("<h3>") == 2
    assert (
        page.index(first) < page.index("SECRET-1") < page.index("SECRET-2") < page.index(second) < page.index("OTHER-1")
    )
    assert "共 3 张" not in page
    monkeypatch.setattr(pickup_page, "SHOWN_AT_ONCE", 2)
    page = shop(tenant).post(path).content.decode()
    assert "前 2 张，共 3 张" in page
    assert "OTHER-1" not in page


def test_the_page_of_a_test_shop_says_so(tenant, issued):
    test = api(make_key(tenant, livemode=False))
    test.get("/v1/ping")
    twin = directory.find_twin(tenant)
    shelf = make_shelf(twin)
    stock(twin, shelf, ["TEST-1"])
    body = {"external_id": "T-1", "lines": [{"sku": shelf.sku_id, "quantity": 1}], "delivery": {"method": "link"}}
    made = test.post("/v1/issuances", body, content_type="application/json").json()
    for delivery, said in ((made, True), (issued, False)):
        page = shop(tenant).get(urlsplit(delivery["delivery"]["url"]).path).content.decode()
        assert ("这是测试店铺" in page) is said
