"""Calls of the adapter over HTTP: signed by the merchant, answered with the institution's signature, or not believed."""

import datetime as dt
import json
import urllib.parse

import pytest

from tenants.payments.enums import NoticeKind, RefundState, SplitRole, SplitState
from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.base import RefundAsked, SessionKind, Share
from tenants.payments.gateways.wechatpay import client
from tests.integration.wechatpay.paying import account_of, asked, known_of
from tests.simulators.wechatpay.keys import is_signed
from tests.world import now

MODES = pytest.mark.parametrize("by_public_key", [False, True], ids=["certificates", "public key"])


def test_the_vendors_address_is_what_is_called_unless_a_test_says_otherwise():
    from tenants.payments.gateways.registry import get_gateway

    gateway = get_gateway("wechatpay")
    assert (gateway._base_url, gateway._api_url) == ("https://api.mch.weixin.qq.com", "https://api.weixin.qq.com")


@MODES
def test_a_qr_code_is_opened_and_repeated(wechat, adapter, by_public_key):
    account, wanted = account_of(by_public_key=by_public_key), asked()
    session = adapter.start(account, wanted)
    assert session.kind == SessionKind.QR
    assert session.url.startswith("weixin://wxpay/bizpayurl?pr=")
    assert adapter.start(account, wanted).kind == SessionKind.QR
    said = wechat.desk.payments[wanted.number]["asked"]
    assert said["amount"] == {"total": 4500, "currency": "CNY"}
    assert (said["notify_url"], said["settle_info"]) == (wanted.notify_url, {"profit_sharing": True})
    assert len(wechat.desk.payments) == 1


def test_a_payment_is_marked_for_sharing_only_where_the_merchant_opened_it(wechat, adapter):
    wanted = asked()
    adapter.start(account_of(profit_sharing=""), wanted)
    assert wechat.desk.payments[wanted.number]["asked"]["settle_info"] == {"profit_sharing": False}


def test_a_payment_whose_time_is_nearly_over_stays_open_for_the_shortest_time_there_is(wechat, adapter):
    wanted = asked(expires_at=now() + dt.timedelta(seconds=5), subject="长" * 200)
    adapter.start(account_of(), wanted)
    assert wanted.number in wechat.desk.payments


def test_a_phones_browser_is_sent_to_wechat_and_comes_back(wechat, adapter):
    wanted = asked("wechat_h5")
    session = adapter.start(account_of(), wanted)
    assert session.kind == SessionKind.REDIRECT
    assert urllib.parse.parse_qs(urllib.parse.urlsplit(session.url).query)["redirect_url"] == [wanted.return_url]


def test_inside_wechat_the_wallet_is_called_with_signed_words(wechat, adapter):
    session = adapter.start(account_of(), asked("wechat_jsapi", openid="oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"))
    data = session.data
    assert session.kind == SessionKind.JSAPI
    assert data["package"].startswith("prepay_id=wx")
    assert is_signed("merchant", data["paySign"], data["appId"], data["timeStamp"], data["nonceStr"], data["package"])
    with pytest.raises(GatewayRefused, match="OPENID_REQUIRED"):
        adapter.start(account_of(), asked("wechat_jsapi"))


def test_keys_of_another_merchant_open_nothing(wechat, adapter):
    account = account_of()
    for field, value in (("mch_id", "1900000110"), ("serial_no", "0" * 40)):
        with pytest.raises(GatewayRefused, match="SIGN_ERROR"):
            adapter.start(account_of(**{field: value}), asked())
    with pytest.raises(GatewayRefused, match="keys"):
        adapter.start(type(account)(None, "wechatpay", account.settings, {"private_key": "none"}), asked())
    assert wechat.desk.payments == {}


@pytest.mark.parametrize(
    "how", ["500", "502 ", "drop", "wrong signature", "403 FREQUENCY_LIMITED", "429 RATELIMIT_EXCEEDED"]
)
def test_an_answer_that_is_none_leaves_all_open(wechat, adapter, how):
    wanted = asked()
    wechat.fail("/v3/pay", how)
    with pytest.raises(GatewayUnavailable):
        adapter.start(account_of(), wanted)
    assert adapter.start(account_of(), wanted).url


