"""The buyer's balance: off until the contract is there; never below zero; every cent in the books."""

import datetime as dt
import io
import itertools
import re
from collections import Counter

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import ProgrammingError, transaction

from platform_core.entitlements.models import BalanceContract
from platform_core.kernel.clock import now
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import tenant_context
from tenants.customers.models import Buyer
from tenants.customers.services.open_payment_challenge import open_payment_challenge
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import find_unbacked_holdings, list_balances
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.services.finish_refund import finish_refund
from tenants.orders.services.pay_from_balance import pay_from_balance
from tenants.orders.services.place_order import Buyer as PlacingBuyer
from tenants.orders.services.place_order import Wanted, place_order
from tenants.payments.enums import BalanceMove, RefundState
from tenants.payments.gateways.base import RefundAnswer
from tenants.payments.models import BalanceEntry, BuyerBalance, GatewayRefund, Payment
from tenants.payments.selectors import get_balance
from tenants.payments.services.move_balance import move_balance
from tenants.payments.services.pay_refund import pay_refund
from tenants.payments.services.request_refund import request_refund
from tests.integration.customers.buying import log_in
from tests.integration.customers.test_races import make_buyer
from tests.integration.orders.test_case_races import at_once
from tests.integration.storefront.test_purchase import asked_of, buy, pay
from tests.world import committed_shop, make_shelf, shop, stock

DIGITS = "730518"
_labels = itertools.count(1)


def record(tenant, *options):
    out = io.StringIO()
    call_command("balance_contract", tenant.slug, *options, stdout=out)
    return out.getvalue()


def open_balances(tenant):
    tomorrow = (now() + dt.timedelta(days=2)).date().isoformat()
    return record(
        tenant, "--record", "KB-1", "--institution", "财付通", "--until", tomorrow, "--by", "li@kaquan.example"
    )


@pytest.fixture
def anna(tenant):
    """A buyer with a payment password, in a shop with a contract."""
    open_balances(tenant)
    client = log_in(tenant)
    client.post("/me/settings/payment-password", {"digits": DIGITS})
    return client


def top_up(client, tenant, choice=100, **changes):
    asked = asked_of(client.post("/me/balance/top-up", {"choice": choice, "method": "sandbox:sandbox"}))
    return asked, pay(client, tenant, asked, provider_id=f"TOP{new_id().hex}", **changes)


def amount_of(tenant):
    with tenant_context(tenant):
        return get_balance(Buyer.objects.get().id)


def books_are_right(tenant):
    with tenant_context(tenant):
        entries = sum(BalanceEntry.objects.values_list("amount", flat=True))
        held = sum(BuyerBalance.objects.values_list("amount", flat=True))
        assert entries == held == -list_balances().get((AccountCode.BUYER_BALANCES, "CNY"), 0)
        assert not any(find_unbacked_holdings().values())


def to_pay(client, shelf):
    """The page on which an order is paid from the balance, and what it asks to confirm."""
    placed = buy(client, shelf, method="balance:balance")
    page = client.get(placed.headers["Location"])
    return placed.headers["Location"], re.search(r'name="challenge" value="([^"]+)"', page.content.decode())[1]


def test_it_is_off_and_says_why_until_the_contract_is_recorded(tenant, shelf):
    client = log_in(tenant)
    page = client.get("/me/balance").content.decode()
    assert "持牌支付机构签约" in page
    assert page.count("disabled") == 2
    assert client.post("/me/balance/top-up", {"choice": 100, "method": "sandbox:sandbox"}).status_code == 422
    assert client.post("/me/balance/withdraw").status_code == 422
    assert buy(client, shelf, method="balance:balance").status_code == 422  # not offered
    assert record(tenant) == "none: balances are off\n"
    assert "财付通 KB-1" in open_balances(tenant)
    assert "财付通" in client.get("/me/balance").content.decode()
    with tenant_context(tenant):
        assert not Payment.objects.exists()


def test_only_the_platform_records_contracts(tenant, other_tenant):
    open_balances(other_tenant)
    with tenant_context(tenant):
        assert not BalanceContract.objects.exists()  # another shop's is not to be seen
        with pytest.raises(ProgrammingError), transaction.atomic():
            BalanceContract.objects.create(
                tenant_id=tenant.id, tenant_role=tenant.role_name, institution="x", number="1",
                good_until=now().date(), recorded_by="us", recorded_at=now(),
            )  # fmt: skip


