"""What can be done with an endpoint in the back office: pause, resume, test, watch, reveal, rotate, delete, recover."""

from __future__ import annotations

import datetime as dt

import pytest
from standardwebhooks import Webhook

from platform_core.events.models import Event
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id, public_id
from platform_core.tenancy import job_runner
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.console.endpoints import ROOT, SECRET, kept, make_endpoint, words
from tests.integration.console.test_back_office import staff
from tests.integration.webhooks.orders import deliveries, order, send, stocked
from tests.integration.webhooks.receiver import Answer, receiving
from webhooks import tasks
from webhooks.enums import DisabledReason
from webhooks.models import Redelivery
from webhooks.selectors import list_secrets
from webhooks.services.disable_endpoint import disable_endpoint


@pytest.fixture
def receiver():
    yield from receiving()


@pytest.fixture
def endpoint(tenant, receiver):
    return make_endpoint(tenant, receiver.url("/hook?token=CANARY"), "issuance.completed")


def secrets(tenant, endpoint):
    with tenant_context(tenant):
        return [each.text for each in list_secrets(tenant, now(), parse_public_id("we", endpoint))]


def events(tenant, kind):
    with tenant_context(tenant):
        return list(Event.objects.filter(type=kind).order_by("id"))


def test_a_paused_endpoint_gets_nothing_and_everything_after_it_is_resumed(tenant, receiver, endpoint):
    client = staff(tenant)
    answer = client.post(f"{ROOT}/{endpoint}/pause")
    page = words(client.get(answer.headers["Location"]))
    assert "已暂停。新事件会保留" in page
    assert "撤销" in page
    order(tenant, stocked(tenant), None)
    send()
    assert receiver.calls == []
    assert "恢复后发送" in words(client.get(f"{ROOT}/deliveries/{_last(tenant)}"))
    answer = client.post(f"{ROOT}/{endpoint}/resume")
    assert "已恢复" in words(client.get(answer.headers["Location"]))
    send()
    assert len(receiver.calls) == 1


def _last(tenant):
    return public_id("dlv", deliveries(tenant)[-1].id)


def test_a_test_event_is_sent_and_watched(tenant, receiver, endpoint):
    client = staff(tenant)
    answer = client.post(f"{ROOT}/{endpoint}/test", {"type": "refund.failed"})
    assert answer.headers["Location"] == f"{ROOT}/{endpoint}?live=1#deliveries"
    page = words(client.get(f"{ROOT}/{endpoint}?live=1"))
    assert "refund.failed" in page
    assert "等待发送" in page
    send()
    [call] = receiver.calls
    assert b'"sample":true' in call.body
    assert "HTTP 200" in words(client.get(f"{ROOT}/{endpoint}?live=1"))
    assert client.post(f"{ROOT}/{endpoint}/test", {"type": "refund.eaten"}).status_code == 404


def test_a_paused_endpoint_is_sent_no_test_event(tenant, endpoint):
    client = staff(tenant)
    client.post(f"{ROOT}/{endpoint}/pause")
    client.post(f"{ROOT}/{endpoint}/test", {"type": "test.ping"})
    assert "不能发送测试事件" in words(client.get(f"{ROOT}/{endpoint}"))
    assert deliveries(tenant) == []


def test_watching_says_nothing_while_nothing_is_new_and_ends_by_itself(tenant, endpoint, time_machine):
    client = staff(tenant)
    begun = int(now().timestamp())
    first = client.get(f"{ROOT}/{endpoint}/live?since={begun}")
    known = words(first).partition("known=")[2].partition('"')[0]
    assert (first.status_code, "every 2s" in words(first)) == (200, True)
    assert client.get(f"{ROOT}/{endpoint}/live?since={begun}&known={known}").status_code == 204
    client.post(f"{ROOT}/{endpoint}/test", {"type": "test.ping"})
    assert client.get(f"{ROOT}/{endpoint}/live?since={begun}&known={known}").status_code == 200
    time_machine.move_to(now() + dt.timedelta(minutes=10, seconds=1))
    over = client.get(f"{ROOT}/{endpoint}/live?since={begun}&known={known}")
    assert "every 2s" not in words(over)
    assert "实时查看已停止" in words(over)
    assert "every 2s" not in words(client.get(f"{ROOT}/{endpoint}/live?since=for-ever"))


def test_a_secret_is_shown_once_on_record_and_on_no_other_page(tenant, endpoint):
    client, [secret] = staff(tenant), secrets(tenant, endpoint)
    for path in ("", "/edit", "/secret", "?live=1"):
        assert not SECRET.search(words(client.get(f"{ROOT}/{endpoint}{path}")))
    assert events(tenant, "webhook_endpoint.secret_revealed") == []
    answer = client.post(f"{ROOT}/{endpoint}/secret")
    assert set(SECRET.findall(words(answer))) == {secret}
    assert "no-store" in answer.headers["Cache-Control"]
    [told] = events(tenant, "webhook_endpoint.secret_revealed")
    assert told.payload == {"id": endpoint, "actor": "owner@alpha.example"}
    part = client.post(f"{ROOT}/{endpoint}/secret", headers={"HX-Request": "true"})
    assert secret in words(part)
    assert "<main" not in words(part)
    hidden = client.get(f"{ROOT}/{endpoint}/secret", headers={"HX-Request": "true"})
    assert not SECRET.search(words(hidden))


