"""From the checkout to the books: paid by notice, shared, refunded; forged, replayed, lost, of somebody else."""

import dataclasses
import datetime as dt
import urllib.parse

import httpx
import pytest

from platform_core.tenancy.context import tenant_context
from tenants.issuance.models import Issuance
from tenants.orders.enums import CaseReason, OrderStatus
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.services.ask_gateways import ask_gateways
from tenants.orders.services.finish_refund import finish_refund
from tenants.payments.enums import PaymentState, RefundState, SplitState
from tenants.payments.errors import GatewayUnavailable
from tenants.payments.models import GatewayNotice, GatewayRefund, Payment, PaymentSplit, SupplierReceiver
from tenants.payments.services.pay_refund import pay_refund
from tenants.payments.services.pay_splits import pay_splits
from tenants.payments.services.request_refund import request_refund
from tenants.payments.services.save_account import save_account
from tests.integration.orders.ordering import books
from tests.simulators.alipay.signing import make_key
from tests.world import now, shop

FORM = "application/x-www-form-urlencoded; charset=utf-8"
PHONE = "Mozilla/5.0 (iPhone) Mobile"
DELIVERED = {
    "CODE_STOCK": 9 * 4000,
    "COST_OF_CODES": 4000,
    "SUPPLIER_PAYABLE": -9 * 4000 - 4000,
    "SALES": -4500,
    "PROVIDER_BALANCE": 4500,
}


def buy(client, sku, method="alipay:alipay_page"):
    data = {"sku": str(sku.id), "quantity": 1, "contact": "13812345678", "terms": "1", "method": method}
    return client.post("/checkout", data)


def notify(client, body):
    return client.post("/payments/notify/alipay", body, content_type=FORM)


@pytest.fixture
def client(tenant, paid_by_alipay):
    return shop(tenant)


@pytest.fixture
def trade(client, alipay, paid_by_alipay):
    """A buyer has paid at Alipay; nothing was told to the shop yet."""
    placed = buy(client, paid_by_alipay.sku)
    assert placed.status_code == 302
    assert httpx.get(placed.headers["Location"], trust_env=False).status_code == 200
    return alipay.memory.pay(next(iter(alipay.memory.trades)))


def share_out():
    """What the job does after a payment."""
    payment = Payment.objects.get()
    return pay_splits(payment_id=payment.id, now=now())


def refund(amount):
    """What the button does, and then the job."""
    asked = request_refund(
        payment_id=Payment.objects.get().id, amount=amount, reason="sorry", actor="test", owed=False, now=now()
    )
    sent, answer = pay_refund(refund_id=asked.id, now=now())
    finish_refund(number=sent.number, answer=answer, now=now())
    return asked


def test_a_buyer_pays_and_holds_the_code(tenant, client, alipay, trade):
    answer = notify(client, alipay.notice(trade))
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, b"success", "text/plain")
    with tenant_context(tenant):
        order, payment = Order.objects.get(), Payment.objects.get()
        assert (order.status, payment.state) == (OrderStatus.COMPLETED, PaymentState.SUCCEEDED)
        assert (payment.provider_id, payment.paid_amount) == (trade.trade_no, 4500)
        assert "buyer_logon_id" not in str(list(GatewayNotice.objects.values()))
    for _ in range(2):
        assert notify(client, alipay.notice(trade)).content == b"success"
    finished = alipay.notice(trade, trade_status="TRADE_FINISHED")
    assert notify(client, finished).content == b"success"
    with tenant_context(tenant):
        assert Issuance.objects.count() == 1
        outcomes = list(GatewayNotice.objects.order_by("id").values_list("outcome", flat=True))
        assert outcomes == ["settled", "repeated", "repeated", "repeated"]


def test_a_phone_is_sent_to_the_wap_page_and_what_it_brings_back_is_not_believed(tenant, alipay, paid_by_alipay):
    phone = shop(tenant, User_Agent=PHONE)
    address = buy(phone, paid_by_alipay.sku, "alipay:alipay_wap").headers["Location"]
    httpx.get(address, trust_env=False)
    returned = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)["return_url"][0]
    path = urllib.parse.urlsplit(returned).path
    phone.get(f"{path}?trade_status=TRADE_SUCCESS&total_amount=45.00&out_trade_no=P1&sign=x")
    with tenant_context(tenant):
        assert Order.objects.get().status == OrderStatus.PENDING_PAYMENT
        assert not Issuance.objects.exists()