def test_a_server_that_hangs_is_left(wechat, adapter, monkeypatch):
    monkeypatch.setattr(client, "TIMEOUT", (0.2, 0.2))
    wechat.fail("/v3/pay", "timeout")
    with pytest.raises(GatewayUnavailable, match="ReadTimeout"):
        adapter.start(account_of(), asked())


@pytest.mark.parametrize("code", ["400 PARAM_ERROR", "403 NO_AUTH", "403 NOT_ENOUGH"])
def test_a_no_is_a_no_with_its_code(wechat, adapter, code):
    wechat.fail("/v3/pay", code)
    with pytest.raises(GatewayRefused, match=code.split()[1]):
        adapter.start(account_of(), asked())


@MODES
def test_a_payment_is_asked_about(wechat, adapter, by_public_key):
    account, wanted = account_of(by_public_key=by_public_key), asked()
    assert adapter.query(account, known_of(wanted)) is None
    adapter.start(account, wanted)
    assert adapter.query(account, known_of(wanted)) is None
    paid = wechat.desk.pay(wanted.number)
    notice = adapter.query(account, known_of(wanted))
    assert notice[:5] == (NoticeKind.PAID, wanted.number, paid["transaction_id"], 4500, "CNY")
    with pytest.raises(GatewayRefused, match="ORDERPAID"):
        adapter.close(account, known_of(wanted))
    with pytest.raises(GatewayRefused, match="ORDERPAID"):
        adapter.start(account, wanted)


def test_a_payment_is_closed_twice_and_one_that_never_was_too(wechat, adapter):
    account, wanted = account_of(), asked()
    adapter.close(account, known_of(wanted))
    adapter.start(account, wanted)
    adapter.close(account, known_of(wanted))
    adapter.close(account, known_of(wanted))
    assert adapter.query(account, known_of(wanted)).kind == NoticeKind.CLOSED
    with pytest.raises(GatewayRefused, match="ORDER_CLOSED"):
        adapter.start(account, wanted)


def test_a_refund_goes_back_once(wechat, adapter, inside):
    account, wanted = account_of(), asked()
    adapter.start(account, wanted)
    wechat.desk.pay(wanted.number)
    known, refund = known_of(wanted, wechat.desk), RefundAsked("R1000001", 1500, "买错了")
    first = adapter.refund(account, known, refund)
    assert (first.state, adapter.refund(account, known, refund)) == (RefundState.PENDING, first)
    wechat.desk.finish_refund("R1000001")
    assert adapter.query_refund(account, known, refund).state == RefundState.SUCCEEDED
    with pytest.raises(GatewayRefused, match="NOT_ENOUGH"):
        adapter.refund(account, known, RefundAsked("R1000002", 3001, ""))
    assert adapter.query(account, known).kind == NoticeKind.PAID  # it was, though some of it went back
    asked_for = json.loads(next(body for _m, path, body in wechat.calls if path == "/v3/refund/domestic/refunds"))
    assert asked_for["notify_url"].endswith("/payments/notify/wechatpay")


def test_a_refund_that_reaches_nobody_has_failed(wechat, adapter, inside):
    account, wanted = account_of(), asked()
    adapter.start(account, wanted)
    wechat.desk.pay(wanted.number)
    adapter.refund(account, known_of(wanted), RefundAsked("R1000003", 1500, ""))
    wechat.desk.finish_refund("R1000003", "ABNORMAL")
    answer = adapter.query_refund(account, known_of(wanted), RefundAsked("R1000003", 1500, ""))
    assert (answer.state, answer.reason) == (RefundState.FAILED, "ABNORMAL")


@MODES
def test_shares_are_paid_once_and_what_is_left_is_let_go(wechat, adapter, by_public_key):
    account, wanted = account_of(by_public_key=by_public_key), asked()
    adapter.start(account, wanted)
    wechat.desk.pay(wanted.number)
    wechat.desk.receivers["1900000202"] = "registered at the merchant's own page"
    known = known_of(wanted, wechat.desk)
    shares = [
        Share("S1", SplitRole.PLATFORM, "1900009999:卡券平台", 45),
        Share("S2", SplitRole.SUPPLIER, "1900000202", 1000),
    ]
    assert {answer.state for answer in adapter.split(account, known, shares)} == {SplitState.SUCCEEDED}
    again = adapter.split(account, known, shares)
    assert [answer.number for answer in again] == ["S1", "S2"]
    assert sum(each["amount"] for each in wechat.desk.shares.values()) == 1045
    assert wechat.desk.receivers["1900009999"] == "卡券平台"
    assert not wechat.desk.payments[wanted.number]["frozen"]


