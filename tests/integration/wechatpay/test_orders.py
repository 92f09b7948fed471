"""From an order to its codes, its shares and its refund, through WeChat Pay; and whoever only pretends changes nothing."""

import datetime as dt

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.issuance.models import Issuance
from tenants.orders.enums import CaseReason, OrderStatus
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.services.ask_gateways import ask_gateways
from tenants.payments.enums import NoticeKind, NoticeOutcome, PaymentState, RefundState, SplitState
from tenants.payments.errors import GatewayUnavailable
from tenants.payments.models import GatewayNotice, GatewayRefund, Payment, PaymentSplit, SupplierReceiver
from tenants.payments.services.pay_refund import pay_refund
from tenants.payments.services.pay_splits import pay_splits
from tenants.payments.services.request_refund import request_refund
from tests.api.v1.testing import run_jobs
from tests.integration.orders.ordering import books, open_payment, order
from tests.integration.wechatpay.paying import open_account, tell
from tests.simulators.wechatpay.keys import PUBLIC_KEY_ID, platform, public_pem
from tests.world import now

LONGER = dt.timedelta(minutes=1)  # than a notice is waited for
RECEIVED = {"code": "SUCCESS", "message": "成功"}


@pytest.fixture
def ordered(adapter, inside, stocked, wechat):
    """An order that waits for its payment by QR code, in a shop whose platform takes 1 %."""
    open_account(wechat.desk, commission=100)
    placed = order((stocked.sku, 1))
    return placed, open_payment(placed)


def paid_for(shop, ordered, wechat):
    """The same, paid."""
    placed, payment = ordered
    assert tell(shop, wechat.paid(payment.number)).json() == RECEIVED
    placed.refresh_from_db()
    payment.refresh_from_db()
    return placed, payment


def give_back(payment, amount):
    """Somebody of the shop refunds; the job runs."""
    refund = request_refund(payment_id=payment.id, amount=amount, reason="test", actor="staff", owed=False, now=now())
    run_jobs()
    refund.refresh_from_db()
    return refund