def test_a_code_is_shown_to_be_scanned(tenant, client, alipay, paid_by_alipay):
    placed = buy(client, paid_by_alipay.sku, "alipay:alipay_qr")
    assert placed.headers["Location"].startswith("/orders/")
    with tenant_context(tenant):
        assert Payment.objects.get().session["url"].startswith("https://qr.alipay.example/")
    notify(client, alipay.notice(alipay.memory.pay(next(iter(alipay.memory.trades)))))
    with tenant_context(tenant):
        assert Order.objects.get().status == OrderStatus.COMPLETED


def test_platform_and_supplier_get_their_shares_at_the_institution(tenant, client, alipay, trade, paid_by_alipay):
    notify(client, alipay.notice(trade))
    with tenant_context(tenant):
        held = books()
        assert held["SPLITS_PAYABLE"] == -(225 + 4000)
        assert share_out()
        assert share_out()  # once more moves nothing
        assert {split.state for split in PaymentSplit.objects.all()} == {SplitState.SUCCEEDED}
        assert books() == {
            **DELIVERED,
            "SUPPLIER_PAYABLE": -9 * 4000,
            "COMMISSION": 225,
            "PROVIDER_BALANCE": 4500 - 225 - 4000,
        }
    assert (f"{trade.share_of(paid_by_alipay.platform)}", f"{trade.share_of(paid_by_alipay.supplier)}") == (
        "2.25",
        "40.00",
    )
    assert not trade.frozen


@pytest.mark.parametrize("shared", [True, False])
def test_a_refund_takes_the_shares_back_first(tenant, client, alipay, trade, shared):
    notify(client, alipay.notice(trade))
    with tenant_context(tenant):
        if shared:
            share_out()
        asked = refund(1500)
        assert GatewayRefund.objects.get().state == RefundState.SUCCEEDED
        third = {"COMMISSION": 150, "SUPPLIER_PAYABLE": -(9 * 4000 + 1333)}
        if shared:
            assert books() == {
                **DELIVERED,
                **third,
                "REFUNDS": 1500,
                "PROVIDER_BALANCE": 4500 - 1500 - 150 - (4000 - 1333),
            }
            assert f"{trade.shared}" == "28.17"
        else:
            assert f"{trade.shared}" == "0"
            assert books()["SPLITS_PAYABLE"] == -(150 + 4000 - 1334)
            share_out()
            assert f"{trade.shared}" == "28.16"
        assert f"{trade.refunded}" == "15.00"
        before = books()
    assert notify(client, alipay.refund_notice(trade, asked.number)).content == b"success"
    with tenant_context(tenant):
        assert books() == before
        refund(3000)
        assert trade.status == "TRADE_CLOSED"
        assert f"{trade.shared}" == "0.00"
        after = {**DELIVERED, "REFUNDS": 4500}
        after.pop("PROVIDER_BALANCE")
        assert books() == after


def test_a_refund_whose_answer_was_lost_is_found_by_a_question(tenant, client, alipay, trade):
    notify(client, alipay.notice(trade))
    alipay.trouble = {"alipay.trade.refund": "lost"}
    with tenant_context(tenant):
        with pytest.raises(GatewayUnavailable):
            refund(1500)
        assert GatewayRefund.objects.get().state == RefundState.PENDING
        alipay.trouble = {}
        assert ask_gateways(now=now() + dt.timedelta(minutes=1)) == 1
        assert GatewayRefund.objects.get().state == RefundState.SUCCEEDED
        assert f"{trade.refunded}" == "15.00"
        books()


def test_money_sent_back_at_the_institution_itself_is_in_the_books_once(tenant, client, alipay, trade):
    with tenant_context(tenant):
        SupplierReceiver.objects.all().delete()
    early = alipay.notice(trade)
    alipay.memory.refund({"trade_no": trade.trade_no, "refund_amount": "10.00", "out_request_no": "HB1"}, None)
    for _ in range(2):
        assert notify(client, alipay.refund_notice(trade, "HB1")).content == b"success"  # before the payment's own
    assert notify(client, early).content == b"success"
    assert notify(client, alipay.refund_notice(trade, "HB1")).content == b"success"
    with tenant_context(tenant):
        assert (GatewayRefund.objects.get().amount, GatewayRefund.objects.get().ours) == (1000, False)
        assert AbnormalCase.objects.get().reason == CaseReason.REFUNDED_ELSEWHERE
        assert books()["REFUNDS"] == 1000


