import pytest
from django.contrib.auth import get_user_model

from platform_core.entitlements.models import Entitlement
from platform_core.tenancy import directory, job_runner
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.models import Tenant
from tenants.catalog.models import Category
from tests.world import platform, shop

FORM = {
    "name": "新店",
    "slug": "newshop",
    "email": "New@Example.com",
    "password": "a long enough one",
    "preset": "comprehensive",
    "positioning": "什么都卖",
}


def test_a_shop_is_open_after_sign_up_and_its_job(db):
    client = platform()
    answer = client.post("/signup", FORM)
    assert answer.status_code == 302, answer.content.decode()
    progress = answer.headers["Location"]
    assert "every 1s" in client.get(progress).content.decode()
    while job_runner.run_next_job():  # also the ones that the two standing shops left
        pass
    assert "开店成功" in client.get(progress).content.decode()
    tenant = directory.find_by_host("newshop.kaquan.localhost")
    assert tenant is not None
    assert shop(tenant).get("/").status_code == 200
    with platform_context():
        assert Entitlement.objects.get(tenant_id=tenant.id).plan == "default"
    with tenant_context(tenant):
        assert Category.objects.filter(slug="phone").exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("slug", "alpha", "已被使用"),
        ("slug", "admin", "平台保留"),
        ("slug", "1x", "以字母开头"),
        ("email", "owner@alpha.example", "已注册"),
        ("password", "short", "密码"),
    ],
)
def test_the_wrong_field_is_named_and_nothing_is_made(db, field, value, words):
    answer = platform().post("/signup", {**FORM, field: value})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with platform_context():
        assert not Tenant.objects.filter(slug="newshop").exists()
        assert not get_user_model().objects.filter(email="new@example.com").exists()


def test_the_free_address_is_shown_while_typing(db):
    assert "可以使用" in platform().get("/signup/slug", {"slug": "free1"}).content.decode()
    assert "已被使用" in platform().get("/signup/slug", {"slug": "alpha"}).content.decode()


def log_in(client, email, password):
    return client.post("/login", {"username": email, "password": password})


def test_a_ticket_works_once_and_only_in_its_shop(tenant, other_tenant):
    client = platform()
    assert log_in(client, "owner@alpha.example", "long enough alpha").status_code == 302
    assert "Shop alpha" in client.get("/shops").content.decode()
    address = client.post(f"/shops/{tenant.id}/enter").headers["Location"]
    path = address.split("localhost", 1)[1].split("/", 1)[1]
    assert shop(other_tenant).get("/" + path).status_code in {302, 403}
    staff = shop(tenant)
    assert staff.get("/" + path).status_code == 302
    assert staff.get("/console/launch").status_code == 200
    again = shop(tenant)
    again.get("/" + path)
    assert again.get("/console/").status_code == 302


def test_a_wrong_password_and_an_unknown_address_look_the_same(db):
    wrong = log_in(platform(), "owner@alpha.example", "nope nope nope")
    unknown = log_in(platform(), "nobody@alpha.example", "nope nope nope")
    assert wrong.status_code == unknown.status_code == 200
    assert "不正确" in wrong.content.decode()


def test_a_member_of_one_shop_cannot_enter_another(tenant, other_tenant):
    client = platform()
    log_in(client, "owner@alpha.example", "long enough alpha")
    assert client.post(f"/shops/{other_tenant.id}/enter").status_code == 404


def test_staff_pages_do_not_exist_for_others(tenant):
    client = platform()
    assert client.get("/staff/").status_code == 404
    log_in(client, "owner@alpha.example", "long enough alpha")
    assert client.get("/staff/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/signup", "/login"])
def test_pages_answer_in_both_languages(db, path):
    for language in ("zh-hans", "en"):
        assert platform(Accept_Language=language).get(path).status_code == 200
