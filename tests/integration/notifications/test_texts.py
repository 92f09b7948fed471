"""Short messages: a link and never a code, signed as each vendor publishes, retried where that is of use, kept nowhere."""

import base64
import datetime as dt
import hashlib
import hmac
import re
from urllib.parse import parse_qsl, quote, unquote

import orjson
import pytest

from platform_core.kernel.clock import now
from tenants.notifications.accounts import seal_secrets
from tenants.notifications.enums import MessageKind, MessageState
from tenants.notifications.errors import MessageRefused
from tenants.notifications.gateways.outbox import open_outbox
from tenants.notifications.gateways.registry import get_sms_gateway
from tenants.notifications.models import Message, MessageSettings, OutboxText, SmsAccount
from tenants.notifications.services.send_sms import send_sms
from tests.api.v1.testing import everything_kept, run_jobs
from tests.integration.notifications.post_office import PHONE, SECRET, SECRETS, SETTINGS, SmsServer
from tests.integration.orders.ordering import open_payment, order, says


class Aliyun(SmsServer):
    """Checks version 3 of Aliyun's signature over the request as it came, then says what it was asked."""

    name = "aliyun"
    busy, never = (200, {"Code": "isv.BUSINESS_LIMIT_CONTROL"}), (200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL"})

    def usual(self, path, headers, body):
        path, _, query = path.partition("?")
        given = dict(each.split("=", 1) for each in headers["authorization"].split(" ", 1)[1].split(","))
        lines = "".join(f"{name}:{headers[name]}\n" for name in given["SignedHeaders"].split(";"))
        pairs = sorted(parse_qsl(query, strict_parsing=True))
        again = "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in pairs)
        assert hashlib.sha256(body).hexdigest() == headers["x-acs-content-sha256"]
        assert {"host", "x-acs-date", "x-acs-signature-nonce"} <= set(given["SignedHeaders"].split(";"))
        text = f"POST\n{path}\n{again}\n{lines}\n{given['SignedHeaders']}\n{headers['x-acs-content-sha256']}"
        text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(text.encode()).hexdigest()
        right = hmac.new(SECRET.encode(), text.encode(), "sha256").hexdigest()
        if right != given["Signature"] or given["Credential"] != "AK1":
            return 400, {"Code": "SignatureDoesNotMatch"}
        return 200, {"Code": "OK", "BizId": "biz-1"}

    def last(self):
        asked = dict(parse_qsl(self.asked[-1][0].partition("?")[2]))
        return asked["PhoneNumbers"], asked["TemplateCode"], list(orjson.loads(asked["TemplateParam"]).values())


class Tencent(SmsServer):
    """Checks Tencent Cloud's TC3 signature over the request as it came."""

    name = "tencent"
    busy = (200, {"Response": {"Error": {"Code": "RequestLimitExceeded", "Message": PHONE}}})
    never = (
        200,
        {"Response": {"SendStatusSet": [{"Code": "InvalidParameterValue.IncorrectPhoneNumber", "Message": PHONE}]}},
    )

    def usual(self, path, headers, body):
        given = dict(re.findall(r"(\w+)=([^,\s]+)", headers["authorization"]))
        assert headers["authorization"].startswith("TC3-HMAC-SHA256 ")
        signed, values = given["SignedHeaders"], {**headers, "x-tc-action": headers["x-tc-action"].lower()}
        lines = "".join(f"{name}:{values[name]}\n" for name in signed.split(";"))
        assert {"content-type", "host"} <= set(signed.split(";"))
        request = f"POST\n{path}\n\n{lines}\n{signed}\n{hashlib.sha256(body).hexdigest()}"
        key_id, day, service, end = given["Credential"].split("/")
        stamp = headers["x-tc-timestamp"]
        assert f"{dt.datetime.fromtimestamp(int(stamp), dt.UTC):%Y-%m-%d}" == day
        text = f"TC3-HMAC-SHA256\n{stamp}\n{day}/{service}/{end}\n{hashlib.sha256(request.encode()).hexdigest()}"
        key = f"TC3{SECRET}".encode()
        for part in (day, service, end):
            key = hmac.new(key, part.encode(), "sha256").digest()
        if hmac.new(key, text.encode(), "sha256").hexdigest() != given["Signature"] or key_id != "AK1":
            return 200, {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure"}}}
        return 200, {"Response": {"SendStatusSet": [{"SerialNo": "biz-1", "Code": "Ok"}]}}

    def last(self):
        asked = orjson.loads(self.asked[-1][2])
        return asked["PhoneNumberSet"][0].removeprefix("+86"), asked["TemplateId"], asked["TemplateParamSet"]


class Twilio(SmsServer):
    """Checks the account's password."""

    name = "twilio"
    busy, never = (429, {"code": 20429}), (400, {"code": 21211, "message": PHONE})

    def usual(self, path, headers, body):
        right = "Basic " + base64.b64encode(f"{SETTINGS['twilio']['account_sid']}:{SECRET}".encode()).decode()
        if headers["authorization"] != right or not path.endswith("/Messages.json"):
            return 401, {"code": 20003}
        return 201, {"sid": "biz-1"}

    def last(self):
        asked = dict(parse_qsl(self.asked[-1][2].decode()))
        assert asked["From"] == "+15005550006"
        return asked["To"].removeprefix("+86"), None, [asked["Body"]]


@pytest.fixture(params=[Aliyun, Tencent, Twilio], ids=lambda each: each.name)
def gateway(request, monkeypatch, inside):
    """A gateway that carries the shop's messages."""
    server = request.param()
    base = server.url if server.name == "twilio" else server.url + "/"
    monkeypatch.setattr(type(get_sms_gateway(server.name)), "url", base)
    account(server.name)
    yield server
    server.stop()


def account(name, secret=SECRET, **more):
    row, moment = SmsAccount(gateway=name, enabled=True), now()
    row.settings, row.secrets = {**SETTINGS[name], **more}, seal_secrets(row.id, {SECRETS[name]: secret})
    row.created_at = row.updated_at = moment
    row.save(force_insert=True)


def bought(shelf, **fields):
    placed = order((shelf.sku, 1), **{"contact": PHONE, "contact_type": "phone", **fields})
    says(open_payment(placed))
    return placed


def one_time_code(code="482913", phone=PHONE):
    fields = {"code": code, "minutes": "10"}
    return send_sms(phone=phone, template=MessageKind.ONE_TIME_CODE, language="zh-hans", fields=fields, now=now())


def test_a_delivered_order_is_told_with_a_link_and_never_a_code(tenant, stocked, gateway):
    MessageSettings.objects.create(pk=1, codes_in_mail=True, updated_at=now(), updated_by="x")
    placed = bought(stocked)
    run_jobs()
    message = Message.objects.get()
    assert (message.state, message.gateway, message.provider_id) == (MessageState.SENT, gateway.name, "biz-1")
    phone, _template, values = gateway.last()
    assert phone == PHONE
    assert placed.number in values[0]
    assert re.search(r"order/[\w-]{43}$", values[-1])
    everything = unquote(str(gateway.asked))
    assert "CANARY" not in everything
    assert SECRET not in everything.replace(base64.b64encode(SECRET.encode()).decode(), "")


def test_a_one_time_code_is_sealed_until_it_is_sent_and_then_erased(tenant, gateway, caplog):
    caplog.set_level("DEBUG")
    one_time_code("482913")
    waiting = everything_kept(tenant)
    run_jobs()
    assert "482913" in gateway.last()[2][0]
    for kept in (waiting, everything_kept(tenant), caplog.text):
        assert "482913" not in kept
        assert PHONE not in kept
        assert PHONE.encode().hex() not in kept
    assert Message.objects.get().sealed is None


def test_a_busy_gateway_is_asked_again_and_one_that_says_never_is_believed(
    tenant, stocked, gateway, time_machine, caplog
):
    time_machine.move_to(now())
    gateway.answers = [gateway.busy, (503, b"no"), (200, b"not JSON"), gateway.never]
    bought(stocked)
    run_jobs()
    run_jobs()
    assert len(gateway.asked) == 1, "a pause is kept"
    assert Message.objects.get().state == MessageState.QUEUED
    for pause in (31, 121, 601):
        time_machine.shift(pause)
        run_jobs()
    message = Message.objects.get()
    assert (message.state, message.attempts, len(gateway.asked)) == (MessageState.FAILED, 4, 4)
    time_machine.shift(86_400)
    run_jobs()
    assert len(gateway.asked) == 4
    assert PHONE not in everything_kept(tenant) + caplog.text, "a vendor's words may quote the number"


def test_a_wrong_key_is_ours_and_no_fault_of_the_message(tenant, gateway):
    SmsAccount.objects.all().delete()
    account(gateway.name, secret="wrong")
    one_time_code()
    run_jobs()
    message = Message.objects.get()
    assert (message.state, message.attempts) == (MessageState.QUEUED, 1)
    assert message.reason in {"SignatureDoesNotMatch", "AuthFailure.SignatureFailure", "20003"}


@pytest.mark.parametrize("gateway", [Twilio], indirect=True, ids=lambda each: each.name)
def test_a_late_one_time_code_is_given_up(tenant, gateway, time_machine):
    time_machine.move_to(now())
    gateway.answers = [gateway.busy] * 99
    one_time_code()
    for _ in range(9):
        run_jobs()
        time_machine.shift(45)
    assert Message.objects.get().state == MessageState.FAILED
    assert 5 < len(gateway.asked) < 9


@pytest.mark.parametrize("gateway", [Aliyun, Tencent], indirect=True, ids=lambda each: each.name)
def test_what_the_vendor_has_no_template_for_is_not_sent(tenant, stocked, gateway):
    SmsAccount.objects.all().delete()
    account(gateway.name, template_order_delivered="")
    bought(stocked)
    run_jobs()
    assert (Message.objects.get().reason, gateway.asked) == ("no_template", [])


@pytest.mark.parametrize("gateway", [Aliyun, Tencent], indirect=True, ids=lambda each: each.name)
def test_digits_that_the_vendor_has_no_template_for_are_refused_at_once(tenant, inside, gateway):
    SmsAccount.objects.all().delete()
    account(gateway.name, template_one_time_code="")
    with pytest.raises(MessageRefused, match="no_template"):
        one_time_code()
    assert not Message.objects.exists()


def test_a_demo_keeps_what_it_would_have_sent_sealed(tenant, stocked, inside):
    placed = bought(stocked)
    run_jobs()
    message = Message.objects.get()
    assert (message.state, message.gateway) == (MessageState.SENT, "outbox")
    to, text = open_outbox(OutboxText.objects.get())
    assert to == "+86" + PHONE
    assert placed.number in text
    assert PHONE not in everything_kept(tenant)


def test_a_live_shop_without_an_account_sends_nothing_and_says_so(tenant, stocked, inside, settings):
    settings.KAQUAN_LOCAL_OUTBOX = False
    bought(stocked)
    run_jobs()
    assert Message.objects.values_list("state", "reason").get() == ("failed", "no_account")
    assert not OutboxText.objects.exists()


@pytest.mark.parametrize("phone", ["12345", "+0123456789", "13812345678\r\n", "+86 138", "23812345678", "tel:1"])
def test_what_is_no_number_is_refused(tenant, inside, phone):
    with pytest.raises(MessageRefused, match="phone_invalid"):
        one_time_code(phone=phone)
    assert not Message.objects.exists()


def test_one_contact_and_one_shop_get_so_many_a_day_and_no_more(tenant, inside, time_machine, monkeypatch):
    time_machine.move_to(now())
    monkeypatch.setattr("tenants.notifications.services.queue_message.CONTACT_CAP", 3)
    MessageSettings.objects.create(pk=1, daily_cap=5, updated_at=now(), updated_by="x")
    for _ in range(3):
        one_time_code()
    with pytest.raises(MessageRefused, match="contact_cap"):
        one_time_code()
    one_time_code(phone="13912345678")
    one_time_code(phone="13712345678")
    with pytest.raises(MessageRefused, match="shop_cap"):
        one_time_code(phone="13612345678")
    run_jobs()
    assert OutboxText.objects.count() == 5
    time_machine.shift(86_401)
    one_time_code()
