import datetime as dt
import re

import pytest
from jwcrypto.jwk import JWK

from platform_core.identity.models import Membership
from platform_core.identity.services.issue_console_ticket import issue_console_ticket
from platform_core.tenancy import job_runner
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.access.models import ApiKey
from tenants.catalog.models import Product
from tenants.inventory.models import CodeImport
from tenants.inventory.selectors import list_stock
from tests.world import make_shelf, now, shop


def staff(tenant, role="owner"):
    with platform_context():
        membership = Membership.objects.get(tenant_id=tenant.id)
        Membership.objects.filter(pk=membership.pk).update(role=role)
        ticket = issue_console_ticket(user_id=membership.user_id, tenant_id=tenant.id, now=now())
    client = shop(tenant)
    assert client.get("/console/enter", {"ticket": ticket}).status_code == 302
    return client


def test_strangers_are_sent_to_log_in(tenant):
    for path in ("/console/", "/console/products", "/console/imports/new", "/console/keys", "/console/orders"):
        answer = shop(tenant).get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("http://kaquan.localhost")


@pytest.mark.parametrize(
    ("role", "allowed", "hidden"),
    [
        ("operations", "/console/products", "/console/keys"),
        ("operations", "/console/products", "/console/webhooks"),
        ("support", "/console/orders", "/console/products"),
        ("finance", "/console/orders", "/console/imports"),
    ],
)
def test_powers_of_roles_do_not_cross(tenant, role, allowed, hidden):
    client = staff(tenant, role)
    assert client.get(allowed).status_code == 200
    assert client.get(hidden).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "launch",
        "attention",
        "settings",
        "products",
        "products/new",
        "suppliers",
        "imports",
        "imports/new",
        "keys",
        "webhooks",
        "webhooks/orders",
        "orders",
    ],
)
def test_every_page_answers_when_the_shop_is_new(tenant, path):
    assert staff(tenant).get(f"/console/{path}").status_code == 200


def test_a_product_is_on_sale_after_the_form(tenant):
    client = staff(tenant)
    data = {"name": "腾讯视频", "category": "game", "sku_name_1": "月卡", "sku_price_1": "23.00", "sku_face_1": "25"}
    assert client.post("/console/products/new", data).status_code == 302
    with tenant_context(tenant):
        product = Product.objects.get()
        assert product.skus.get().price == 2300
    assert "腾讯视频" in shop(tenant).get("/").content.decode()
    bad = client.post("/console/products/new", {**data, "sku_price_1": "2,3x"})
    assert bad.status_code == 422


def test_codes_are_for_sale_after_preview_and_import(tenant):
    shelf = make_shelf(tenant)
    client = staff(tenant)
    lines = "\n".join(f"N{n:04d}----SECRET-{n:04d}" for n in range(30)) + "\nN0001----SECRET-0001\n"
    data = {"sku": str(shelf.sku.id), "contract": str(shelf.contract.id), "pasted": lines}
    page = client.post("/console/imports/preview", data).content.decode()
    assert "SECRET-0001" not in page
    assert "****-01" in page
    signed = re.search(r'name="signed" value="([^"]+)"', page)[1]
    started = client.post("/console/imports/start", {"signed": signed})
    while job_runner.run_next_job():
        pass
    state = client.get(started.headers["Location"]).content.decode()
    assert "已入库" in state
    with tenant_context(tenant):
        row = CodeImport.objects.get()
        assert (row.accepted, row.duplicates_in_file) == (30, 1)
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 30
    client.post(started.headers["Location"] + "/undo")
    with tenant_context(tenant):
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 0


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("unit_cost", "4,5x", "进货价无法识别"),
        ("shared_uses", "many", "每张可发次数"),
        ("sku", "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "请选择规格"),
        ("contract", "", "请选择供应商"),
        ("pasted", " ", "请选择文件或粘贴卡密"),
    ],
)
def test_a_wrong_field_of_the_import_is_named_and_what_was_typed_stays(tenant, field, value, words):
    shelf = make_shelf(tenant)
    data = {"sku": str(shelf.sku.id), "contract": str(shelf.contract.id), "pasted": "A----B", "unit_cost": "7.25"}
    answer = staff(tenant).post("/console/imports/preview", {**data, field: value})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert field == "unit_cost" or "7.25" in page
    with tenant_context(tenant):
        assert not CodeImport.objects.exists()


def test_a_key_is_shown_once_and_stops_when_revoked(tenant):
    client = staff(tenant)
    page = client.post("/console/keys", {"name": "erp", "preset": "full", "mode": "live"}).content.decode()
    secret = re.search(r"kq_live_\w+", page)[0]
    assert secret not in client.get("/console/keys").content.decode()
    from tests.world import api

    assert api(secret).get("/v1/ping").status_code == 200
    with tenant_context(tenant):
        key = ApiKey.objects.get()
    client.post(f"/console/keys/{key.id}/revoke")
    answer = api(secret).get("/v1/ping")
    assert (answer.status_code, answer.json()["code"]) == (401, "api_key_revoked")


