"""Deliveries in the back office: found, looked at, sent again, sent by hand; the chart of an endpoint."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
from itertools import pairwise

import pytest
from standardwebhooks import Webhook

from platform_core.kernel.clock import now
from platform_core.kernel.ids import new_id, parse_public_id, public_id
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.console.endpoint_health import SPANS, begin_of, health_of
from tests.integration.console.endpoints import ROOT, make_endpoint, words
from tests.integration.console.test_back_office import staff
from tests.integration.webhooks.orders import deliveries, order, send, stocked
from tests.integration.webhooks.receiver import Answer, receiving
from webhooks.enums import TallySpan
from webhooks.models import Delivery, Tally
from webhooks.selectors import list_secrets

WRAPPED = re.compile(r'<pre class="said-so"[^>]*aria-label="([^"]+)">(.*?)</pre>', re.DOTALL)


@pytest.fixture
def receiver():
    yield from receiving()


@pytest.fixture
def endpoint(tenant, receiver):
    headers = {"X-Token": "CANARY-HEADER"}
    return make_endpoint(tenant, receiver.url("/hook"), "issuance.*", "test.ping", headers=headers)


def ids(tenant):
    return [public_id("dlv", each.id) for each in deliveries(tenant)]


def shown(page):
    return dict(WRAPPED.findall(page))


def test_deliveries_are_found_by_status_type_and_event(tenant, receiver, endpoint):
    client = staff(tenant)
    receiver.answers = [Answer(410)]
    order(tenant, stocked(tenant), None)
    send()
    client.post(f"{ROOT}/{endpoint}/resume")
    client.post(f"{ROOT}/{endpoint}/test", {"type": "test.ping"})
    [first, *rest] = deliveries(tenant)
    place = f"{ROOT}/{endpoint}"
    for query, found in (
        ("status=exhausted", [*(each.id for each in [first, *rest] if each.status == "exhausted")]),
        ("type=test.ping", [rest[-1].id]),
        (f"event={public_id('evt', first.event_id)}", [first.id]),
        ("event=evt_nonsense", []),
        ("status=pending&type=issuance.completed", []),
    ):
        page = words(client.get(f"{place}?{query}"))
        assert [each for each in ids(tenant) if each in page] == [public_id("dlv", each) for each in found]
        assert found or "没有符合条件的记录" in page


def test_older_deliveries_are_on_the_next_page(tenant, endpoint):
    client = staff(tenant)
    for _ in range(27):
        client.post(f"{ROOT}/{endpoint}/test", {"type": "test.ping"})
    page = words(client.get(f"{ROOT}/{endpoint}"))
    older = re.search(r'href="([^"]+)#deliveries">更早的记录', page)[1]
    rest = words(client.get(older))
    made = ids(tenant)
    assert [each in page for each in made] == [False] * 2 + [True] * 25
    assert [each in rest for each in made] == [True] * 2 + [False] * 25


def test_a_delivery_shows_what_was_sent_and_how_each_attempt_went(tenant, receiver, endpoint):
    answer = Answer(503, {"Content-Type": "text/plain", "Set-Cookie": "sid=CANARY"}, b"try later, token=CANARY-TOKEN")
    receiver.answers = [answer]
    order(tenant, stocked(tenant), None)
    send()
    call = receiver.calls[0]
    [delivery] = [each for each in deliveries(tenant) if public_id("evt", each.event_id) == call.id]
    page = words(staff(tenant).get(f"{ROOT}/deliveries/{public_id('dlv', delivery.id)}"))
    assert json.loads(shown(page)["内容"]) == json.loads(call.body)
    for said in ("HTTP 503", "try later", "text/plain", "建立连接", "下次尝试", call.id):
        assert said in page
    assert "CANARY" not in page


def test_an_attempt_without_an_answer_says_why(tenant, receiver):
    receiver.stop()
    make_endpoint(tenant, receiver.url(), "issuance.completed")
    order(tenant, stocked(tenant), None)
    send()
    client = staff(tenant)
    [delivery] = ids(tenant)
    assert "无法连接" in words(client.get(f"{ROOT}/deliveries/{delivery}"))


def test_a_delivery_is_sent_again_with_the_same_id(tenant, receiver, endpoint):
    client = staff(tenant)
    client.post(f"{ROOT}/{endpoint}/test", {"type": "test.ping"})
    send()
    [delivery] = ids(tenant)
    answer = client.post(f"{ROOT}/deliveries/{delivery}/resend")
    page = words(client.get(answer.headers["Location"]))
    assert "已重新排队" in page
    assert "every 2s" in page
    send()
    first, second = receiver.calls
    assert (first.id, first.body) == (second.id, second.body)
    part = client.get(f"{ROOT}/deliveries/{delivery}", headers={"HX-Request": "true"})
    assert "第 2 次" in words(part)
    assert "every 2s" not in words(part)
    client.post(f"{ROOT}/{endpoint}/pause")
    client.post(f"{ROOT}/deliveries/{delivery}/resend")
    assert "请先启用或恢复再发送" in words(client.get(f"{ROOT}/deliveries/{delivery}"))


@pytest.mark.parametrize("ed25519", [False, True], ids=["v1", "v1a"])
def test_the_command_carries_the_very_bytes_and_a_signature_that_verifies_now(tenant, receiver, ed25519):
    more = {"headers": {"X-Token": "CANARY-HEADER"}, "ed25519": ed25519, "payload_format": "cloudevents"}
    endpoint = make_endpoint(tenant, receiver.url("/hook?a='b"), "issuance.completed", **more)
    order(tenant, stocked(tenant), None)
    send()
    [delivery] = ids(tenant)
    client = staff(tenant)
    assert "webhook-signature:" not in words(client.get(f"{ROOT}/deliveries/{delivery}"))
    part = words(client.get(f"{ROOT}/deliveries/{delivery}/curl"))
    command = shlex.split(shown(part)["curl"].replace("\\\n", ""))
    assert command[:5] == ["curl", "--globoff", "-X", "POST", receiver.url("/hook?a='b")]
    headers = dict(each.split(": ", 1) for flag, each in pairwise(command) if flag == "-H")
    body = command[command.index("--data-raw") + 1].encode()
    assert body == receiver.calls[0].body
    assert headers["Content-Type"] == "application/cloudevents+json"
    assert headers["X-Token"] == "[hidden]"
    assert "CANARY" not in part
    assert ("v1a," in headers["webhook-signature"]) is ed25519
    with tenant_context(tenant):
        [secret] = [each for each in list_secrets(tenant, now(), parse_public_id("we", endpoint)) if each.kind == "v1"]
    Webhook(secret.text).verify(body, headers)
    assert "webhook-signature:" in words(client.get(f"{ROOT}/deliveries/{delivery}?curl=1"))


def test_of_an_event_that_is_kept_no_longer_the_attempts_are_still_shown(tenant, receiver, endpoint):
    order(tenant, stocked(tenant), None)
    send()
    with platform_context():
        Delivery.objects.filter(tenant_role=tenant.role_name).update(event_id=new_id())
    page = words(staff(tenant).get(f"{ROOT}/deliveries/{ids(tenant)[0]}"))
    assert "内容不再可看" in page
    assert "HTTP 200" in page
    assert "生成 curl" not in page


def test_deliveries_of_a_deleted_endpoint_are_looked_at_but_not_sent(tenant, receiver, endpoint):
    client = staff(tenant)
    client.post(f"{ROOT}/{endpoint}/test", {"type": "test.ping"})
    send()
    client.post(f"{ROOT}/{endpoint}/delete", {"host": "127.0.0.1"})
    [delivery] = ids(tenant)
    page = words(client.get(f"{ROOT}/deliveries/{delivery}?curl=1"))
    assert "已删除" in page
    assert "webhook-signature:" not in page
    assert "再发一次" not in page
    client.post(f"{ROOT}/deliveries/{delivery}/resend")
    assert "端点没有启用" in words(client.get(f"{ROOT}/deliveries/{delivery}"))


def test_another_shop_and_the_other_mode_find_no_delivery(tenant, other_tenant, receiver, endpoint):
    client = staff(tenant)
    client.post(f"{ROOT}/{endpoint}/test", {"type": "test.ping"})
    [delivery] = ids(tenant)
    assert client.get(f"{ROOT}/deliveries/{delivery}").status_code == 200
    assert client.get(f"{ROOT}/deliveries/{delivery}?mode=test").status_code == 404
    assert client.get(f"{ROOT}/deliveries/dlv_nonsense").status_code == 404
    stranger = staff(other_tenant)
    for path in ("", "/curl"):
        assert stranger.get(f"{ROOT}/deliveries/{delivery}{path}").status_code == 404
    assert stranger.post(f"{ROOT}/deliveries/{delivery}/resend").status_code == 404
    assert staff(tenant, "finance").get(f"{ROOT}/deliveries/{delivery}").status_code == 404


@pytest.mark.parametrize("name", list(SPANS))
def test_the_chart_counts_what_was_sent_and_its_table_says_the_same(tenant, endpoint, name):
    hour = now().replace(minute=0, second=0, microsecond=0)
    whose = {"endpoint_id": parse_public_id("we", endpoint), "tenant_role": tenant.role_name, "span": TallySpan.HOUR}
    with platform_context():
        for ago, good, bad in ((0, 1996, 1), (2, 0, 3), (24 * 40, 99, 99)):
            at = hour - dt.timedelta(hours=ago)
            count = {"succeeded": good, "failed": bad, "duration_ms": 100 * (good + bad), "slowest_ms": 900 + ago}
            Tally.objects.create(at=at, **whose, **count)
    page = words(staff(tenant).get(f"{ROOT}/{endpoint}?span={name}"))
    assert "99.8%" in page
    assert "1996 / 4" in page
    assert "100 / 902 ms" in page
    assert "共成功 1996 次，失败 4 次" in page
    assert page.count('<td class="number" data-label="失败">') == page.count('class="missed"')


def test_bars_stand_on_one_scale_and_the_smallest_can_be_seen():
    moment = now()
    begin = begin_of(SPANS["24h"], moment)
    hours = [
        Tally(at=begin, succeeded=9_999, failed=0, duration_ms=9_999, slowest_ms=1),
        Tally(at=begin + dt.timedelta(hours=23), succeeded=1, failed=1, duration_ms=10, slowest_ms=9),
    ]
    health = health_of(hours, SPANS["24h"], moment)
    first, last = health.bars[0], health.bars[-1]
    assert last.until > moment >= last.since
    assert (last.up, last.down) == (1.5, 1.5)
    assert first.top >= 0
    assert first.top + first.up == health.line
    assert health.line + last.down <= 100
    assert health.rate == "99.9", "one that failed is never rounded away"
    assert health_of([], SPANS["7d"], moment).rate == ""
