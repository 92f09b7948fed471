"""The gateway against a peer that signs with its own keys: what is asked, what is believed, what goes wrong."""

import dataclasses
import urllib.parse
from decimal import Decimal

import httpx
import pytest

from platform_core.tenancy.context import tenant_context
from tenants.payments.enums import NoticeKind, RefundState, SplitState
from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.alipay import client as client_module
from tenants.payments.gateways.base import Account, Known, SessionKind
from tests.integration.alipay.trading import REFUND, RETURN, SHARES, asked, paid
from tests.simulators.alipay.signing import certificate, make_key, one_line


@pytest.mark.parametrize(
    ("method", "product"), [("alipay_page", "FAST_INSTANT_TRADE_PAY"), ("alipay_wap", "QUICK_WAP_PAY")]
)
def test_buyer_is_sent_to_a_signed_address(gateway, alipay, account, method, product):
    session = gateway.start(account, asked(method))
    assert session.kind == SessionKind.REDIRECT
    assert alipay.calls.total() == 0  # nothing is asked before the buyer goes there
    assert httpx.get(session.url, trust_env=False).json()  # the peer checked the signature
    trade = alipay.memory.trades["P1"]
    assert (trade.total, trade.product, trade.time_expire) == (Decimal("45.00"), product, "2030-01-01 08:30:00")
    assert (trade.subject, trade.notify_url) == ("订单 1   co 2 3", "http://shop.example/payments/notify/alipay")
    httpx.get(session.url.replace("45.00", "0.01"), trust_env=False)
    assert alipay.memory.trades["P1"].total == Decimal("45.00")


def test_a_changed_address_opens_nothing(gateway, alipay, account):
    session = gateway.start(account, asked("alipay_page"))
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(session.url).query)
    assert "private" not in session.url
    assert set(query) >= {"sign", "app_id", "timestamp", "biz_content", "notify_url", "return_url"}
    httpx.get(session.url.replace("45.00", "0.01"), trust_env=False)
    assert alipay.memory.trades == {}


def test_a_code_is_scanned_and_opened_once(gateway, alipay, account):
    first, again = gateway.start(account, asked()), gateway.start(account, asked())
    assert first == again
    assert (first.kind, first.url[:8]) == (SessionKind.QR, "https://")
    alipay.memory.pay("P1")
    with pytest.raises(GatewayRefused, match=r"ACQ\.TRADE_HAS_SUCCESS"):
        gateway.start(account, asked())


def test_only_what_will_be_shared_is_frozen_and_it_is_free_with_the_last_share(gateway, alipay, account):
    gateway.start(account, asked(number="P0"))
    assert not alipay.memory.trades["P0"].frozen
    trade, known = paid(alipay, gateway, account, shares=SHARES[:1])
    assert trade.frozen
    gateway.split(account, known, SHARES)
    assert not trade.frozen


def test_query_says_what_became_of_a_payment(gateway, alipay, account):
    known = Known("P1", 4500, "CNY", "alipay_page")
    assert gateway.query(account, known) is None  # the buyer never came
    trade, known = paid(alipay, gateway, account)
    trade.status = "WAIT_BUYER_PAY"
    assert gateway.query(account, known) is None
    for status, kind in [("TRADE_SUCCESS", "paid"), ("TRADE_FINISHED", "paid"), ("TRADE_CLOSED", "closed")]:
        trade.status = status
        said = gateway.query(account, known)
        assert (said.kind, said.amount, said.currency, said.provider_id) == (
            NoticeKind(kind),
            4500,
            "CNY",
            trade.trade_no,
        )


def test_close_lets_nobody_pay_any_more_and_does_not_close_what_is_paid(gateway, alipay, account):
    known = Known("P1", 4500, "CNY", "alipay_qr")
    gateway.close(account, known)  # was never opened there
    gateway.start(account, asked())
    gateway.close(account, known)
    assert alipay.memory.trades["P1"].status == "TRADE_CLOSED"
    gateway.close(account, known)
    _trade, second = paid(alipay, gateway, account, number="P2")
    with pytest.raises(GatewayRefused, match=r"ACQ\.TRADE_STATUS_ERROR"):
        gateway.close(account, second)


@pytest.mark.parametrize("trouble", ["", "lost"])
def test_a_refund_goes_back_once_however_often_it_is_asked_for(gateway, alipay, account, trouble):
    trade, known = paid(alipay, gateway, account)
    alipay.trouble = {"alipay.trade.refund": trouble}
    if trouble:
        with pytest.raises(GatewayUnavailable):
            gateway.refund(account, known, REFUND)
        alipay.trouble = {}
    for _ in range(2):
        assert gateway.refund(account, known, REFUND).state == RefundState.SUCCEEDED
    assert trade.refunded == Decimal("15.00")
    assert gateway.query_refund(account, known, REFUND).state == RefundState.SUCCEEDED
    assert gateway.query_refund(account, known, REFUND._replace(number="R2")).state == RefundState.PENDING


def test_a_refund_is_refused_with_the_institutions_own_reason(gateway, alipay, account):
    trade, known = paid(alipay, gateway, account)
    with pytest.raises(GatewayRefused) as refused:
        gateway.refund(account, known, REFUND._replace(amount=4501))
    assert refused.value.data == {"reason": "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"}
    assert trade.refunds == {}
    with pytest.raises(GatewayRefused, match=r"ACQ\.TRADE_NOT_EXIST"):
        gateway.refund(account, known._replace(number="P9"), REFUND)


