"""An order that is closed takes the payment that was begun for it along; who paid all the same is a late payer."""

import datetime as dt
import urllib.parse

import pytest
from django.db import transaction
from django.test import Client

from platform_core.events.models import Job
from platform_core.kernel.jobs import JobName
from platform_core.tenancy.context import platform_context
from tenants.orders.enums import OrderStatus
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.services import close_payment as closing
from tenants.orders.services.accept_wrong_amount import accept_wrong_amount
from tenants.orders.services.ask_gateways import ask_gateways
from tenants.orders.services.close_payment import close_payment
from tenants.orders.services.expire_orders import expire_orders
from tenants.payments.accounts import SANDBOX
from tenants.payments.enums import NoticeKind, PaymentState
from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways import registry, sandbox
from tenants.payments.known import known_of
from tenants.payments.models import GatewayNotice, Payment
from tests.api.v1.testing import run_jobs
from tests.integration.orders.cases import fresh, sold_out
from tests.integration.orders.institution import Institution
from tests.integration.orders.ordering import books, open_payment, order, says
from tests.world import now


@pytest.fixture
def institution(monkeypatch):
    made = Institution()
    monkeypatch.setattr(registry, "_gateway", lambda name: made)
    return made


@pytest.fixture
def payment(institution, inside, stocked):
    return open_payment(order((stocked.sku, 1)))


def expire():
    Order.objects.update(pay_by=now())
    return expire_orders(now=now())


def jobs():
    with platform_context():
        return Job.objects.filter(name=JobName.CLOSE_PAYMENT, done_at=None).count()


def closes(institution):
    return [call for call in institution.calls if call[0] == "close"]


def test_what_was_begun_is_closed_once_there_and_here(institution, payment):
    assert expire() == 1
    assert closes(institution) == [], "nobody is asked before the order is closed for good"
    run_jobs()
    assert closes(institution) == [("close", payment.number)]
    assert fresh(payment).state == PaymentState.CLOSED
    close_payment(payment_id=payment.id, now=now())
    assert len(closes(institution)) == 1
    assert GatewayNotice.objects.count() == 1


def test_an_order_that_is_not_closed_after_all_closes_no_payment(institution, payment):
    with pytest.raises(RuntimeError), transaction.atomic():
        expire()
        raise RuntimeError
    run_jobs()
    assert closes(institution) == []
    assert jobs() == 0


def test_an_order_that_is_paid_or_was_never_begun_to_be_paid_closes_nothing(institution, payment, stocked):
    order((stocked.sku, 1))
    says(payment)
    assert expire() == 1
    run_jobs()
    assert closes(institution) == []


def test_what_else_was_begun_for_an_order_is_closed_when_it_is_paid(institution, payment):
    Payment.objects.update(expires_at=now())
    other = open_payment(Order.objects.get())
    assert other.number != payment.number
    says(payment)
    run_jobs()
    assert closes(institution) == [("close", other.number)]
    assert (fresh(payment).state, fresh(other).state) == (PaymentState.SUCCEEDED, PaymentState.CLOSED)


def test_it_is_closed_too_where_codes_are_gone_or_a_wrong_amount_was_taken(institution, inside, empty, stocked):
    placed, _ = sold_out(empty)
    assert jobs() == 0  # nothing else was begun
    Payment.objects.update(expires_at=now())
    first = open_payment(order((stocked.sku, 1)))
    Payment.objects.update(expires_at=now())
    second = open_payment(Order.objects.exclude(pk=placed.pk).get())
    says(first, amount=4000)
    assert jobs() == 0, "nothing was delivered: it can still be paid"
    accept_wrong_amount(case_id=AbnormalCase.objects.get(payment_id=first.id).id, actor="a@x.cn", now=now())
    run_jobs()
    assert closes(institution) == [("close", second.number)]


def test_one_that_was_paid_meanwhile_is_settled_late(institution, payment):
    expire()
    institution.paid[payment.number] = payment.amount
    run_jobs()
    assert Order.objects.get().status == OrderStatus.COMPLETED
    assert books()["PROVIDER_BALANCE"] == 4500
    assert jobs() == 0


@pytest.mark.parametrize("trouble", [{"close"}, {"close", "query"}])
def test_a_gateway_that_does_not_answer_is_asked_again(institution, payment, trouble):
    expire()
    institution.down = trouble
    run_jobs()
    assert jobs() == 1
    assert fresh(payment).state == PaymentState.CREATED
    with pytest.raises(GatewayUnavailable):
        close_payment(payment_id=payment.id, now=now())
    institution.down = set()
    close_payment(payment_id=payment.id, now=now())
    assert fresh(payment).state == PaymentState.CLOSED


def test_one_that_is_refused_and_not_paid_is_tried_again(institution, payment):
    expire()
    institution.refusing = {"close"}
    run_jobs()
    assert jobs() == 1
    with pytest.raises(GatewayRefused):
        close_payment(payment_id=payment.id, now=now())


def test_killed_after_the_gateway_closed_it_the_next_run_says_so_here(institution, payment, monkeypatch):
    expire()

    def die(**_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(closing, "ask_about_payment", die)
        close_payment(payment_id=payment.id, now=now())
    assert fresh(payment).state == PaymentState.CREATED
    run_jobs()
    assert fresh(payment).state == PaymentState.CLOSED


def test_one_whose_close_was_heard_and_not_answered_is_found_by_asking(institution, payment):
    expire()
    institution.lose = {"close"}
    run_jobs()
    assert ask_gateways(now=now() + dt.timedelta(minutes=1)) == 1
    assert fresh(payment).state == PaymentState.CLOSED
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("paid", [False, True])
def test_the_sandbox_takes_no_money_for_an_order_that_is_closed(inside, stocked, monkeypatch, paid):
    def post(url, *, content, headers, **_):
        """The cashier is on this install's own web server; here it is called without a wire."""
        path = urllib.parse.urlsplit(url).path
        return Client().post(path, content, content_type="application/json", headers=headers)

    monkeypatch.setattr(sandbox.httpx, "post", post)
    placed = order((stocked.sku, 1))
    payment = open_payment(placed)
    cashier, buyer = urllib.parse.urlsplit(payment.session["url"]), Client()
    pressed = {"p": urllib.parse.parse_qs(cashier.query)["p"][0], "mode": "lost"}
    if paid:  # and the notice got lost
        buyer.post("/decide", pressed, headers={"Host": cashier.netloc})
    expire()
    run_jobs()
    assert (fresh(placed).status, fresh(payment).state) == (
        (OrderStatus.COMPLETED, PaymentState.SUCCEEDED) if paid else (OrderStatus.CANCELED, PaymentState.CLOSED)
    )
    assert buyer.post("/decide", pressed, headers={"Host": cashier.netloc}).status_code == 302
    said = registry.get_gateway("sandbox").query(SANDBOX, known_of(payment))
    assert said.kind == (NoticeKind.PAID if paid else NoticeKind.CLOSED)