def test_a_share_on_its_way_keeps_the_rest_frozen(wechat, adapter):
    account, wanted = account_of(), asked()
    adapter.start(account, wanted)
    wechat.desk.pay(wanted.number)
    wechat.desk.slow = True
    share, known = Share("S3", SplitRole.PLATFORM, "1900009999:卡券平台", 45), known_of(wanted, wechat.desk)
    assert adapter.split(account, known, [share])[0].state == SplitState.SENDING
    assert wechat.desk.payments[wanted.number]["frozen"]
    wechat.desk.slow = False
    assert adapter.split(account, known, [share])[0].state == SplitState.SUCCEEDED
    assert not wechat.desk.payments[wanted.number]["frozen"]


def test_a_share_beyond_the_limit_or_to_a_stranger_fails_alone(wechat, adapter):
    account, wanted = account_of(), asked()
    adapter.start(account, wanted)
    wechat.desk.pay(wanted.number)
    shares = [
        Share("S4", SplitRole.SUPPLIER, "1900000303", 100),
        Share("S5", SplitRole.SUPPLIER, "1900000304:供应商", 1351),
        Share("S6", SplitRole.SUPPLIER, "1900000304:供应商", 1350),
    ]
    answers = adapter.split(account, known_of(wanted, wechat.desk), shares)
    assert [(answer.state, answer.reason) for answer in answers] == [
        (SplitState.FAILED, "INVALID_REQUEST"),
        (SplitState.FAILED, "NOT_ENOUGH"),
        (SplitState.SUCCEEDED, ""),
    ]


def test_a_share_comes_back_in_parts_each_once(wechat, adapter):
    account, wanted = account_of(), asked()
    adapter.start(account, wanted)
    wechat.desk.pay(wanted.number)
    share, known = Share("S7", SplitRole.PLATFORM, "1900009999:卡券平台", 45), known_of(wanted, wechat.desk)
    adapter.split(account, known, [share])
    for number in ("T1", "T1", "T2"):
        assert adapter.unsplit(account, known, share, 20, number).state == SplitState.RETURNED
    assert sum(each["amount"] for each in wechat.desk.returns.values()) == 40
    with pytest.raises(GatewayRefused, match="NOT_ENOUGH"):
        adapter.unsplit(account, known, share, 6, "T3")
    wechat.desk.slow = True
    assert adapter.unsplit(account, known, share, 5, "T4").state == SplitState.SENDING
    with pytest.raises(GatewayRefused, match="PERSONAL_OPENID"):
        adapter.unsplit(account, known, share._replace(receiver="oUpF8uMuAJO"), 1, "T5")


def test_the_bill_of_a_day_is_read(wechat, adapter, inside):
    account, wanted = account_of(), asked()
    today = now().astimezone(dt.timezone(dt.timedelta(hours=8))).date()
    assert list(adapter.bill(account, today)) == []
    adapter.start(account, wanted)
    wechat.desk.pay(wanted.number)
    adapter.refund(account, known_of(wanted), RefundAsked("R1000009", 1500, ""))
    paid, back = adapter.bill(account, today)
    assert paid[:6] == (wanted.number, wechat.desk.payments[wanted.number]["id"], "", 4500, 27, "CNY")
    assert back[:6] == (wanted.number, wechat.desk.refunds["R1000009"]["id"], "R1000009", -1500, -9, "CNY")
    assert abs(now() - paid.at) < dt.timedelta(seconds=5)
    assert list(adapter.bill(account, today - dt.timedelta(days=1))) == []
    wechat.fail("/v3/bill/tradebill", "400 STATEMENT_CREATING")
    with pytest.raises(GatewayUnavailable):
        list(adapter.bill(account, today))


def test_a_bill_that_was_changed_on_its_way_is_not_read(wechat, adapter, monkeypatch):
    account, wanted = account_of(), asked()
    adapter.start(account, wanted)
    wechat.desk.pay(wanted.number)
    monkeypatch.setattr(type(wechat.desk), "download", lambda self, given: self.bills["token"][:-20])
    with pytest.raises(GatewayUnavailable, match="bill"):
        list(adapter.bill(account, now().astimezone(dt.timezone(dt.timedelta(hours=8))).date()))
