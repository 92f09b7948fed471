"""A failed live request sent again in test mode from the back office: the same there, and nothing of live is touched."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client

from merchant_api.request_logging import request_log
from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context
from tenants.access.models import ApiKey, RequestLogEntry
from tenants.issuance.models import Issuance
from tests.integration.console.test_back_office import staff
from tests.world import api, make_key, shop, stock

pytestmark = pytest.mark.usefixtures("stocked_twins")
JSON = "application/json"


def send(key, path, body=None, method="post", **headers):
    answer = getattr(api(key), method)(path, body, content_type=JSON, headers=headers)
    request_log.flush()
    return answer.headers["Request-Id"], answer


def order(shelf, number="T-1", **more):
    return {"external_id": number, "lines": [{"sku": shelf.sku_id, "quantity": 1}], **more}


def replay(tenant, request_id, client=None):
    answer = (client or staff(tenant)).post(f"/console/logs/{request_id}/replay")
    return answer, html.unescape(answer.content.decode())


def statuses(page):
    return re.findall(r'<span class="badge \w+">(\d{3})</span>', page)


def everything_live(tenant):
    """A digest of every row of every table of the live shop, and how many events and jobs it has; apart from sessions, and from
    the audit log, in which the replay itself stands.
    """
    apart = {"access_shopsession", "access_auditentry", "access_auditoutcome"}
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [tenant.schema_name])
        tables = [name for (name,) in cursor.fetchall() if name not in apart]
        found = {}
        for name in tables:
            cursor.execute(f"SELECT count(*), md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM \"{name}\" t")
            found[name] = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM public.events_event WHERE tenant_role = current_user::text")
        return found, cursor.fetchone()


def test_an_issue_without_stock_fails_alike_in_the_test_shop_and_nothing_live_is_touched(tenant, shelf):
    request_id, live = send(
        make_key(tenant), "/v1/issuances", order(shelf, metadata={"note": "x"}), **{"Idempotency-Key": "K" * 20}
    )
    assert live.json()["code"] == "insufficient_stock"
    client = staff(tenant)
    assert "开始重放" in client.get(f"/console/logs/{request_id}").content.decode()
    before = everything_live(tenant)
    answer, page = replay(tenant, request_id, client)
    assert answer.status_code == 200
    assert before == everything_live(tenant)
    assert len(before[0]) > 20
    assert statuses(page) == ["409", "409"]
    assert page.count(">insufficient_stock<") == 2
    assert "得到相同的结果" in page
    assert "sku_test_oos" in page
    assert "<code>metadata</code>" in page
    twin = directory.find_twin(tenant)
    request_log.flush()
    assert before == everything_live(tenant), "its entry stands in the test shop's log"
    with tenant_context(twin):
        [entry] = RequestLogEntry.objects.all()
        assert (entry.path, entry.problem) == ("/v1/issuances", "insufficient_stock")
    assert "Replay" not in entry.external_id


def test_what_the_live_shop_lacks_may_succeed_in_the_test_shop_again_and_again(tenant, shelf):
    from tenants.catalog.models import Sku

    with tenant_context(tenant):
        Sku.objects.update(active=False)
    request_id, live = send(make_key(tenant), "/v1/issuances", order(shelf, max_total=1))
    assert live.json()["code"] == "sku_inactive"
    before = everything_live(tenant)
    pages = [replay(tenant, request_id)[1] for _ in range(2)]
    assert [statuses(page) for page in pages] == [["409", "201"], ["409", "201"]]
    assert all("结果不同" in page and "max_total" in page for page in pages)
    assert before == everything_live(tenant)
    with tenant_context(directory.find_twin(tenant)):
        assert Issuance.objects.count() == 2
        assert all(number.startswith("replay-") for number in Issuance.objects.values_list("external_id", flat=True))


def test_a_price_guard_fails_alike_with_the_test_shops_own_price(tenant, shelf):
    stock(tenant, shelf, 3)
    body = {"external_id": "T-2", "lines": [{"sku": shelf.sku_id, "quantity": 1, "max_unit_price": 1}]}
    request_id, live = send(make_key(tenant), "/v1/issuances", body)
    assert live.json()["code"] == "price_exceeds_limit"
    for _ in range(2):  # the first one leaves the price of the test SKU raised
        _, page = replay(tenant, request_id)
        assert page.count(">price_exceeds_limit<") == 2
        assert "lines[0].max_unit_price" in page


def test_a_senseless_request_is_refused_for_the_same_reason_in_its_own_version(tenant, shelf):
    request_id, live = send(
        make_key(tenant), "/v1/issuances", {"lines": [], "external_id": "T-1"}, **{"Kaquan-Version": "2026-11-24"}
    )
    assert live.status_code == 400
    _, page = replay(tenant, request_id)
    assert statuses(page) == ["400", "400"]
    with tenant_context(directory.find_twin(tenant)):
        request_log.flush()
        assert RequestLogEntry.objects.get().version == "2026-11-24"


def test_a_missing_scope_is_missing_in_the_replay_too(tenant):
    request_id, _ = send(make_key(tenant, scopes=["catalog:read"]), "/v1/issuances?limit=5", method="get")
    _, page = replay(tenant, request_id)
    assert page.count(">scope_missing<") == 2


def test_an_unknown_id_stays_unknown(tenant):
    request_id, _ = send(make_key(tenant), "/v1/issuances/iss_01M8AMT952FR1B4VBNEPZSMV9C", method="get")
    _, page = replay(tenant, request_id)
    assert statuses(page) == ["404", "404"]
    assert "原样发送的编号" in page


def test_a_quota_of_the_live_key_is_not_spent(tenant, shelf):
    key = make_key(tenant)
    with tenant_context(tenant):
        ApiKey.objects.update(daily_quota=5)
    request_id, live = send(key, "/v1/issuances", order(shelf))
    assert live.status_code == 409
    with tenant_context(tenant):
        RequestLogEntry.objects.update(problem="sku_inactive")  # so that the replay succeeds
    before = everything_live(tenant)
    _, page = replay(tenant, request_id)
    assert statuses(page)[1] == "201"
    assert before == everything_live(tenant)


@pytest.mark.parametrize(
    ("case", "word"),
    [
        ("fine", None),
        ("revoked", "密钥、来源地址或调用频率"),
        ("keys", "密钥只存在于正式环境"),
        ("secret", "卡密没有记录"),
        ("malformed", "请求内容没有记录"),
        ("batch", "批量发卡在后台执行"),
    ],
)
def test_what_cannot_be_replayed_says_why_and_is_not(tenant, shelf, case, word):
    key = make_key(tenant)
    if case == "fine":
        stock(tenant, shelf, 1)
        request_id, _ = send(key, "/v1/issuances", order(shelf))
    elif case == "revoked":
        with tenant_context(tenant):
            ApiKey.objects.update(revoked_at="2026-01-01T00:00Z")
        request_id, _ = send(key, "/v1/ping", method="get")
    elif case == "keys":
        request_id, _ = send(key, "/v1/api_keys", {"name": 1, "color": "x"})
    elif case == "secret":
        request_id, _ = send(key, "/v1/codes/redeem", {"code": "SECRET-CODE-1"}, **{"Idempotency-Key": "1"})
    elif case == "malformed":
        answer = api(key).generic("POST", "/v1/issuances", b"{", content_type=JSON)
        request_log.flush()
        request_id = answer.headers["Request-Id"]
    else:
        request_id, _ = send(key, "/v1/issuance_batches", {"items": []}, **{"Idempotency-Key": "1"})
    client = staff(tenant)
    page = client.get(f"/console/logs/{request_id}").content.decode()
    assert "开始重放" not in page
    assert word is None or word in page
    assert replay(tenant, request_id, client)[0].status_code == 404
    assert directory.find_twin(tenant) is None, "nothing was sent"


def test_only_who_reads_the_log_may_and_only_with_a_form_of_ours(tenant, other_tenant, shelf):
    request_id, _ = send(make_key(tenant), "/v1/issuances", order(shelf))
    path = f"/console/logs/{request_id}/replay"
    strict = Client(enforce_csrf_checks=True, headers={"Host": tenant.host})
    strict.cookies = staff(tenant).cookies
    assert strict.post(path).status_code == 403
    assert staff(tenant).get(path).status_code == 405
    assert shop(tenant).post(path).status_code == 302
    assert staff(other_tenant).post(path).status_code == 404
    for role in ("operations", "support", "finance"):
        assert staff(tenant, role).post(path).status_code == 404
    assert directory.find_twin(tenant) is None
