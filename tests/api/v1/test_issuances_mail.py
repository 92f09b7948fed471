"""Codes for a buyer by mail: the link of a delivery, once, when the codes are there; the address is left nowhere."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from merchant_api.request_logging import request_log
from platform_core.kernel.ids import public_id
from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.tasks import sweep_tenants
from tenants.issuance.models import IssuanceDelivery
from tenants.issuance.services.create_delivery import MAILS_OF_SHOP
from tenants.issuance.services.mail_due_deliveries import mail_due_deliveries
from tests.api.v1.cards import JSON
from tests.api.v1.testing import everything_kept, run_jobs
from tests.world import api, make_key, make_shelf, now, shop, stock

EMAIL = "buyer-canary@example.com"


@pytest.fixture
def stocked(tenant, shelf):
    stock(tenant, shelf, [f"SECRET-{number}" for number in range(5)])
    return shelf


def issue(client, shelf, number="M-1", quantity=2, email=EMAIL, key=None, policy=None, **delivery):
    body = {
        "external_id": number,
        "lines": [{"sku": shelf.sku_id, "quantity": quantity}],
        "delivery": {"method": "email", "email": email, **delivery},
    }
    if policy:
        body["fulfillment_policy"] = policy
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/v1/issuances", body, content_type=JSON, headers=headers)


def deliver(client, issuance, key=None, email=EMAIL, **body):
    headers = {"Idempotency-Key": key} if key else {}
    path = f"/v1/issuances/{issuance['id']}/deliver"
    return client.post(path, {"method": "email", "email": email, **body}, content_type=JSON, headers=headers)


def delivery_of(client, issuance):
    return client.get(f"/v1/issuances/{issuance['id']}").json()["delivery"]


def test_the_buyer_is_mailed_the_link_and_the_link_shows_the_codes(tenant, stocked, client):
    answer = issue(client, stocked, key="k-1")
    assert answer.status_code == 201, answer.content
    shown = answer.json()["delivery"]
    assert (shown["method"], shown["status"], shown["failure"]) == ("email", "queued", None)
    assert shown["email"] == "b***@example.com"
    assert mail.outbox == []
    run_jobs()
    assert delivery_of(client, answer.json())["status"] == "sent"
    assert client.get("/v1/issuances/by-external-id/M-1").json()["delivery"]["status"] == "sent"
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    assert "M-1" in message.body
    assert "SECRET" not in message.body + message.alternatives[0].content
    link = re.search(r"http\S+/pickup/\S+", message.body)[0]
    assert link == shown["url"]
    assert "SECRET-0" in shop(tenant).post(urlsplit(link).path).content.decode()


def test_a_repeat_sends_no_second_mail(tenant, stocked, client):
    first = issue(client, stocked, key="k-1").json()
    for key in ("k-1", None, "k-2"):
        again = issue(client, stocked, key=key)
        assert again.status_code in {200, 201}
        assert again.json()["delivery"]["id"] == first["delivery"]["id"]
    changed = issue(client, stocked, email="other@example.com")
    assert (changed.status_code, changed.json()["code"]) == (409, "external_id_conflict")
    run_jobs()
    assert len(mail.outbox) == 1
    with tenant_context(tenant):
        assert IssuanceDelivery.objects.count() == 1


def test_the_address_is_left_in_no_table_and_no_log(tenant, stocked, client, caplog, monkeypatch):
    monkeypatch.setattr(EmailBackend, "send_messages", lambda *args: (_ for _ in ()).throw(OSError(EMAIL)))
    issued = issue(client, stocked, key="k-1").json()
    issue(client, stocked, number="B-1", quantity=9, policy="backorder")
    batch = {"issuances": [body_of(stocked, "B-2"), body_of(stocked, "B-3", quantity=99)]}
    headers = {"Idempotency-Key": "k-3"}
    assert client.post("/v1/issuance_batches", batch, content_type=JSON, headers=headers).status_code == 202
    deliver(client, issued, key="k-2")
    issue(client, stocked, number="bad", email=EMAIL + "\r\nBcc: x@y.cn")
    run_jobs()
    request_log.flush()
    kept = everything_kept(tenant)
    assert "M-1" in kept
    assert "b***@example.com" in kept
    assert "canary" not in kept
    assert EMAIL.encode().hex() not in kept
    assert "canary" not in caplog.text
    entries = [row["id"] for row in client.get("/v1/request_logs?limit=100").json()["data"]]
    logged = "".join(client.get(f"/v1/request_logs/{entry}").content.decode() for entry in entries)
    assert '"email":"[hidden]"' in logged
    assert "canary" not in logged


def body_of(shelf, number, quantity=1):
    return {
        "external_id": number,
        "lines": [{"sku": shelf.sku_id, "quantity": quantity}],
        "delivery": {"method": "email", "email": EMAIL, "language": "en"},
    }


def test_items_of_a_batch_are_mailed_and_are_the_same_request_alone(tenant, stocked, client):
    for atomicity, numbers in (("independent", ("A-1", "A-2")), ("all_or_nothing", ("A-3", "A-4"))):
        batch = {"atomicity": atomicity, "issuances": [body_of(stocked, number) for number in numbers]}
        answer = client.post("/v1/issuance_batches", batch, content_type=JSON, headers={"Idempotency-Key": atomicity})
        assert answer.status_code in {200, 202}, answer.content
        run_jobs()
    assert sorted(message.to[0] for message in mail.outbox) == [EMAIL] * 4
    assert all(message.subject.startswith("Your codes") for message in mail.outbox)
    alone = client.post("/v1/issuances", body_of(stocked, "A-1"), content_type=JSON)
    assert (alone.status_code, alone.json()["delivery"]["status"]) == (200, "sent")
    run_jobs()
    assert len(mail.outbox) == 4


@pytest.mark.parametrize(
    ("delivery", "param", "code"),
    [
        ({"method": "email"}, "delivery.email", "delivery_invalid"),
        ({"method": "email", "email": "a@b.cn\r\nBcc: x@y.cn"}, "delivery.email", "mail_address_invalid"),
        ({"method": "email", "email": "a@b.cn, c@d.cn"}, "delivery.email", "mail_address_invalid"),
        ({"method": "email", "email": "nobody"}, "delivery.email", "mail_address_invalid"),
        ({"method": "email", "email": 5}, "delivery.email", "invalid_parameter"),
        ({"method": "email", "email": "a" * 300}, "delivery.email", "invalid_parameter"),
        ({"method": "email", "email": "a@b.cn", "language": "fr"}, "delivery.language", "invalid_parameter"),
        ({"method": "link", "email": "a@b.cn"}, "delivery.email", "delivery_invalid"),
        ({"method": "none", "language": "en"}, "delivery.language", "delivery_invalid"),
        ({"method": "email", "email": "a@b.cn", "cc": "x@y.cn"}, "delivery.cc", "parameter_unknown"),
    ],
)
def test_what_cannot_be_mailed_to_is_refused_before_anything_is_issued(stocked, client, delivery, param, code):
    body = {"external_id": "M-1", "lines": [{"sku": stocked.sku_id, "quantity": 1}], "delivery": delivery}
    refused = client.post("/v1/issuances", body, content_type=JSON)
    status = 422 if code in {"delivery_invalid", "mail_address_invalid"} else 400
    assert (refused.status_code, refused.json()["param"], refused.json()["code"]) == (status, param, code)
    assert client.get("/v1/issuances").json()["data"] == []


def test_who_waits_for_codes_is_mailed_when_the_last_one_is_there(tenant, shelf, client, time_machine):
    time_machine.move_to(now())
    waiting = issue(client, shelf, policy="backorder").json()
    assert waiting["delivery"]["status"] == "queued"
    stock(tenant, shelf, ["SECRET-1"])
    run_jobs()
    with tenant_context(tenant):
        mail_due_deliveries(now=now())
    run_jobs()
    assert mail.outbox == []
    time_machine.shift(8 * 86_400)
    stock(tenant, shelf, ["SECRET-2"])
    run_jobs()
    assert len(mail.outbox) == 1
    shown = delivery_of(client, waiting)
    assert shown["status"] == "sent"
    ends = dt.datetime.fromisoformat(shown["expires_at"])
    assert dt.timedelta(days=6) < ends - now() <= dt.timedelta(days=7)
    with tenant_context(tenant):
        assert mail_due_deliveries(now=now()) == 0
        assert IssuanceDelivery.objects.get().email_sealed is None
    run_jobs()
    assert len(mail.outbox) == 1


def test_links_of_sweeps_lead_to_the_shop_in_test_mode_too(tenant):
    test = api(make_key(tenant, livemode=False))
    test.get("/v1/ping")
    for number, (place, caller) in enumerate([(tenant, api(make_key(tenant))), (directory.find_twin(tenant), test)]):
        shelf = make_shelf(place)
        issue(caller, shelf, number=f"S-{number}", quantity=1, policy="backorder")
        with tenant_context(place):
            delivery = IssuanceDelivery.objects.get()
        stock(place, shelf, 1)
        sweep_tenants()
        run_jobs()
        with tenant_context(place):
            assert (
                f"http://{tenant.host}:8000/pickup/{public_id('idl' if place is tenant else 'idt', delivery.id)}."
                in (mail.outbox[-1].body)
            )
    assert len(mail.outbox) == 2


def test_who_waited_in_vain_gets_no_mail_and_the_address_is_forgotten(tenant, shelf, client):
    waiting = issue(client, shelf, policy="backorder").json()
    assert client.post(f"/v1/issuances/{waiting['id']}/cancel").status_code == 200
    with tenant_context(tenant):
        assert mail_due_deliveries(now=now()) == 1
        assert IssuanceDelivery.objects.get().email_sealed is None
    run_jobs()
    shown = delivery_of(client, waiting)
    assert (shown["status"], shown["failure"]) == ("failed", "no_codes")
    assert mail.outbox == []
    refused = deliver(client, waiting)
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_deliver")


def test_mails_are_sent_again_a_minute_apart_and_five_times_a_day(tenant, stocked, client, time_machine):
    time_machine.move_to(now())
    issued = issue(client, stocked).json()
    early = deliver(client, issued, key="early")
    assert (early.status_code, early.json()["code"]) == (429, "delivery_limited")
    assert 55 <= int(early.headers["Retry-After"]) <= 61
    for number in range(4):
        time_machine.shift(61)
        answers = [deliver(client, issued, key=f"k-{number}", email="new@example.com") for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json()["id"] == answers[1].json()["id"]
    time_machine.shift(61)
    late = deliver(client, issued, key="late")
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 80_000
    run_jobs()
    assert len(mail.outbox) == 5
    time_machine.shift(86_400)
    assert deliver(client, issued, key="late").status_code == 201


def test_a_shop_that_mails_the_whole_world_is_stopped_for_the_day_and_nothing_is_issued(
    tenant, stocked, client, monkeypatch, time_machine
):
    monkeypatch.setitem(MAILS_OF_SHOP, True, 2)
    time_machine.move_to(now())
    assert [issue(client, stocked, f"MM-{number}", 1).status_code for number in range(2)] == [201, 201]
    refused = issue(client, stocked, "MM-2", 1)
    assert (refused.status_code, refused.json()["code"]) == (429, "delivery_limited")
    assert (refused.json()["outcome"], refused.headers["Retry-After"]) == ("not_executed", "3601")
    assert client.get("/v1/issuances/by-external-id/MM-2").status_code == 404
    time_machine.shift(86_401)
    assert issue(client, stocked, "MM-2", 1).status_code == 201


def test_only_who_may_see_the_codes_may_mail_them_and_no_other_shop(tenant, other_tenant, stocked, client):
    issued = issue(client, stocked).json()
    writer = api(make_key(tenant, scopes=["issuances:write", "issuances:read"]))
    assert deliver(writer, issued).json()["scope"] == "codes:reveal"
    assert delivery_of(writer, issued)["url"] is None
    assert deliver(api(make_key(other_tenant)), issued).status_code == 404


def test_a_mail_of_test_mode_says_so(tenant):
    test = api(make_key(tenant, livemode=False))
    test.get("/v1/ping")
    twin = directory.find_twin(tenant)
    shelf = make_shelf(twin)
    stock(twin, shelf, ["TEST-1"])
    issued = issue(test, shelf, quantity=1, language="en").json()
    run_jobs()
    assert mail.outbox[0].subject.startswith("[Test] ")
    assert delivery_of(test, issued)["status"] == "sent"
    assert "TEST-1" in shop(tenant).post(urlsplit(issued["delivery"]["url"]).path).content.decode()
