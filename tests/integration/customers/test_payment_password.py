"""The payment password: what is confirmed with it is what was shown, once."""

import datetime as dt

import pytest

from platform_core.kernel.clock import now
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import tenant_context
from tenants.customers.errors import PaymentChallengeRefused, PaymentPasswordLocked, PaymentPasswordWrong
from tenants.customers.models import Buyer, Device, PaymentChallenge
from tenants.customers.services.confirm_payment import confirm_payment
from tenants.customers.services.open_payment_challenge import open_payment_challenge
from tests.integration.customers.buying import log_in, mailed_digits, mails_of, may_ask_again

DIGITS = "730518"


@pytest.fixture
def anna(tenant):
    """A buyer with a payment password."""
    client = log_in(tenant)
    assert client.post("/me/settings/payment-password", {"digits": DIGITS}).headers["Location"] == "/me/settings"
    return client


@pytest.fixture
def shown_payment(tenant, anna):
    """What Anna is shown: 45.00 to the shop."""
    with tenant_context(tenant):
        return open_payment_challenge(
            buyer_id=Buyer.objects.get().id, order_id=new_id(), amount=4500, currency="CNY", payee="Shop", now=now()
        )


def confirm(tenant, challenge, digits=DIGITS, at=None, **other):
    facts = {
        "challenge_id": challenge.id,
        "buyer_id": challenge.buyer_id,
        "order_id": challenge.order_id,
        "amount": 4500,
        "currency": "CNY",
        "payee": "Shop",
        **other,
    }
    with tenant_context(tenant):
        confirm_payment(**facts, digits=digits, now=at or now())


@pytest.mark.parametrize(
    "easy",
    ["", "12345", "123456", "654321", "111111", "121212", "258258", "112233", "73051a", "1" * 13, "七三零五一八"],
)
def test_easy_digits_are_refused(tenant, easy):
    client = log_in(tenant)
    assert client.post("/me/settings/payment-password", {"digits": easy}).status_code == 422
    with tenant_context(tenant):
        assert Buyer.objects.get().payment_password == ""


def test_a_part_of_the_phone_number_is_refused(tenant):
    from tests.integration.customers.buying import SIX_DIGITS, ask, texts
    from tests.world import shop

    client = shop(tenant)
    ask(client, "13807305182")
    client.post("/me/login/code", {"digits": SIX_DIGITS.search(texts(tenant)[0][1])[0]})
    assert client.post("/me/settings/payment-password", {"digits": DIGITS}).status_code == 422


def test_it_is_told_and_kept_as_a_hash(tenant, anna):
    assert "支付密码" in mails_of(tenant, "alert")[0].subject
    with tenant_context(tenant):
        assert DIGITS not in Buyer.objects.get().payment_password


def test_it_logs_nobody_in(tenant, anna):
    from tests.world import shop

    answer = shop(tenant).post("/me/login/password", {"contact": "anna@mail.example", "password": DIGITS})
    assert answer.status_code == 422


def test_what_was_shown_is_confirmed_once(tenant, shown_payment):
    confirm(tenant, shown_payment)
    with pytest.raises(PaymentChallengeRefused):
        confirm(tenant, shown_payment)


@pytest.mark.parametrize(
    "other",
    [{"amount": 4501}, {"currency": "USD"}, {"payee": "Other"}, {"order_id": new_id()}, {"challenge_id": new_id()}],
)
def test_anything_else_is_not(tenant, shown_payment, other):
    with pytest.raises(PaymentChallengeRefused):
        confirm(tenant, shown_payment, **other)
    with tenant_context(tenant):
        assert PaymentChallenge.objects.get().used_at is None
        assert Buyer.objects.get().payment_failures == 0


def test_another_buyer_cannot_confirm_it(tenant, shown_payment):
    log_in(tenant, "eve@mail.example").post("/me/settings/payment-password", {"digits": DIGITS})
    with tenant_context(tenant):
        eve = Buyer.objects.get(contact_masked="e***@mail.example")
    with pytest.raises(PaymentChallengeRefused):
        confirm(tenant, shown_payment, buyer_id=eve.id)


def test_it_is_too_late_after_five_minutes(tenant, shown_payment):
    with pytest.raises(PaymentChallengeRefused):
        confirm(tenant, shown_payment, at=now() + dt.timedelta(minutes=5, seconds=1))


def test_five_wrong_tries_lock_it_and_a_code_recovers(tenant, anna, shown_payment):
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(PaymentPasswordWrong) as wrong:
            confirm(tenant, shown_payment, digits="730519")
        assert wrong.value.data["left"] == left
    with pytest.raises(PaymentPasswordLocked):
        confirm(tenant, shown_payment)
    assert "已锁定" in anna.get("/me/settings").content.decode()
    with tenant_context(tenant):
        Device.objects.update(confirmed_at=None)
    assert (
        anna.post("/me/settings/payment-password", {"digits": "918273"}).headers["Location"].startswith("/me/confirm")
    )
    may_ask_again(tenant)
    anna.post("/me/confirm", {})
    anna.post("/me/confirm", {"digits": mailed_digits(tenant)})
    anna.post("/me/settings/payment-password", {"digits": "918253"})
    confirm(tenant, shown_payment, digits="918253")


def test_right_digits_start_the_count_anew(tenant, shown_payment):
    for _ in range(4):
        with pytest.raises(PaymentPasswordWrong):
            confirm(tenant, shown_payment, digits="730519")
    confirm(tenant, shown_payment)
    with tenant_context(tenant):
        assert Buyer.objects.get().payment_failures == 0


def test_without_one_nothing_is_confirmed(tenant):
    log_in(tenant)
    with tenant_context(tenant):
        challenge = open_payment_challenge(
            buyer_id=Buyer.objects.get().id, order_id=new_id(), amount=4500, currency="CNY", payee="Shop", now=now()
        )
    with pytest.raises(PaymentPasswordLocked):
        confirm(tenant, challenge, digits="")
