"""What is shown to one visitor: kept in their browser, seen by nobody else, gone when they say so."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import Product
from tenants.catalog.services.index_product import index_product
from tests.world import make_shelf, shop

RECENT = "最近看过"


def look(client, shelf):
    return client.get(f"/p/{shelf.product.slug}/beside")


def choose(client, tenant, personal, origin=None):
    return client.post("/personal", {"personal": personal}, headers={"Origin": origin or f"http://{tenant.host}"})


def test_what_was_looked_at_is_shown_latest_first_on_home_and_beside_others(tenant):
    first, second = make_shelf(tenant), make_shelf(tenant)
    client = shop(tenant)
    assert RECENT not in look(client, first).content.decode()
    beside = look(client, second).content.decode()
    assert first.product.slug in beside
    assert second.product.slug not in beside
    home = client.get("/for-you").content.decode()
    assert home.index(second.product.slug) < home.index(first.product.slug)
    assert RECENT not in shop(tenant).get("/for-you").content.decode()


def test_pages_stay_the_same_for_all_though_visitors_look_around(tenant, settings):
    settings.KAQUAN_SHARED_PAGE_SECONDS = 3
    shelf = make_shelf(tenant)
    client = shop(tenant)
    look(client, shelf)
    assert set(client.cookies) == {"seen"}
    for page in ("/", f"/p/{shelf.product.slug}"):
        answer = client.get(page)
        assert answer.is_shared if hasattr(answer, "is_shared") else True
        assert RECENT not in answer.content.decode()
        assert not answer.cookies


def test_who_wants_nothing_personal_is_kept_nothing_of(tenant):
    shelf = make_shelf(tenant)
    client = shop(tenant)
    look(client, shelf)
    assert "现在：已开启" in client.get("/about").content.decode()
    assert choose(client, tenant, "0").headers["Location"] == "/about#personal"
    assert client.cookies["seen"].value == ""
    assert "现在：已关闭" in client.get("/about").content.decode()
    look(client, shelf)
    assert client.cookies["seen"].value == ""
    assert RECENT not in client.get("/for-you").content.decode()
    choose(client, tenant, "1")
    look(client, shelf)
    assert RECENT in client.get("/for-you").content.decode()


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_no_other_site_can_choose(tenant, origin):
    client = shop(tenant)
    assert choose(client, tenant, "0", origin).status_code == 403
    assert "plain" not in client.cookies


@pytest.mark.parametrize("text", ["x", "'; --", ".".join(["f" * 32] * 200), "4f" * 16, "." * 50])
def test_a_cookie_that_somebody_made_up_shows_nothing(tenant, text):
    client = shop(tenant)
    client.cookies["seen"] = text
    assert client.get("/for-you").status_code == 200
    assert RECENT not in client.get("/for-you").content.decode()


def test_what_was_seen_in_one_shop_is_not_shown_in_another(tenant, other_tenant):
    shelf = make_shelf(tenant)
    client = shop(other_tenant)
    client.cookies["seen"] = shelf.product.id.hex
    assert shelf.product.slug not in client.get("/for-you").content.decode()


def test_suggestions_begin_with_what_was_seen_unless_that_is_not_wanted(tenant):
    shelves = [make_shelf(tenant) for _ in range(2)]
    with tenant_context(tenant):
        for shelf in shelves:
            index_product(product=shelf.product)
            shelf.product.save()
        last = Product.objects.filter(search_text__contains="aqy").order_by("name").last()
    client = shop(tenant)
    client.get(f"/p/{last.slug}/beside")
    first = next(shelf.product for shelf in shelves if shelf.product.id != last.id)

    def order():
        text = client.get("/search/suggest", {"q": "aqy"}).content.decode()
        return text.index(last.slug) < text.index(first.slug)

    assert order()
    choose(client, tenant, "0")
    assert not order()
