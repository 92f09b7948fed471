"""Endpoints in the back office: the list, the form, what is said beside a field, whose they are."""

from __future__ import annotations

import datetime as dt

import pytest

from platform_core.events.catalogue import registered_types
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.console.endpoint_words import words_of
from tenants.console.event_words import NOUNS, TYPES
from tests.integration.console.endpoints import ROOT, VERSION, kept, make_endpoint, words
from tests.integration.console.test_back_office import staff
from tests.integration.webhooks.orders import twin_of
from webhooks.errors import EndpointSettingInvalid
from webhooks.models import Endpoint
from webhooks.selectors import list_endpoints

URL = "https://erp.example.com/webhooks?token=CANARY"
FORM = {
    "mode": "live",
    "url": URL,
    "description": "ERP",
    "scope": "some",
    "event_types": ["issuance.*", "issuance.completed", "code.voided"],
    "content_filter_field": ["sku", "status", ""],
    "content_filter_operator": ["in", "equals", "equals"],
    "content_filter_values": ["sku_1\r\nsku_2\r\n", "completed", ""],
    "version": VERSION,
    "payload_format": "cloudevents",
    "ed25519": "on",
    "rate": "",
    "concurrency": "3",
    "timeout": "20",
    "headers_name": ["X-Token", ""],
    "headers_value": ["CANARY-HEADER", ""],
}


def all_of(tenant):
    with tenant_context(tenant):
        return list(list_endpoints())


def test_a_shop_without_endpoints_learns_what_they_are_for_and_where_to_begin(tenant):
    page = words(staff(tenant).get(ROOT))
    assert "还没有端点" in page
    assert 'href="/console/webhooks/new"' in page
    assert "接入文档" in page


def test_an_endpoint_is_made_of_the_form_and_listed_without_what_its_url_carries(tenant):
    client = staff(tenant)
    answer = client.post(f"{ROOT}/new", FORM)
    assert answer.status_code == 302, words(answer)
    [made] = all_of(tenant)
    assert (made.url, made.description, made.event_types) == (URL, "ERP", ["issuance.*", "code.voided"])
    assert made.content_filter == [
        {"field": "sku", "values": ["sku_1", "sku_2"]},
        {"field": "status", "values": ["completed"]},
    ]
    assert (made.payload_format, made.ed25519, made.rate) == ("cloudevents", True, None)
    assert (made.concurrency, made.timeout, made.header_names) == (3, 20, ["X-Token"])
    page = words(client.get(ROOT))
    assert "erp.example.com/webhooks" in page
    for said in ("启用", "issuance.*", "有条件", "ERP"):
        assert said in page
    assert "CANARY" not in page


def test_the_form_of_an_endpoint_shows_what_is_set_and_never_the_value_of_a_header(tenant):
    client = staff(tenant)
    place = client.post(f"{ROOT}/new", FORM).headers["Location"]
    page = words(client.get(f"{place}/edit"))
    assert URL in page
    assert "sku_1\nsku_2" in page
    assert "已保存；留空则不变" in page
    assert "CANARY-HEADER" not in page


