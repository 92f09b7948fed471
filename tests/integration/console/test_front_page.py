"""The page on which a merchant sets how the shop presents itself."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from platform_core.tenancy.context import tenant_context
from tenants.catalog.selectors import get_shop_front
from tests.integration.console.test_back_office import staff
from tests.world import shop

WHOLE = {"accent": "#0AA344", "font_scale": "112", "contact_type": "phone", "terms": "第一条"}


def logo():
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "#0aa344").save(out, "PNG")
    return SimpleUploadedFile("../../logo.svg", out.getvalue(), "image/svg+xml")  # its name and type are anybody's word


def front_of(tenant):
    with tenant_context(tenant):
        return get_shop_front()


@pytest.mark.parametrize("role", ["owner", "operations"])
def test_what_is_set_is_what_buyers_see(tenant, role):
    client = staff(tenant, role)
    answer = client.post("/console/shopfront", {**WHOLE, "notice": "今日上新", "logo": logo()})
    assert answer.status_code == 302
    front = front_of(tenant)
    assert (front.accent, front.font_scale, front.contact_type, front.version) == ("#0aa344", 112, "phone", 1)
    assert re.fullmatch(r"front/[0-9a-f]{24}\.webp", front.logo)
    assert "今日上新" in shop(tenant).get("/").content.decode()
    client.post("/console/shopfront", {**WHOLE, "drop_logo": "on"})
    assert (front_of(tenant).logo, front_of(tenant).version) == ("", 2)
    client.post("/console/shopfront", WHOLE)
    assert front_of(tenant).version == 2  # nothing changed


@pytest.mark.parametrize(
    "wrong",
    [
        {"accent": "red"},
        {"accent": "#12345;"},
        {"font_scale": "900"},
        {"banner_link": "javascript:alert(1)"},
        {"banner_link": "//evil.example"},
        {"banner_link": "/\\evil.example"},
        {"licence_link": "http://plain.example"},
        {"licence_link": "/inside"},
        {"contact_type": "pigeon"},
        {"logo": SimpleUploadedFile("a.png", b"no picture", "image/png")},
        {"notice": "长" * 201},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(tenant, wrong):
    answer = staff(tenant).post("/console/shopfront", {**WHOLE, **wrong})
    assert answer.status_code == 422
    assert "没有保存" in answer.content.decode()
    assert front_of(tenant).version == 0


@pytest.mark.parametrize("role", ["support", "finance"])
def test_other_roles_find_no_such_page(tenant, role):
    client = staff(tenant, role)
    assert client.get("/console/shopfront").status_code == 404
    assert client.post("/console/shopfront", WHOLE).status_code == 404
    assert front_of(tenant).version == 0


def test_a_colour_is_judged_while_it_is_chosen(tenant):
    client = staff(tenant)
    shown = client.get("/console/shopfront/contrast", {"accent": "#ffe600"}).content.decode()
    assert "16.6:1" in shown
    assert "链接会自动加深" in shown
    assert client.get("/console/shopfront/contrast", {"accent": '"><script>'}).status_code == 422