def test_a_key_is_made_with_its_limits_and_shows_them(tenant):
    client = staff(tenant)
    form = {"name": "erp", "preset": "full", "mode": "live", "daily_quota": "500", "max_amount": "45.50"}
    form |= {"expires_on": "2099-12-31", "ip_allowlist": "203.0.113.7\n2001:db8::/32， 10.0.0.0/8"}
    page = client.post("/console/keys", form)
    assert page.status_code == 200
    with tenant_context(tenant):
        key = ApiKey.objects.get()
    assert key.ip_allowlist == ["203.0.113.7/32", "2001:db8::/32", "10.0.0.0/8"]
    assert (key.daily_quota, key.max_amount) == (500, 4550)
    assert key.expires_at.isoformat() == "2099-12-31T16:00:00+00:00"  # the end of the day in Shanghai
    for words in ("3 个网段", "每日 500 张", "45.50"):
        assert words in page.content.decode()


def test_a_key_with_a_public_key_says_so_and_a_private_one_is_refused_without_being_shown(tenant):
    client, pair = staff(tenant), JWK.generate(kty="EC", crv="P-256", kid="erp-1")
    form = {"name": "erp", "preset": "full", "mode": "live"}
    for written, words in (
        (pair.export_private(), "这是私钥或对称密钥"),
        (JWK.generate(kty="oct", size=256).export(), "这是私钥或对称密钥"),
        ("not JSON", "公钥无法使用"),
        ("[]", "公钥无法使用"),
        ('{"kty": "RSA", "n": "AQAB", "e": "AQAB"}', "公钥无法使用"),
    ):
        refused = client.post("/console/keys", {**form, "encryption_key": written})
        assert (refused.status_code, words in refused.content.decode()) == (422, True)
        assert 'value="erp"' in refused.content.decode()
        assert "quot;d&quot;" not in refused.content.decode()
        assert "quot;k&quot;" not in refused.content.decode()
    with tenant_context(tenant):
        assert not ApiKey.objects.exists()
    page = client.post("/console/keys", {**form, "encryption_key": pair.export_public()})
    assert "只返回密文" in page.content.decode()
    with tenant_context(tenant):
        assert ApiKey.objects.get().encryption_key["kid"] == "erp-1"


def test_how_often_codes_are_read_is_set_on_the_product_page_and_with_a_new_product(tenant, other_tenant):
    client = staff(tenant)
    form = {"name": "P", "sku_name_1": "月卡", "sku_price_1": "45", "reveal_limit": "0"}
    refused = client.post("/console/products/new", form)
    assert (refused.status_code, "1 到 1000 的整数" in refused.content.decode()) == (422, True)
    assert client.post("/console/products/new", {**form, "reveal_limit": "3"}).status_code == 302
    with tenant_context(tenant):
        product = Product.objects.get()
    assert product.reveal_limit == 3
    path = f"/console/products/{product.id}"
    for written, status, kept in (("1", 302, 1), ("x", 422, 1), ("", 302, None)):
        with tenant_context(tenant):
            version = Product.objects.get().version
        said = {"name": "P", "kind": "gift_card", "stock_display": "words", "purchase_mode": "reserve_first",
                "fulfilment": "automatic", "version": version, "reveal_limit": written}  # fmt: skip
        assert client.post(path, said).status_code == status
        with tenant_context(tenant):
            assert Product.objects.get().reveal_limit == kept
    stranger = staff(other_tenant)
    assert stranger.post(path, said).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("expires_on", "2020-01-01", "到期日已经过去"),
        ("daily_quota", "-5", "大于 0 的整数"),
        ("max_amount", "a lot", "金额无法识别"),
        ("ip_allowlist", "10.0.0.0/8 nonsense", "“nonsense” 不是有效的 IP"),
    ],
)
def test_a_limit_that_cannot_be_read_is_named_and_the_form_keeps_the_rest(tenant, field, value, words):
    form = {"name": "my till", "preset": "pos_redeemer", "mode": "test", "max_amount": "7.25"}
    answer = staff(tenant).post("/console/keys", {**form, field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "my till" in page
    assert value.split()[0] in page
    with tenant_context(tenant):
        assert not ApiKey.objects.exists()


def test_a_rolled_key_has_a_successor_and_works_on_for_as_long_as_was_chosen(tenant, time_machine):
    from tests.world import api

    client = staff(tenant)
    page = client.post("/console/keys", {"name": "erp", "preset": "full", "mode": "live"}).content.decode()
    old = re.search(r"kq_live_\w+", page)[0]
    with tenant_context(tenant):
        key = ApiKey.objects.get()
    answer = client.post(f"/console/keys/{key.id}/roll", {"hours": "1"})
    new = re.search(r"kq_live_\w{30,}", answer.content.decode())[0]
    assert "no-store" in answer.headers["Cache-Control"]
    assert [api(secret).get("/v1/ping").status_code for secret in (old, new)] == [200, 200]
    assert client.post(f"/console/keys/{key.id}/roll", {"hours": "999999"}).status_code == 404
    time_machine.move_to(now() + dt.timedelta(hours=1, seconds=1))
    assert [api(secret).get("/v1/ping").status_code for secret in (old, new)] == [401, 200]