def test_of_a_key_pair_only_the_public_half_is_shown(tenant, receiver):
    endpoint = make_endpoint(tenant, receiver.url(), ed25519=True)
    page = words(staff(tenant).post(f"{ROOT}/{endpoint}/secret"))
    assert "whsec_" in page
    assert "whpk_" in page
    assert "whsk_" not in page


def test_a_rotated_secret_signs_and_the_old_one_signs_along(tenant, receiver, endpoint):
    client, [old] = staff(tenant), secrets(tenant, endpoint)
    answer = client.post(f"{ROOT}/{endpoint}/rotate", {"hours": "24"})
    assert "前仍签名" in words(client.get(answer.headers["Location"]))
    new, still = secrets(tenant, endpoint)
    assert still == old
    client.post(f"{ROOT}/{endpoint}/test", {"type": "test.ping"})
    send()
    for secret in (new, old):
        Webhook(secret).verify(receiver.calls[0].body, receiver.calls[0].headers)
    assert client.post(f"{ROOT}/{endpoint}/rotate", {"hours": "5"}).status_code == 404


def test_an_endpoint_is_deleted_by_who_writes_down_its_host(tenant, endpoint):
    client = staff(tenant)
    client.post(f"{ROOT}/{endpoint}/delete", {"host": "example.com"})
    assert "没有删除" in words(client.get(f"{ROOT}/{endpoint}"))
    answer = client.post(f"{ROOT}/{endpoint}/delete", {"host": " 127.0.0.1 "})
    assert answer.headers["Location"] == ROOT
    assert client.get(f"{ROOT}/{endpoint}").status_code == 404


def disabled(tenant, endpoint):
    with tenant_context(tenant):
        disable_endpoint(endpoint_id=parse_public_id("we", endpoint), reason=DisabledReason.FAILING, now=now())


def test_a_disabled_endpoint_says_why_is_enabled_and_gets_what_it_has_missed_by_one_click(tenant, receiver, endpoint):
    shelf, client = stocked(tenant), staff(tenant)
    receiver.answers = [Answer(500)]
    order(tenant, shelf, None)
    send()
    disabled(tenant, endpoint)
    order(tenant, shelf, None)
    send()
    page = words(client.get(f"{ROOT}/{endpoint}"))
    assert "停用这个端点" in page
    assert "连续五天没有一次成功" in page
    client.post(f"{ROOT}/{endpoint}/recover", {"since": (now() - dt.timedelta(hours=1)).isoformat()})
    assert "请先启用再补发" in words(client.get(f"{ROOT}/{endpoint}"))
    receiver.answers = [Answer(200)]
    page = words(client.get(client.post(f"{ROOT}/{endpoint}/resume").headers["Location"]))
    assert "一键补发" in page
    since = page.partition('name="since" value="')[2].partition('"')[0]
    client.post(f"{ROOT}/{endpoint}/recover", {"since": since})
    _run_jobs()
    send()
    assert len(receiver.calls) == 3
    assert "个事件，补发 2 个" in words(client.get(f"{ROOT}/{endpoint}"))


def _run_jobs():
    assert tasks.deliver, "a worker has these tasks, and with them the handlers of jobs"
    while job_runner.run_next_job():
        pass


def _recoveries():
    with platform_context():
        return list(Redelivery.objects.all())


def test_a_recovery_is_watched_found_again_and_stopped(tenant, other_tenant, receiver, endpoint):
    client = staff(tenant)
    order(tenant, stocked(tenant), None)
    answer = client.post(f"{ROOT}/{endpoint}/recover", {"since": (now() - dt.timedelta(hours=1)).isoformat()})
    page = words(client.get(answer.headers["Location"]))
    assert "排队中" in page
    place = page.partition('hx-get="/console/webhooks/')[2].partition('"')[0]
    place = f"{ROOT}/{place}"
    part = client.get(place, headers={"HX-Request": "true"})
    assert "every 1s" in words(part)
    assert client.get(place).headers["Location"] == f"{ROOT}/{endpoint}#operations"
    assert staff(other_tenant).post(f"{place}/cancel").status_code == 404
    another = make_endpoint(tenant, receiver.url("/other"))
    assert client.post(f"{place.replace(endpoint, another)}/cancel").status_code == 404
    client.post(f"{place}/cancel")
    assert "已取消" in words(client.get(f"{ROOT}/{endpoint}"))
    assert [row.state for row in _recoveries()] == ["canceled"]
    client.post(f"{place}/cancel")
    assert "不能取消" in words(client.get(f"{ROOT}/{endpoint}"))


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("", "", "请填写日期和时间"),
        ("yesterday", "", "请填写日期和时间"),
        ("2020-01-01T00:00", "", "时间范围不对"),
        ("2099-01-01T00:00", "", "时间范围不对"),
    ],
    ids=["none", "no-time", "too-old", "to-come"],
)
def test_a_time_that_cannot_be_recovered_is_refused_with_the_reason(tenant, endpoint, since, until, said):
    client = staff(tenant)
    client.post(f"{ROOT}/{endpoint}/recover", {"since": since, "until": until})
    assert said in words(client.get(f"{ROOT}/{endpoint}"))
    assert _recoveries() == []


def test_a_disabled_endpoint_cannot_be_paused(tenant, endpoint):
    disabled(tenant, endpoint)
    client = staff(tenant)
    client.post(f"{ROOT}/{endpoint}/pause")
    assert "不能暂停" in words(client.get(f"{ROOT}/{endpoint}"))
    assert kept(tenant, endpoint).status == "disabled"
