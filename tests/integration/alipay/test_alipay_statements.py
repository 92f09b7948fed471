"""Alipay's own statement of a day, fetched and matched; asked about what it has and we have not."""

from zoneinfo import ZoneInfo

import pytest

from tenants.orders.enums import OrderStatus
from tenants.orders.models import AbnormalCase, Order
from tenants.payments.enums import RefundState
from tenants.payments.errors import GatewayUnavailable
from tenants.payments.gateways.base import RefundAsked
from tenants.payments.known import known_of
from tenants.payments.models import GatewayRefund, Payment
from tenants.payments.services.request_refund import request_refund
from tenants.reporting.enums import DifferenceState, StatementState
from tenants.reporting.models import Difference, FeeBooking, StatementLine
from tenants.reporting.services.ask_about_difference import ask_about_difference
from tenants.reporting.services.undo_statement import undo_statement
from tests.integration.alipay.test_alipay_bills import AFTER, BEFORE, HEAD
from tests.integration.alipay.test_alipay_orders import client, trade  # noqa: F401 - fixtures
from tests.integration.reporting.loading import fetch, known_here, open_differences
from tests.world import now


def line(trade_no, number, kind, amount, fee, refund=""):
    """A line of today's bill."""
    at = f"{now().astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M:%S}"
    first = f"{trade_no}\t,{number}\t,{kind}\t,点卡,{at},{at}\t,,,,,张三\t,{amount},{amount}"
    return f"{first},0.00,0.00,0.00,0.00,0.00,,0.00,0.00,{refund}\t,{fee},0.00,"


def put(alipay, *lines):
    """The bill of today."""
    alipay.put_bill([*BEFORE, HEAD, *lines, *AFTER])


def ask(row):
    """Somebody of finance asks about a difference."""
    return ask_about_difference(difference_id=row.id, actor="finance@alpha.example", now=now())


def test_a_fetched_bill_that_agrees_is_matched_with_its_fees(paid_by_alipay, inside, alipay):
    payment = known_here("alipay", "P1", "20261125001")
    GatewayRefund.objects.create(
        payment=payment, number="R1", amount=1500, currency="CNY", state=RefundState.SUCCEEDED,
        provider_id="20261125001-R1", actor="test", created_at=now(), done_at=now(),
    )  # fmt: skip
    put(
        alipay,
        line("20261125001", "P1", "交易", "45.00", "-0.27"),
        line("20261125001", "P1", "退款", "-15.00", "0.09", "R1"),
    )
    statement = fetch("alipay")
    assert (statement.state, statement.lines_taken, open_differences()) == (StatementState.MATCHED, 2, [])
    assert sorted(FeeBooking.objects.values_list("amount", flat=True)) == [-9, 27]


def test_a_day_without_a_bill_is_refused_with_its_reason(paid_by_alipay, inside):
    statement = fetch("alipay")
    assert (statement.state, statement.failure) == (StatementState.REJECTED, "isp.bill_not_exist")
    assert not StatementLine.objects.exists()


def test_a_bill_that_cannot_be_read_leaves_nothing_and_is_tried_again(paid_by_alipay, inside, alipay):
    put(alipay, line("20261125001", "P1", "交易", "45.001", "0"))
    with pytest.raises(GatewayUnavailable):
        fetch("alipay")
    assert not StatementLine.objects.exists()


def test_asking_about_a_payment_that_we_never_knew_puts_it_on_record_with_a_case(
    paid_by_alipay, inside, alipay, account
):
    alipay.memory.open({"out_trade_no": "PX1", "total_amount": "45.00", "subject": "x"}, "QR", "")
    theirs = alipay.memory.pay("PX1").trade_no
    put(alipay, line(theirs, "PX1", "交易", "45.00", "-0.27"))
    fetch("alipay")
    assert open_differences() == [("missing_here", "payment", "PX1")]
    assert ask(Difference.objects.get()).state == DifferenceState.CLEARED
    payment = Payment.objects.get()
    assert (payment.provider_id, payment.order_id, AbnormalCase.objects.get().payment_id) == (theirs, None, payment.id)


def test_asking_about_a_payment_whose_notice_was_lost_delivers_its_order(trade, inside, alipay):  # noqa: F811
    put(alipay, line(trade.trade_no, trade.out_trade_no, "交易", f"{trade.total:.2f}", "-0.27"))
    fetch("alipay")
    assert open_differences() == [("status_differs", "payment", trade.out_trade_no)]
    assert ask(Difference.objects.get()).state == DifferenceState.CLEARED
    assert Order.objects.get().status == OrderStatus.COMPLETED


def test_asking_about_a_refund_whose_answer_was_lost_finishes_it(trade, inside, alipay, gateway, account):  # noqa: F811
    paid = line(trade.trade_no, trade.out_trade_no, "交易", f"{trade.total:.2f}", "0")
    put(alipay, paid)
    statement = fetch("alipay")
    ask(Difference.objects.get())
    payment = Payment.objects.get()
    wanted = request_refund(payment_id=payment.id, amount=1500, reason="test", actor="staff", owed=False, now=now())
    gateway.refund(account, known_of(payment), RefundAsked(wanted.number, 1500, ""))
    undo_statement(statement_id=statement.id, actor="finance", now=now())
    put(alipay, paid, line(trade.trade_no, trade.out_trade_no, "退款", "-15.00", "0", wanted.number))
    fetch("alipay")
    assert open_differences() == [("status_differs", "refund", wanted.number)]
    assert ask(Difference.objects.get(fact="refund")).state == DifferenceState.CLEARED
    wanted.refresh_from_db()
    assert wanted.state == RefundState.SUCCEEDED