def test_a_notice_pays_an_order_once_and_its_codes_are_delivered(inside, ordered, wechat):
    placed, payment = ordered
    assert payment.session["url"].startswith("weixin://")
    notice = wechat.paid(payment.number)
    answers = [tell(inside, notice) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert answers[0].headers["Content-Type"] == "application/json"
    assert [answer.json() for answer in answers] == [RECEIVED] * 3
    placed.refresh_from_db()
    assert placed.status == OrderStatus.COMPLETED
    assert Issuance.objects.count() == 1
    assert list(GatewayNotice.objects.order_by("id").values_list("outcome", flat=True)) == [
        NoticeOutcome.SETTLED,
        NoticeOutcome.REPEATED,
        NoticeOutcome.REPEATED,
    ]
    assert books()["PROVIDER_BALANCE"] == 4500


def test_the_platform_and_a_supplier_are_paid_by_the_institution(inside, ordered, wechat, stocked):
    SupplierReceiver.objects.create(
        supplier_id=stocked.contract.supplier_id, gateway="wechatpay", receiver="1900000202:供应商", created_at=now()
    )
    paid_for(inside, ordered, wechat)
    assert books()["SPLITS_PAYABLE"] == -1350
    run_jobs()
    shares = dict(PaymentSplit.objects.values_list("role", "amount"))
    assert shares == {"platform": 45, "supplier": 1305}  # 30 % together; the supplier is owed the rest in the books
    assert {split.state for split in PaymentSplit.objects.all()} == {SplitState.SUCCEEDED}
    assert sum(share["amount"] for share in wechat.desk.shares.values()) == 1350
    assert not any(paid["frozen"] for paid in wechat.desk.payments.values())
    found = books()
    assert found["PROVIDER_BALANCE"] == 4500 - 1350
    assert found["SUPPLIER_PAYABLE"] == -10 * 4000 + 1305
    assert "SPLITS_PAYABLE" not in found


def test_a_payment_of_which_nobody_gets_a_share_is_let_go_all_the_same(adapter, inside, stocked, wechat):
    open_account(wechat.desk)
    placed = order((stocked.sku, 1))
    paid_for(inside, (placed, open_payment(placed)), wechat)
    (paid,) = wechat.desk.payments.values()
    assert paid["frozen"]
    run_jobs()
    assert not paid["frozen"]
    assert wechat.desk.shares == {}
    assert books()["PROVIDER_BALANCE"] == 4500


def test_a_refund_takes_its_part_of_the_shares_back_and_is_done_when_the_institution_says_so(inside, ordered, wechat):
    placed, payment = paid_for(inside, ordered, wechat)
    run_jobs()
    refund = give_back(payment, 1500)
    assert refund.state == RefundState.PENDING
    assert [each["amount"] for each in wechat.desk.returns.values()] == [15]
    done = wechat.notice("REFUND.SUCCESS", wechat.desk.finish_refund(refund.number), about="refund")
    assert [tell(inside, done).json() for _ in range(2)] == [RECEIVED] * 2
    refund.refresh_from_db()
    placed.refresh_from_db()
    assert (refund.state, placed.status, placed.refunded) == (
        RefundState.SUCCEEDED,
        OrderStatus.PARTIALLY_REFUNDED,
        1500,
    )
    assert books()["PROVIDER_BALANCE"] == 4500 - 45 + 15 - 1500
    rest = give_back(payment, 3000)
    tell(inside, wechat.notice("REFUND.SUCCESS", wechat.desk.finish_refund(rest.number), about="refund"))
    assert PaymentSplit.objects.get().state == SplitState.RETURNED
    found = books()
    assert ("PROVIDER_BALANCE" in found, "COMMISSION" in found) == (False, False)


def test_a_refund_before_the_shares_were_paid_leaves_nothing_to_take_back(inside, ordered, wechat):
    _placed, payment = paid_for(inside, ordered, wechat)
    refund = request_refund(payment_id=payment.id, amount=4500, reason="", actor="staff", owed=False, now=now())
    _refund, answer = pay_refund(refund_id=refund.id, now=now())
    assert answer.state == RefundState.PENDING
    run_jobs()
    tell(inside, wechat.notice("REFUND.SUCCESS", wechat.desk.finish_refund(refund.number), about="refund"))
    assert "PROVIDER_BALANCE" not in books()
    assert (wechat.desk.shares, wechat.desk.returns) == ({}, {})
    assert not any(paid["frozen"] for paid in wechat.desk.payments.values())


def test_a_share_that_does_not_come_back_leaves_the_buyer_paid(inside, ordered, wechat):
    _placed, payment = paid_for(inside, ordered, wechat)
    run_jobs()
    wechat.fail("/v3/profitsharing/return-orders", "403 NO_AUTH")
    refund = give_back(payment, 4500)
    tell(inside, wechat.notice("REFUND.SUCCESS", wechat.desk.finish_refund(refund.number), about="refund"))
    assert books()["PROVIDER_BALANCE"] == -45  # the merchant's to settle with the receiver


def test_a_share_waits_until_the_institution_answers(inside, ordered, wechat):
    _placed, payment = paid_for(inside, ordered, wechat)
    for how in ("500", "drop", "400 INVALID_REQUEST 稍后"):
        wechat.fail("/v3/profitsharing/orders", how)
        with pytest.raises(GatewayUnavailable):
            pay_splits(payment_id=payment.id, now=now())
        assert PaymentSplit.objects.get().state == SplitState.SENDING
    assert pay_splits(payment_id=payment.id, now=now())
    assert PaymentSplit.objects.get().state == SplitState.SUCCEEDED
    books()


@pytest.mark.parametrize(("event", "status"), [("REFUND.ABNORMAL", "ABNORMAL"), ("REFUND.CLOSED", "CLOSED")])
def test_a_refund_that_reaches_nobody_waits_for_a_person(inside, ordered, wechat, event, status):
    _placed, payment = paid_for(inside, ordered, wechat)
    refund = give_back(payment, 1500)
    tell(inside, wechat.notice(event, wechat.desk.finish_refund(refund.number, status), about="refund"))
    refund.refresh_from_db()
    assert (refund.state, refund.failure) == (RefundState.FAILED, status)
    assert AbnormalCase.objects.get().reason == CaseReason.REFUND_FAILED
    assert books()["REFUNDS_PAYABLE"] == -1500


def test_a_refund_is_taken_from_no_balance_that_is_not_there(inside, ordered, wechat):
    _placed, payment = paid_for(inside, ordered, wechat)
    wechat.fail("/v3/refund/domestic/refunds", "403 NOT_ENOUGH")
    refund = give_back(payment, 1500)
    assert (refund.state, refund.failure) == (RefundState.FAILED, "NOT_ENOUGH")
    assert AbnormalCase.objects.get().reason == CaseReason.REFUND_FAILED


def test_a_lost_notice_is_found_by_asking(inside, ordered, wechat):
    placed, payment = ordered
    wechat.desk.pay(payment.number)
    Payment.objects.update(created_at=now() - LONGER)
    wechat.fail("/v3/pay", "500")
    assert ask_gateways(now=now()) == 0
    Payment.objects.update(checked_at=None)
    assert ask_gateways(now=now()) == 1
    placed.refresh_from_db()
    assert placed.status == OrderStatus.COMPLETED
    assert tell(inside, wechat.paid(payment.number)).json() == RECEIVED
    assert Issuance.objects.count() == 1
    assert books()["PROVIDER_BALANCE"] == 4500


def test_a_lost_word_of_a_refund_is_found_by_asking(inside, ordered, wechat):
    _placed, payment = paid_for(inside, ordered, wechat)
    refund = give_back(payment, 1500)
    wechat.desk.finish_refund(refund.number)
    GatewayRefund.objects.update(checked_at=None, created_at=now() - LONGER)
    assert ask_gateways(now=now()) == 1
    refund.refresh_from_db()
    assert refund.state == RefundState.SUCCEEDED


def test_a_wrong_amount_is_in_the_books_and_delivers_nothing(inside, ordered, wechat):
    _placed, payment = ordered
    less = {"total": 4499, "payer_total": 4499, "currency": "CNY", "payer_currency": "CNY"}
    assert tell(inside, wechat.paid(payment.number, amount=less)).json() == RECEIVED
    assert not Issuance.objects.exists()
    assert books()["UNALLOCATED"] == -4499


FORGERIES = {
    "signed by a stranger": {"signer": "stranger"},
    "with a certificate that nobody has": {"serial": "0" * 39 + "1"},
    "with a serial that is none": {"serial": "none"},
    "of yesterday": {"age": 86_400},
    "of six minutes ago": {"age": 360},
    "of tomorrow": {"age": -86_400},
    "sealed for another merchant": {"api_v3_key": "vutsrqponmlkjihgfedcba9876543210"},
    "of another merchant": {"mchid": "1900000110"},
    "of another app": {"appid": "wx0000000000000000"},
}


def test_a_notice_that_is_not_for_this_shop_changes_nothing(inside, ordered, wechat):
    placed, payment = ordered
    before = books()
    answers = {name: tell(inside, wechat.paid(payment.number, **forgery)) for name, forgery in FORGERIES.items()}
    assert {name for name, answer in answers.items() if (answer.status_code, answer.content) != (400, b"fail")} == set()
    placed.refresh_from_db()
    payment.refresh_from_db()
    assert (placed.status, payment.state) == (OrderStatus.PENDING_PAYMENT, PaymentState.CREATED)
    assert books() == before
    assert not GatewayNotice.objects.exists()
    assert not Issuance.objects.exists()
    assert tell(inside, wechat.paid(payment.number)).json() == RECEIVED  # what they were made of was good


def test_a_body_that_was_changed_on_its_way_changes_nothing(inside, ordered, wechat):
    _placed, payment = ordered
    body, headers = wechat.paid(payment.number)
    assert tell(inside, (body + b" ", headers)).status_code == 400
    assert tell(inside, (body, {})).status_code == 400
    assert not GatewayNotice.objects.exists()


def test_a_notice_of_one_shop_is_nothing_to_another(inside, ordered, wechat, other_tenant):
    _placed, payment = ordered
    notice = wechat.paid(payment.number, signer="public key", serial=PUBLIC_KEY_ID)
    assert tell(other_tenant, notice).status_code == 404  # no account there
    believed = {"public_key_id": PUBLIC_KEY_ID, "keys": {"public_key": public_pem("public key")}}
    for mchid, status in (("1900000110", 400), (wechat.desk.mchid, 200)):  # a good signature, and even the same seal
        with tenant_context(other_tenant):
            open_account(wechat.desk, mch_id=mchid, **believed)
        assert tell(other_tenant, notice).status_code == status
    with tenant_context(other_tenant):  # of the same merchant, but unknown in this shop: money for a person to look at
        assert GatewayNotice.objects.get().outcome == NoticeOutcome.UNKNOWN_PAYMENT
        assert not Issuance.objects.exists()
    assert not Order.objects.exclude(status=OrderStatus.PENDING_PAYMENT).exists()
    assert not Issuance.objects.exists()


def test_a_notice_signed_with_a_certificate_of_today_is_believed(inside, ordered, wechat, monkeypatch):
    from tenants.payments.gateways.wechatpay import client

    placed, payment = ordered
    wechat.desk.platforms.append(platform("platform 2"))
    monkeypatch.setattr(client, "PAUSE", 0)
    assert tell(inside, wechat.paid(payment.number)).json() == RECEIVED
    placed.refresh_from_db()
    assert placed.status == OrderStatus.COMPLETED


OTHERS = {
    "shares that were paid": (
        "TRANSACTION.SUCCESS",
        {"mchid": "1900000109", "order_id": "1", "receiver": {}},
        "transaction",
    ),
    "a violation": ("VIOLATION.PUNISH", {"record_id": "1", "punish_plan": "关闭支付权限"}, "violation"),
    "a complaint": ("COMPLAINT.CREATE", {"complaint_id": "1", "action_type": "CREATE_COMPLAINT"}, "complaint"),
}


def test_what_moves_no_money_is_kept_for_the_log(inside, ordered, wechat):
    before = books()
    for event, resource, about in OTHERS.values():
        assert tell(inside, wechat.notice(event, resource, about=about)).json() == RECEIVED
    kept = list(GatewayNotice.objects.order_by("id").values_list("kind", "reason"))
    assert kept == [(NoticeKind.OTHER, event) for event, _resource, _about in OTHERS.values()]
    assert books() == before


def test_a_notice_whose_form_is_wrong_changes_nothing(inside, ordered, wechat):
    desk = wechat.desk
    about = {"mchid": desk.mchid, "appid": desk.appid, "trade_state": "SUCCESS"}
    assert tell(inside, wechat.notice("TRANSACTION.SUCCESS", about)).status_code == 400
    assert tell(inside, wechat.notice("REFUND.SUCCESS", {"mchid": desk.mchid}, about="refund")).status_code == 400
    assert tell(inside, wechat.notice("REFUND.SUCCESS", {}, about="refund")).status_code == 400
    assert not GatewayNotice.objects.exists()