def test_a_change_keeps_headers_whose_value_is_left_blank_and_drops_those_without_a_name(tenant):
    client = staff(tenant)
    headers = {"headers_name": ["X-Token", "X-Old"], "headers_value": ["CANARY-HEADER", "old"]}
    place = client.post(f"{ROOT}/new", {**FORM, **headers}).headers["Location"]
    sealed = bytes(all_of(tenant)[0].headers)
    client.post(f"{place}/edit", {**FORM, "headers_name": ["X-Token", "X-Old"], "headers_value": ["", ""]})
    assert bytes(all_of(tenant)[0].headers) == sealed, "nothing was changed"
    changes = {"scope": "all", "headers_name": ["X-Token", "", "X-New"], "headers_value": ["", "", "new"]}
    assert client.post(f"{place}/edit", {**FORM, **changes}).status_code == 302
    [found] = all_of(tenant)
    assert found.event_types == ["*"]
    assert found.header_names == ["X-Token", "X-New"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url": ""}, "请填写端点网址"),
        ({"url": "http://erp.example.com/"}, "正式模式的地址必须以 https:// 开头"),
        ({"url": "https://10.0.0.7/"}, "这是内网或保留地址"),
        ({"url": "https://me:pw@erp.example.com/"}, "地址里不能有用户名和密码"),
        ({"url": "https://erp.example.com:22/"}, "端口只能是 443, 8443"),
        ({"url": "https://erp_1.example.com/"}, "域名无效"),
        ({"event_types": []}, "请至少选择一种事件"),
        ({"event_types": ["order.eaten"]}, "所选事件里有一种不存在"),
        ({"content_filter_operator": ["equals"] * 3}, "“等于”只能有一个值"),
        ({"content_filter_field": ["SKU", "status", ""]}, "字段名由小写字母"),
        ({"content_filter_values": ["sku_1", "", ""]}, "每个条件须有 1 到 50 个值"),
        ({"version": "1999-01-01"}, "1999-01-01"),
        ({"concurrency": "51"}, "请填写 1 到 50 之间的整数"),
        ({"timeout": "soon"}, "请填写一个整数"),
        ({"rate": "0"}, "请填写 1 到 1000 之间的整数"),
        ({"headers_name": ["Host", ""]}, "host 由平台设置"),
        ({"headers_name": ["X-A", "x-a"], "headers_value": ["1", "2"]}, "x-a 出现了两次"),
        ({"headers_name": ["X-New", ""], "headers_value": ["", ""]}, "请填写 x-new 的值"),
        ({"headers_name": ["X Token", ""]}, "请求头名称只能用"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(tenant, changes, said):
    answer = staff(tenant).post(f"{ROOT}/new", {**FORM, **changes})
    page = words(answer)
    assert answer.status_code == 422
    assert said in page
    assert 'value="ERP"' in page
    assert "CANARY-HEADER" not in page
    assert all_of(tenant) == []


def test_a_shop_has_no_more_endpoints_than_it_may_have(tenant):
    for number in range(Endpoint.MOST):
        make_endpoint(tenant, f"https://erp.example.com/{number}")
    client = staff(tenant)
    assert "请先删除不用的" in words(client.get(ROOT))
    assert client.post(f"{ROOT}/new", FORM).status_code == 302
    assert "请先删除不用的" in words(client.get(ROOT))
    assert len(all_of(tenant)) == Endpoint.MOST


def test_test_mode_has_endpoints_of_its_own_and_takes_plain_http(tenant):
    client = staff(tenant)
    assert "还没有测试用的端点" in words(client.get(f"{ROOT}?mode=test"))
    answer = client.post(f"{ROOT}/new", {**FORM, "mode": "test", "url": "http://erp.example.com/test"})
    assert answer.status_code == 302, words(answer)
    assert answer.headers["Location"].endswith("?mode=test")
    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.get(answer.headers["Location"].removesuffix("?mode=test")).status_code == 404
    assert "erp.example.com/test" in words(client.get(f"{ROOT}?mode=test"))
    assert "erp.example.com/test" not in words(client.get(ROOT))
    assert [len(all_of(each)) for each in (tenant, twin_of(tenant))] == [0, 1]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "paused"}, "已暂停"),
        ({"status": "disabled", "disabled_reason": "gone"}, "接收方答复 410，表示地址已作废"),
        ({"failing_since": dt.timedelta(days=-1)}, "持续失败"),
        ({"open_until": dt.timedelta(minutes=2)}, "暂缓发送"),
        ({"open_until": dt.timedelta(minutes=-2)}, "正在试探"),
    ],
    ids=["paused", "disabled", "failing", "open", "half-open"],
)
def test_the_list_says_how_an_endpoint_stands(tenant, fields, said):
    make_endpoint(tenant, URL)
    moments = {name: now() + value if isinstance(value, dt.timedelta) else value for name, value in fields.items()}
    with platform_context():
        Endpoint.objects.update(**{"disabled_at": now(), **moments})
    page = words(staff(tenant).get(ROOT))
    assert said in page
    assert '<span class="badge green">' not in page


def test_another_shop_and_other_roles_find_no_page_of_an_endpoint(tenant, other_tenant):
    endpoint = make_endpoint(tenant, URL)
    assert staff(tenant).get(f"{ROOT}/{endpoint}").status_code == 200
    stranger = staff(other_tenant)
    for path in ("", "/edit", "/live", "/secret"):
        assert stranger.get(f"{ROOT}/{endpoint}{path}").status_code == 404
    for verb in ("pause", "resume", "test", "rotate", "secret", "delete", "recover", "edit"):
        assert (
            stranger.post(f"{ROOT}/{endpoint}/{verb}", {"hours": "0", "since": "2026-11-22T08:00"}).status_code == 404
        )
    for role in ("operations", "support", "finance"):
        client = staff(tenant, role)
        for path in (ROOT, f"{ROOT}/new", f"{ROOT}/orders", f"{ROOT}/{endpoint}"):
            assert client.get(path).status_code == 404
        assert client.post(f"{ROOT}/{endpoint}/secret").status_code == 404
    assert kept(tenant, endpoint).status == "enabled"


def test_every_type_of_event_and_every_noun_has_its_words():
    assert set(TYPES) == set(registered_types())
    assert set(NOUNS) == {name.partition(".")[0] for name in registered_types()}


def test_a_reason_that_nobody_has_words_for_still_says_what_to_do():
    assert words_of(EndpointSettingInvalid(param="url", reason="new one")) == "这一项无法使用，请检查后再保存。"
