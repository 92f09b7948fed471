"""What the law wants on a home page is found there by fetching it, as an inspector would; and nothing of a person is."""

import re

import pytest

from platform_core.compliance.merchant_enums import MerchantKind
from platform_core.compliance.services.vouch_merchant import vouch_merchant
from platform_core.tenancy.context import tenant_context
from tenants.catalog.services.update_shop_front import update_shop_front
from tests.integration.compliance.merchants import TOLD, hand_in_merchant, verify
from tests.world import now, shop

REGISTRY = "https://beian.miit.gov.cn/"


def fetch(tenant, path="/"):
    answer = shop(tenant).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def links(page):
    return {match[1].strip(): match[0] for match in re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>([^<]*)</a>', page)}


def test_a_home_page_shows_all_that_the_rules_say_it_shows(tenant, settings):
    settings.KAQUAN_REQUIRE_QUALIFICATION = True
    verify(tenant)
    home = fetch(tenant)
    there = links(home)
    assert there["经营者信息"] == "/licence"
    assert there[TOLD["icp_number"]] == REGISTRY
    assert there["关于本店与购卡协议"] == "/about"
    assert there["个人信息与注销"] == "/me/data"
    assert "自营" in home
    assert 'action="/search"' in home
    assert not re.search(r"<input[^>]*type=\"checkbox\"[^>]*checked", home)
    for path in ("/licence", "/about", "/search?q=x"):
        fetch(tenant, path)


def test_the_licence_page_shows_what_was_verified_and_no_number_of_a_person(tenant):
    verify(tenant)
    page = fetch(tenant, "/licence")
    for shown in ("name", "uscc", "address", "registry", "icp_number"):
        assert TOLD[shown] in page
    for hidden in ("phone", "identity_number", "contact_person"):
        assert TOLD[hidden] not in page


def test_nothing_is_shown_as_verified_that_is_only_told_or_is_anothers(tenant, other_tenant):
    hand_in_merchant(tenant)
    verify(other_tenant)
    page = fetch(tenant, "/licence")
    assert TOLD["name"] not in page
    assert "尚未经平台核验" in page


def test_whoever_need_not_be_registered_states_it_without_an_address(tenant):
    verify(tenant, kind=MerchantKind.EXEMPT, exempt_reason="small", uscc="", name="王小二")
    page = fetch(tenant, "/licence")
    assert "零星小额" in page
    assert TOLD["address"] not in page


def test_a_vouched_shop_says_by_whom(tenant):
    vouch_merchant(tenant=tenant, reason="认识多年", now=now())
    fetch(tenant, "/licence")


@pytest.mark.parametrize("required", [True, False])
def test_a_number_of_the_front_is_shown_first(tenant, settings, required):
    settings.KAQUAN_REQUIRE_QUALIFICATION = required
    with tenant_context(tenant):
        update_shop_front(changes={"icp_number": "京ICP备87654321号"}, now=now())
    assert links(fetch(tenant))["京ICP备87654321号"] == REGISTRY


def test_a_shop_that_is_only_vouched_for_says_so(tenant, other_tenant):
    vouch_merchant(tenant=tenant, reason="认识", now=now())
    assert "由平台运营者担保" in shop(tenant).get("/licence").content.decode()
    assert "由平台运营者担保" not in shop(other_tenant).get("/licence").content.decode()