def test_a_notice_that_could_not_be_asked_about_is_sent_again(tenant, client, alipay, trade):
    notify(client, alipay.notice(trade))
    alipay.memory.refund({"trade_no": trade.trade_no, "refund_amount": "10.00", "out_request_no": "HB1"}, None)
    alipay.trouble = {"*": "500"}
    answer = notify(client, alipay.refund_notice(trade, "HB1"))
    assert (answer.status_code, answer.content) == (503, b"later")
    with tenant_context(tenant):
        assert not GatewayRefund.objects.exists()


def test_a_lost_notice_is_found_by_a_question(tenant, client, alipay, trade):
    with tenant_context(tenant):
        alipay.trouble = {"*": "forged"}
        assert ask_gateways(now=now() + dt.timedelta(minutes=1)) == 0
        assert Order.objects.get().status == OrderStatus.PENDING_PAYMENT
        alipay.trouble = {}
        assert ask_gateways(now=now() + dt.timedelta(minutes=2)) == 1
        assert Order.objects.get().status == OrderStatus.COMPLETED
    assert notify(client, alipay.notice(trade)).content == b"success"
    with tenant_context(tenant):
        assert Issuance.objects.count() == 1


@pytest.mark.parametrize(
    "forgery",
    [
        {"key": "another"},
        {"app_id": "2021000000000009"},
        {"seller_id": "2088000000000009"},
        {"sign_type": "RSA"},
    ],
    ids=lambda each: next(iter(each)),
)
def test_a_forged_notice_changes_nothing(tenant, client, alipay, trade, forgery):
    if "key" in forgery:
        forgery = {"key": make_key()}
    answer = notify(client, alipay.notice(trade, **forgery))
    assert (answer.status_code, answer.content) == (400, b"fail")
    with tenant_context(tenant):
        assert not GatewayNotice.objects.exists()
        assert Order.objects.get().status == OrderStatus.PENDING_PAYMENT


def test_a_genuine_notice_that_was_changed_on_its_way_changes_nothing(tenant, client, alipay, trade):
    body = alipay.notice(trade)
    for changed in (body.replace(b"45.00", b"0.01"), body + b"&total_amount=45.00", body.replace(b"&sign=", b"&sing=")):
        assert notify(client, changed).status_code == 400
    assert client.post("/payments/notify/alipay", b"{}", content_type="application/json").status_code == 400
    with tenant_context(tenant):
        assert not GatewayNotice.objects.exists()


def test_a_wrong_amount_opens_a_case_and_delivers_nothing(tenant, client, alipay, trade):
    assert notify(client, alipay.notice(trade, total_amount="44.99")).content == b"success"
    with tenant_context(tenant):
        assert AbnormalCase.objects.get().reason == CaseReason.WRONG_AMOUNT
        assert not Issuance.objects.exists()
        assert books()["UNALLOCATED"] == -4499


def test_a_payment_that_nobody_knows_opens_a_case(tenant, client, alipay, trade):
    stranger = dataclasses.replace(trade, out_trade_no="P-of-another-system")
    assert notify(client, alipay.notice(stranger)).content == b"success"
    with tenant_context(tenant):
        assert AbnormalCase.objects.get().reason == CaseReason.UNKNOWN_PAYMENT
        assert Order.objects.get().status == OrderStatus.PENDING_PAYMENT


def test_a_notice_for_one_shop_changes_nothing_in_another(tenant, other_tenant, client, alipay, trade, secrets):
    body = alipay.notice(trade)
    assert notify(shop(other_tenant), body).status_code == 404  # it has no account there
    with tenant_context(other_tenant):
        theirs = {"app_id": "2021000000000002", "seller_id": "2088000000000002"}
        given = {"gateway": "alipay", "settings": theirs, "methods": ["alipay_qr"], "enabled": True}
        save_account(**given, secrets=secrets, by="test", now=now())
    assert notify(shop(other_tenant), body).status_code == 400  # the same keys, another application
    for where in (tenant, other_tenant):
        with tenant_context(where):
            assert not GatewayNotice.objects.exists()
            assert not Payment.objects.filter(state=PaymentState.SUCCEEDED).exists()


def test_a_buyer_is_told_when_the_institution_does_not_answer(tenant, client, alipay, paid_by_alipay):
    alipay.trouble = {"*": "500"}
    assert buy(client, paid_by_alipay.sku, "alipay:alipay_qr").headers["Location"].startswith("/orders/")
    with tenant_context(tenant):
        payment = Payment.objects.get()
        assert (payment.state, payment.session) == (PaymentState.CREATED, {})
