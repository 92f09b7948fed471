"""What genuine notices say; what is forged is in the published vectors and in the orders."""

from decimal import Decimal

import pytest

from tenants.payments.enums import NoticeKind
from tenants.payments.errors import GatewayUnavailable, NoticeForged
from tenants.payments.gateways.base import RefundAsked
from tests.integration.alipay.trading import RETURN, SHARES, paid


def test_a_refund_that_a_notice_tells_of_is_asked_about(gateway, alipay, account):
    trade, known = paid(alipay, gateway, account)
    for number, amount in (("R1", 1500), ("R2", 3000)):
        gateway.refund(account, known, RefundAsked(number, amount, ""))
        said = gateway.verify(account, alipay.refund_notice(trade, number), {})
        assert (said.kind, said.payment_number, said.refund_number) == (NoticeKind.REFUNDED, "P1", number)
        assert (said.amount, said.provider_id) == (amount, f"{trade.trade_no}-{number}")  # of this one, not of all
    assert trade.status == "TRADE_CLOSED"
    long = "E" * 64
    trade.refunds[long] = Decimal("1.00")
    assert len(gateway.verify(account, alipay.refund_notice(trade, long), {}).provider_id) == 32


def test_a_refund_that_is_not_there_yet_is_told_again_later(gateway, alipay, account):
    trade, _known = paid(alipay, gateway, account)
    with pytest.raises(GatewayUnavailable, match="refund not there yet"):
        gateway.verify(account, alipay.refund_notice(trade, "R1"), {})


def test_shares_that_came_back_are_no_refund_of_the_buyers(gateway, alipay, account):
    trade, known = paid(alipay, gateway, account)
    gateway.split(account, known, SHARES)
    gateway.unsplit(account, known, SHARES[1], 1333, RETURN)
    assert gateway.verify(account, alipay.refund_notice(trade, RETURN), {}).kind == NoticeKind.OTHER


def test_notices_that_say_nothing_of_money_say_so(gateway, alipay, account):
    trade, _known = paid(alipay, gateway, account)
    assert (
        gateway.verify(account, alipay.notice(trade, trade_status="TRADE_FINISHED", gmt_refund="x"), {}).kind
        == NoticeKind.PAID
    )
    assert gateway.verify(account, alipay.notice(trade, trade_status="TRADE_CLOSED"), {}).kind == NoticeKind.CLOSED
    assert gateway.verify(account, alipay.notice(trade, trade_status="WAIT_BUYER_PAY"), {}).kind == NoticeKind.OTHER
    assert gateway.verify(account, alipay.notice(trade, notify_type="dispute_sync"), {}).kind == NoticeKind.OTHER
    for changed in ({"total_amount": "45.001"}, {"out_trade_no": ""}, {"total_amount": "much"}):
        with pytest.raises(NoticeForged):
            gateway.verify(account, alipay.notice(trade, **changed), {})
    assert gateway.received().body == "success"
