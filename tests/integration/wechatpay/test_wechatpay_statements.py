"""WeChat Pay's own bill of a day, fetched and matched; asked about what it has and we have not."""

import datetime as dt

import pytest

from tenants.orders.enums import OrderStatus
from tenants.orders.models import AbnormalCase
from tenants.payments.enums import RefundState
from tenants.payments.errors import GatewayUnavailable
from tenants.payments.gateways.base import RefundAsked
from tenants.payments.models import GatewayRefund, Payment
from tenants.reporting.enums import DifferenceAct, DifferenceState, StatementState
from tenants.reporting.errors import StatementRefused, StatementRepeated
from tenants.reporting.models import Difference, FeeBooking, Statement
from tenants.reporting.services.ask_about_difference import ask_about_difference
from tenants.reporting.services.fetch_statement import fetch_statement
from tenants.reporting.services.load_statement import load_statement
from tests.integration.orders.ordering import open_payment, order
from tests.integration.reporting.loading import fetch, known_here, open_differences
from tests.integration.wechatpay.paying import account_of, asked, known_of, open_account
from tests.world import now


@pytest.fixture
def shop_account(inside, adapter, wechat):
    """The shop's account, and the same for calls of the adapter."""
    open_account(wechat.desk)
    return account_of()


def paid_there(adapter, wechat, account, **given):
    """A payment at the institution: its number and theirs."""
    wanted = asked(**given)
    adapter.start(account, wanted)
    wechat.desk.pay(wanted.number)
    return wanted, wechat.desk.payments[wanted.number]["id"]


def ask(row):
    """Somebody of finance asks about a difference."""
    return ask_about_difference(difference_id=row.id, actor="finance@alpha.example", now=now())


def test_a_fetched_bill_that_agrees_is_matched_with_its_fees(shop_account, adapter, wechat):
    wanted, theirs = paid_there(adapter, wechat, shop_account)
    payment = known_here("wechatpay", wanted.number, theirs)
    adapter.refund(shop_account, known_of(wanted), RefundAsked("R1000001", 1500, ""))
    refund_id = wechat.desk.refunds["R1000001"]["id"]
    GatewayRefund.objects.create(
        payment=payment, number="R1000001", amount=1500, currency="CNY", state=RefundState.SUCCEEDED, provider_id=refund_id,
        actor="test", created_at=now(), done_at=now(),
    )  # fmt: skip
    statement = fetch("wechatpay")
    assert (statement.state, statement.lines_taken, open_differences()) == (StatementState.MATCHED, 2, [])
    assert sorted(FeeBooking.objects.values_list("amount", flat=True)) == [-9, 27]
    with pytest.raises(StatementRepeated):
        fetch("wechatpay")


def test_asking_about_a_payment_that_we_never_knew_puts_it_on_record_with_a_case(shop_account, adapter, wechat):
    wanted, theirs = paid_there(adapter, wechat, shop_account)
    statement = fetch("wechatpay")
    assert open_differences() == [("missing_here", "payment", wanted.number)]
    row = ask(Difference.objects.get())
    payment = Payment.objects.get()
    assert (payment.number, payment.provider_id, payment.order_id) == (wanted.number, theirs, None)
    assert AbnormalCase.objects.get().payment_id == payment.id
    assert (row.state, [note.act for note in row.notes.all()]) == (DifferenceState.CLEARED, [DifferenceAct.ASKED])
    statement.refresh_from_db()
    assert (statement.state, statement.open_count) == (StatementState.SETTLED, 0)
    assert FeeBooking.objects.get().amount == 27


def test_asking_about_a_payment_whose_notice_was_lost_delivers_its_order(shop_account, adapter, wechat, stocked):
    placed = order((stocked.sku, 1))
    payment = open_payment(placed)
    wechat.desk.pay(payment.number)
    fetch("wechatpay")
    assert open_differences() == [("status_differs", "payment", payment.number)]
    assert ask(Difference.objects.get()).state == DifferenceState.CLEARED
    placed.refresh_from_db()
    assert placed.status == OrderStatus.COMPLETED


def test_asking_in_vain_changes_nothing(shop_account, adapter, wechat):
    paid_there(adapter, wechat, shop_account)
    fetch("wechatpay")
    wechat.fail("/v3/pay/transactions", "500 SYSTEM_ERROR")
    with pytest.raises(GatewayUnavailable):
        ask(Difference.objects.get())
    row = Difference.objects.get()
    assert (row.state, row.notes.count(), Payment.objects.count()) == (DifferenceState.OPEN, 0, 0)


def test_a_bill_that_is_not_made_yet_is_fetched_by_the_next_try(shop_account, adapter, wechat):
    wanted, theirs = paid_there(adapter, wechat, shop_account)
    known_here("wechatpay", wanted.number, theirs)
    wechat.fail("/v3/bill/tradebill", "400 STATEMENT_CREATING")
    with pytest.raises(GatewayUnavailable):
        fetch("wechatpay")
    waiting = Statement.objects.get()
    assert (waiting.state, bool(waiting.failure)) == (StatementState.LOADING, True)
    load_statement(statement_id=waiting.id, now=now() + dt.timedelta(days=1))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.failure, waiting.lines_taken) == (StatementState.MATCHED, "", 1)


def test_a_day_that_is_not_over_and_a_shop_without_an_account_are_refused(inside, adapter, wechat):
    today = now().astimezone(dt.timezone(dt.timedelta(hours=8))).date()
    for reason in ("no_account", "day_not_over"):
        with pytest.raises(StatementRefused, match=reason):
            fetch_statement(gateway="wechatpay", day=today, created_by="test", now=now())
        open_account(wechat.desk)
    assert not Statement.objects.exists()