def test_a_contract_ends_by_its_day_or_by_hand(tenant):
    client = log_in(tenant)
    yesterday = (now() - dt.timedelta(days=2)).date().isoformat()
    record(tenant, "--record", "KB-1", "--institution", "财付通", "--until", yesterday)
    assert client.post("/me/balance/top-up", {"choice": 100, "method": "sandbox:sandbox"}).status_code == 422
    open_balances(tenant)
    record(tenant, "--end")
    assert client.post("/me/balance/top-up", {"choice": 100, "method": "sandbox:sandbox"}).status_code == 422


def test_a_top_up_is_there_once_it_is_paid_and_once(tenant, anna):
    asked, answer = top_up(anna, tenant)
    assert answer.content == b"success"
    assert amount_of(tenant) == 10_000
    with tenant_context(tenant):
        paid = Payment.objects.get()
    for _ in range(2):
        assert pay(anna, tenant, asked, provider_id=paid.provider_id).content == b"success"
    assert amount_of(tenant) == 10_000
    assert "¥100.00" in anna.get("/me/balance").content.decode()
    books_are_right(tenant)


def test_a_wrong_amount_is_nobodys_balance_and_somebodys_work(tenant, anna):
    _asked, answer = top_up(anna, tenant, amount=1)
    assert answer.content == b"success"
    assert amount_of(tenant) == 0
    with tenant_context(tenant):
        assert AbnormalCase.objects.get().reason == "wrong_amount"
        assert list_balances()[(AccountCode.UNALLOCATED, "CNY")] == -1


@pytest.mark.parametrize("choice", ["", "0", "-100", "77", "1e3", "100000"])
def test_other_amounts_are_not_topped_up(tenant, anna, choice):
    assert anna.post("/me/balance/top-up", {"choice": choice, "method": "sandbox:sandbox"}).status_code == 422


def test_an_order_is_paid_with_the_payment_password_and_delivered(tenant, anna, shelf):
    top_up(anna, tenant)
    path, challenge = to_pay(anna, shelf)
    assert anna.post(path, {"challenge": challenge, "digits": "000000"}).status_code == 422
    assert amount_of(tenant) == 10_000
    assert anna.post(path, {"challenge": challenge, "digits": DIGITS}).status_code == 302
    assert amount_of(tenant) == 5_500
    with tenant_context(tenant):
        order = Order.objects.get()
        assert order.status == "completed"
        assert list_balances()[(AccountCode.SALES, "CNY")] == -4_500
        assert list_balances()[(AccountCode.PROVIDER_BALANCE, "CNY")] == 10_000
    assert f"{shelf.sku.sku_code}-" in anna.post(f"/orders/{order.number}/codes").content.decode()
    assert anna.post(path, {"challenge": challenge, "digits": DIGITS}).status_code == 422  # once
    assert amount_of(tenant) == 5_500
    books_are_right(tenant)


def test_too_little_charges_nothing(tenant, anna, shelf):
    path, challenge = to_pay(anna, shelf)
    answer = anna.post(path, {"challenge": challenge, "digits": DIGITS})
    assert "余额不足" in answer.content.decode()
    with tenant_context(tenant):
        assert not Payment.objects.exists()
        assert Order.objects.get().status == "pending_payment"


def test_who_pays_sees_what_is_there_and_what_is_missing_before_the_password(tenant, anna, shelf):
    path, _ = to_pay(anna, shelf)
    with tenant_context(tenant):
        number = Order.objects.get().number
    page = anna.get(path).content.decode()
    assert "余额还差 ¥45.00" in page
    assert 'name="digits"' not in page
    assert "余额 · 可用 ¥0.00" in anna.get(f"/orders/{number}").content.decode()
    top_up(anna, tenant, choice=100)
    assert 'name="digits"' in anna.get(path).content.decode()
    checkout = {"sku": str(shelf.sku.id), "quantity": 1}
    assert '余额 <span class="faint">可用 ¥100.00</span>' in anna.get("/checkout", checkout).content.decode()
    assert "可用 ¥" not in shop(tenant).get("/checkout", checkout).content.decode()


def test_nobody_pays_with_the_balance_of_others(tenant, anna, shelf):
    top_up(anna, tenant)
    path, challenge = to_pay(anna, shelf)
    eve = log_in(tenant, "eve@mail.example")
    eve.post("/me/settings/payment-password", {"digits": DIGITS})
    assert eve.get(path).status_code == 404
    assert eve.post(path, {"challenge": challenge, "digits": DIGITS}).status_code == 404
    assert shop(tenant).post(path, {"challenge": challenge, "digits": DIGITS}).status_code == 302


