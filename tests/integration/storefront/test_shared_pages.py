"""Pages kept for visitors without a session: quick to come, soon to go, never anybody's own."""

import dataclasses
import re
import time

import pytest

from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import Product
from tests.world import shop

SECONDS = 3


@pytest.fixture(autouse=True)
def kept(settings):
    settings.KAQUAN_SHARED_PAGE_SECONDS = SECONDS


def page_of(shelf):
    return f"/p/{shelf.sku.product.slug}"


def rename(tenant, shelf, name):
    with tenant_context(tenant):
        Product.objects.filter(pk=shelf.sku.product_id).update(name=name)


def test_page_is_kept_for_some_seconds_when_the_visitor_has_no_session(tenant, shelf, monkeypatch):
    client = shop(tenant)
    first = client.get(page_of(shelf))
    rename(tenant, shelf, "Renamed")
    again = client.get(page_of(shelf))
    assert (again.status_code, again.content) == (200, first.content)
    own = {"Request-Id"}
    assert {name: value for name, value in again.headers.items() if name not in own} == {
        name: value for name, value in first.headers.items() if name not in own
    }
    later = time.monotonic() + SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert "Renamed" in client.get(page_of(shelf)).content.decode()


def test_page_is_fresh_when_the_visitor_has_a_session(tenant, shelf):
    client = shop(tenant)
    client.get(page_of(shelf))
    rename(tenant, shelf, "Renamed")
    client.cookies["sid"] = "somebody"
    assert "Renamed" in client.get(page_of(shelf)).content.decode()


def test_page_is_another_when_language_or_query_differs(tenant, shelf):
    client = shop(tenant)
    chinese = client.get("/", headers={"Accept-Language": "zh-CN"}).content.decode()
    english = client.get("/", headers={"Accept-Language": "en"}).content.decode()
    assert (re.findall('lang="([^"]+)"', chinese)[0], re.findall('lang="([^"]+)"', english)[0]) == ("zh-Hans", "en")
    rename(tenant, shelf, "Renamed")
    assert "Renamed" in client.get("/?tag=").content.decode()


def test_pages_with_a_token_or_a_session_are_never_kept(tenant, shelf):
    client = shop(tenant)
    form = f"/checkout?sku={shelf.sku.id}&quantity=1"
    for address in (form, "/lookup", "/orders/1", "/search?q=a"):
        answer = client.get(address)
        assert not getattr(answer, "is_shared", False), address
    assert "csrf" not in client.get(page_of(shelf)).content.decode().lower()
    assert not client.get(page_of(shelf)).cookies


def test_one_shop_never_sees_the_page_of_another_or_its_own_of_before_a_suspension(tenant, other_tenant, monkeypatch):
    client = shop(tenant)
    before = client.get("/").content
    assert client.get("/", headers={"Host": other_tenant.host}).content != before
    suspended = dataclasses.replace(tenant, state="suspended")
    monkeypatch.setattr(directory, "find_by_host", lambda host: suspended)
    assert client.get("/").content != before