def test_shares_are_paid_once_and_come_back_once(gateway, alipay, account):
    trade, known = paid(alipay, gateway, account)
    for _ in range(2):
        answers = gateway.split(account, known, SHARES)
        assert [(each.number, each.state) for each in answers] == [
            (SHARES[0].number, SplitState.SUCCEEDED),
            (SHARES[1].number, SplitState.SUCCEEDED),
        ]
        assert all(each.provider_id for each in answers)
    assert trade.shared == Decimal("42.25")
    for _ in range(2):
        back = gateway.unsplit(account, known, SHARES[1], 1333, RETURN)
        assert (back.number, back.state) == (SHARES[1].number, SplitState.RETURNED)
    assert trade.share_of("supplier@example.com") == Decimal("26.67")
    assert trade.refunded == 0  # the buyer has nothing of that
    assert gateway.unsplit(account, known, SHARES[1], 4000, "T2").state == SplitState.FAILED


@pytest.mark.parametrize("lost", ["alipay.trade.order.settle", "alipay.trade.order.settle.query"])
def test_a_share_whose_answer_was_lost_is_not_paid_again(gateway, alipay, account, lost):
    trade, known = paid(alipay, gateway, account)
    alipay.trouble = {lost: "lost"}
    with pytest.raises(GatewayUnavailable):
        gateway.split(account, known, SHARES)
    alipay.trouble = {}
    assert {each.state for each in gateway.split(account, known, SHARES)} == {SplitState.SUCCEEDED}
    assert trade.shared == Decimal("42.25")


def test_shares_that_are_on_their_way_or_refused_say_so(gateway, alipay, account):
    _trade, known = paid(alipay, gateway, account)
    too_much = [SHARES[0], SHARES[1]._replace(amount=4500)]
    good, refused = gateway.split(account, known, too_much)
    assert good.state == SplitState.SUCCEEDED
    assert (refused.state, refused.reason) == (SplitState.FAILED, "ACQ.ALLOC_AMOUNT_VALIDATE_ERROR")
    alipay.memory.settling = "PROCESSING"
    assert gateway.split(account, known, [SHARES[1]])[0].state == SplitState.SENDING


def test_shares_of_a_scanned_payment_come_back_with_the_refund_itself(gateway, alipay, account):
    trade, known = paid(alipay, gateway, account, "alipay_qr")
    gateway.split(account, known, SHARES)
    before = alipay.calls.total()
    assert gateway.unsplit(account, known, SHARES[1], 1333, RETURN).state == SplitState.RETURNED
    assert alipay.calls.total() == before
    gateway.refund(account, known, REFUND)
    assert trade.share_of("supplier@example.com") == Decimal("26.67")


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ("500", "HTTPStatusError"),
        ("system", "aop.ACQ.SYSTEM_ERROR"),
        ("forged", "signature of the answer"),
        ("unsigned", "unsigned"),
        ("another", "an answer about another trade"),
        ("slow", "ReadTimeout"),
    ],
)
def test_what_is_not_certain_is_asked_again(gateway, alipay, account, monkeypatch, trouble, reason):
    _trade, known = paid(alipay, gateway, account)
    if trouble == "slow":
        monkeypatch.setattr(client_module, "TIMEOUT", 0.2)
    alipay.trouble = {"*": trouble}
    for call in (lambda: gateway.query(account, known), lambda: gateway.refund(account, known, REFUND)):
        with pytest.raises(GatewayUnavailable) as unsure:
            call()
        assert unsure.value.data["reason"] == reason


def test_nobody_there_is_not_a_refusal(gateway, account, monkeypatch):
    monkeypatch.setattr(gateway, "live", "http://127.0.0.1:9/gateway.do")
    with pytest.raises(GatewayUnavailable, match="ConnectError"):
        gateway.query(account, Known("P1", 4500, "CNY", "alipay_page"))


def test_a_call_signed_with_a_wrong_key_is_not_taken_for_a_refusal(gateway, alipay, account, secrets):
    wrong = Account(None, "alipay", account.settings, {**secrets, "private_key": one_line(make_key())})
    with pytest.raises(GatewayUnavailable, match=r"unsigned isv\.invalid-signature"):
        gateway.start(wrong, asked())
    assert alipay.memory.trades == {}


def test_an_account_with_certificates_names_them_in_every_call(gateway, alipay, account):
    root_key = make_key()
    root = certificate("Root", root_key.public_key(), root_key)
    secrets = {
        "private_key": one_line(alipay.app_key),
        "app_cert": certificate("App", alipay.app_key.public_key(), root_key, "Root"),
        "alipay_cert": certificate("Alipay", alipay.key.public_key(), root_key, "Root"),
        "alipay_root_cert": root + root,
    }
    gateway.check_account(account.settings, secrets)
    certified = Account(None, "alipay", account.settings, secrets)
    made = client_module.client_of(certified, alipay.url)
    alipay.certificates = {"app_cert_sn": made.app_cert_sn, "alipay_root_cert_sn": made.alipay_root_cert_sn}
    trade, known = paid(alipay, gateway, certified)
    assert gateway.query(certified, known).kind == NoticeKind.PAID
    assert gateway.verify(certified, alipay.notice(trade), {}).amount == 4500
    with pytest.raises(GatewayUnavailable):
        gateway.query(account, known)  # without certificates


def test_a_test_shop_asks_the_institutions_sandbox(gateway, inside, account):
    with tenant_context(dataclasses.replace(inside, livemode=False)):
        url = gateway.start(account, asked("alipay_page")).url
    assert url.startswith("https://openapi-sandbox.dl.alipaydev.com/gateway.do?")
