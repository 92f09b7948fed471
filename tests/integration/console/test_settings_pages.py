"""Settings of a shop: each kept, each refused where it makes no sense; domains and previews of one shop are no other's."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest

from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.models import Domain, DomainClaim
from tenants.access.selectors import get_shop_settings
from tenants.access.services.purge_request_log import purge_request_log
from tenants.access.services.save_shop_settings import save_shop_settings
from tenants.catalog.selectors import get_shop_front
from tenants.orders.keeping import YEAR
from tenants.orders.models import Order
from tenants.orders.services.forget_old_buyers import forget_old_buyers
from tests.integration.console.test_back_office import staff
from tests.integration.console.test_front_page import WHOLE, logo
from tests.integration.insights.test_insights import order
from tests.integration.tenancy.names import Names
from tests.world import make_shelf, now, reference_of, shop

SHOP = {"name": "新名字", "language": "en", "time_zone": "America/New_York", "country": "HK", "entity": "company"}


@pytest.fixture
def names(settings):
    server = Names()
    settings.KAQUAN_DNS_SERVERS = [server.address]
    yield server
    server.stop()


def token_of(page):
    return re.search(r'src="(/[^"?]*)\?preview=([\w-]+)"', page).groups()


def test_what_the_shop_is_called_and_by_whose_days_it_counts_is_seen_everywhere(tenant):
    client = staff(tenant)
    assert client.post("/console/settings/shop", SHOP).status_code == 302
    assert "新名字" in shop(tenant).get("/").content.decode()
    assert '<html lang="en"' in shop(tenant).get("/").content.decode()
    assert '<html lang="zh-Hans"' in shop(tenant, Cookie="django_language=zh-hans").get("/").content.decode()
    assert (
        '<html lang="zh-Hans"' in client.get("/console/settings").content.decode()
    )  # who works here chooses for themselves
    with tenant_context(tenant):
        assert (get_shop_settings().country, get_shop_settings().entity) == ("HK", "company")
    assert reference_of("alpha").time_zone == "America/New_York"
    assert "不为中国大陆主体" not in client.get("/console/payments").content.decode()
    client.post("/console/settings/shop", {**SHOP, "country": "CN"})
    assert "不为中国大陆主体" in client.get("/console/payments").content.decode()


def test_moments_are_shown_in_the_shops_own_zone(tenant):
    client = staff(tenant)
    client.post("/console/settings/shop", SHOP)
    entry = re.search(r"(\d{4}-\d\d-\d\d \d\d:\d\d)", client.get("/console/audit").content.decode())[1]
    there = dt.datetime.strptime(entry, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo("America/New_York"))
    assert abs(there - now()) < dt.timedelta(minutes=3)


@pytest.mark.parametrize(
    ("page", "wrong"),
    [
        ("shop", {**SHOP, "time_zone": "Mars/Base"}),
        ("shop", {**SHOP, "name": " "}),
        ("shop", {**SHOP, "country": "XX"}),
        ("shop", {**SHOP, "language": "fr"}),
        ("keeping", {"retention_years": "2", "request_log_days": "183"}),
        ("keeping", {"retention_years": "5", "request_log_days": "182"}),
        ("keeping", {"retention_years": "5", "request_log_days": "9999"}),
        ("opening", {"closed": "on", "reopens_at": "2001-01-01T00:00"}),
    ],
)
def test_what_makes_no_sense_is_said_and_not_kept(tenant, page, wrong):
    client = staff(tenant)
    assert client.post(f"/console/settings/{page}", wrong).status_code == 422
    assert reference_of("alpha").name == "Shop alpha"
    with tenant_context(tenant):
        assert (get_shop_settings().retention_years, get_shop_front().closed) == (5, False)


@pytest.mark.parametrize("role", ["operations", "support", "finance", "developer"])
@pytest.mark.parametrize("page", ["", "/shop", "/opening", "/keeping", "/domains"])
def test_only_an_owner_sees_settings(tenant, role, page):
    assert staff(tenant, role).get(f"/console/settings{page}").status_code == 404


def test_a_closed_shop_takes_orders_again_when_it_said_it_would(tenant):
    client, shelf = staff(tenant), make_shelf(tenant)
    tomorrow = (now() + dt.timedelta(days=1)).astimezone(ZoneInfo("Asia/Shanghai"))
    given = {"closed": "on", "reopens_at": tomorrow.strftime("%Y-%m-%dT%H:%M"), "closed_text": "盘点"}
    assert client.post("/console/settings/opening", given).status_code == 302
    page = shop(tenant).get("/").content.decode()
    assert "盘点" in page
    assert tomorrow.strftime("%Y-%m-%d %H:%M") in page
    assert "歇业中" in shop(tenant).get(f"/p/{shelf.product.slug}").content.decode()
    with tenant_context(tenant):
        front = get_shop_front()
        assert front.is_closed(now())
        assert not front.is_closed(now() + dt.timedelta(days=1, minutes=1))
    client.post("/console/settings/opening", {"closed_text": ""})
    assert "盘点" not in shop(tenant).get("/").content.decode()


def test_buyers_of_old_orders_are_forgotten_and_the_orders_stay(tenant):
    at = now()
    with tenant_context(tenant):
        for years, status in ((6, "completed"), (6, "abnormal"), (4, "completed")):
            order([], status=status, at=at - years * YEAR - dt.timedelta(days=1))
        Order.objects.update(contact_hash=b"h" * 16, contact_masked="b***", completed_at=None)
        assert forget_old_buyers(now=at) == 2
        assert forget_old_buyers(now=at) == 0
        masked = dict(Order.objects.order_by("created_at", "id").values_list("id", "contact_masked"))
        assert sorted(masked.values()) == ["", "b***", "b***"]
        assert Order.objects.get(contact_masked="").amount == 100
        save_shop_settings(changes={"retention_years": 3}, now=at)
        assert forget_old_buyers(now=at) == 1
        assert purge_request_log(now=at) == 0


def test_a_domain_is_added_proven_and_made_the_main_one_from_the_page(tenant, names):
    client = staff(tenant)
    assert "公共后缀" in client.post("/console/settings/domains/add", {"domain": "com.cn"}).content.decode()
    client.post("/console/settings/domains/add", {"domain": "cards.example.com"})
    page = client.get("/console/settings/domains").content.decode()
    with platform_context():
        claim = DomainClaim.objects.get()
    assert claim.token in page
    assert "_kaquan-verify.cards.example.com" in page
    path = f"/console/settings/domains/{claim.id}"
    assert "还没有查到" in client.post(f"{path}/check", follow=True).content.decode()
    names.prove(claim)
    assert "已验证" in client.post(f"{path}/check", follow=True).content.decode()
    with platform_context():
        row = Domain.objects.get(domain="cards.example.com")
    client.post(f"/console/settings/domains/{row.id}/main")
    assert shop(tenant).get("/").headers["Location"] == "http://cards.example.com:8000/"
    assert client.get("/console/settings/domains").status_code == 200  # the back office stays where it is
    client.post(f"{path}/remove")
    assert shop(tenant).get("/").status_code == 200


def test_domains_of_another_shop_are_nobody_elses_to_act_on(tenant, other_tenant, names):
    staff(tenant).post("/console/settings/domains/add", {"domain": "cards.example.com"})
    with platform_context():
        claim = DomainClaim.objects.get()
        own = Domain.objects.get(tenant_id=tenant.id)
    names.prove(claim)
    thief = staff(other_tenant)
    for path in (f"{claim.id}/check", f"{claim.id}/remove", f"{own.id}/main"):
        assert thief.post(f"/console/settings/domains/{path}").status_code == 404
    assert claim.token not in thief.get("/console/settings/domains").content.decode()
    with tenant_context(other_tenant):
        assert not DomainClaim.objects.exists()


def test_looks_by_hand_are_not_for_asking_name_servers_without_end(tenant, names):
    client = staff(tenant)
    client.post("/console/settings/domains/add", {"domain": "cards.example.com"})
    with platform_context():
        claim = DomainClaim.objects.get()
    for _ in range(11):
        page = client.post(f"/console/settings/domains/{claim.id}/check", follow=True).content.decode()
    assert "太频繁" in page
    assert len(names.asked) == 10


def test_a_preview_shows_what_is_not_saved_in_a_frame_of_this_shop_alone(tenant, other_tenant):
    client, shelf = staff(tenant), make_shelf(tenant)
    form = {**WHOLE, "banner_text": "还没保存", "logo": logo()}
    path, token = token_of(client.post("/console/shopfront/preview", form).content.decode())
    page = shop(tenant).get(path, {"preview": token})
    assert "还没保存" in page.content.decode()
    assert "data:image/webp;base64," in page.content.decode()
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert (page.headers["X-Frame-Options"], page.headers["Cache-Control"]) == ("SAMEORIGIN", "no-store")
    sheet = re.search(r'href="(/theme/[^"]+)"', page.content.decode())[1]
    assert "#0aa344" in shop(tenant).get(sheet).content.decode()
    plain = shop(tenant).get("/")
    assert "还没保存" not in plain.content.decode()
    assert "frame-ancestors 'none'" in plain.headers["Content-Security-Policy"]
    assert plain.headers["X-Frame-Options"] == "DENY"
    for stranger, asked in ((other_tenant, token), (tenant, token[:-1] + "x"), (tenant, ""), (tenant, "x" * 500)):
        assert shop(stranger).get("/", {"preview": asked}).status_code == 404
    assert shop(tenant).get("/about", {"preview": token}).headers["X-Frame-Options"] == "DENY"
    shown = client.post("/console/shopfront/preview", {**form, "shown": "product", "accent": "red", "logo": logo()})
    assert token_of(shown.content.decode())[0] == f"/p/{shelf.product.slug}"
    with tenant_context(tenant):
        assert get_shop_front().version == 0


def test_who_may_not_dress_the_shop_makes_no_preview(tenant):
    assert staff(tenant, "support").post("/console/shopfront/preview", WHOLE).status_code == 404
    assert shop(tenant).post("/console/shopfront/preview", WHOLE).status_code == 302