def test_a_refund_of_an_order_goes_back_to_the_balance_once(tenant, anna, shelf):
    top_up(anna, tenant)
    path, challenge = to_pay(anna, shelf)
    anna.post(path, {"challenge": challenge, "digits": DIGITS})
    with tenant_context(tenant):
        payment = Payment.objects.get(gateway="balance")
        refund = request_refund(payment_id=payment.id, amount=2_000, reason="", actor="x", owed=False, now=now())
        for _ in range(2):
            finish_refund(number=refund.number, answer=pay_refund(refund_id=refund.id, now=now())[1], now=now())
            GatewayRefund.objects.filter(pk=refund.pk).update(state=RefundState.SUCCEEDED)
    assert amount_of(tenant) == 7_500
    books_are_right(tenant)


def test_a_withdrawal_goes_back_the_way_it_came(tenant, anna, shelf):
    top_up(anna, tenant, 100)
    top_up(anna, tenant, 50)
    path, challenge = to_pay(anna, shelf)
    anna.post(path, {"challenge": challenge, "digits": DIGITS})
    record(tenant, "--end")  # what is theirs stays theirs
    assert anna.post("/me/balance/withdraw").headers["Location"] == "/me/balance"
    assert amount_of(tenant) == 0
    with tenant_context(tenant):
        sent = list(GatewayRefund.objects.order_by("amount"))
        assert [refund.amount for refund in sent] == [5_000, 5_500]
        assert all(refund.payment.top_up_id for refund in sent)
        for refund in sent:
            finish_refund(number=refund.number, answer=RefundAnswer(RefundState.SUCCEEDED, refund.number), now=now())
        balances = list_balances()
        assert balances[(AccountCode.REFUNDS_PAYABLE, "CNY")] == 0
        assert balances[(AccountCode.PROVIDER_BALANCE, "CNY")] == 4_500
    assert anna.post("/me/balance/withdraw").status_code == 422
    books_are_right(tenant)


def test_nobody_is_forgotten_with_money_on_their_balance(tenant, anna):
    top_up(anna, tenant)
    assert anna.post("/me/data/erase", {"understood": "1"}).status_code == 422
    anna.post("/me/balance/withdraw")
    assert anna.post("/me/data/erase", {"understood": "1"}).status_code == 200


def test_entries_cannot_be_rewritten(tenant, anna):
    top_up(anna, tenant)
    with tenant_context(tenant), pytest.raises(ProgrammingError), transaction.atomic():
        BalanceEntry.objects.update(amount=1)


def test_a_notice_for_the_balance_is_a_forgery(tenant, anna):
    assert anna.post("/payments/notify/balance", b"{}", content_type="application/json").status_code == 400


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_shop(f"balance-races-{next(_labels)}") as made:
        yield made


def test_thirty_orders_at_once_never_spend_more_than_there_is(committed):
    shelf = make_shelf(committed)
    stock(committed, shelf, 30)
    open_balances(committed)
    with tenant_context(committed):
        buyer = make_buyer(f"races{next(_labels)}@mail.example", payment_password=make_password(DIGITS))
        with transaction.atomic():
            move_balance(
                buyer_id=buyer.id,
                move=BalanceMove.TOPPED_UP,
                subject_id=new_id(),
                amount=45_000,
                currency="CNY",
                now=now(),
            )
        works = [_spending(committed, shelf, buyer, number) for number in range(30)]
    results = Counter(type(result).__name__ for result in at_once(committed, *works))
    assert results == {"NoneType": 10, "BalanceTooLow": 20}
    with tenant_context(committed):
        assert get_balance(buyer.id) == 0
        assert Order.objects.filter(status="completed").count() == 10
        assert Order.objects.filter(status="pending_payment").count() == 20
    books_are_right(committed)


def _spending(tenant, shelf, buyer, number):
    placed = place_order(
        wanted=[Wanted(shelf.sku.id, 1, {})],
        buyer=PlacingBuyer(f"many{number}@mail.example", "any", "zh-hans", buyer_id=buyer.id, terms_digest="0" * 16),
        now=now(),
    ).order
    shown = open_payment_challenge(
        buyer_id=buyer.id, order_id=placed.id, amount=4_500, currency="CNY", payee=tenant.name, now=now()
    )
    return lambda: pay_from_balance(
        order_id=placed.id, buyer_id=buyer.id, challenge_id=shown.id, digits=DIGITS, now=now()
    )
