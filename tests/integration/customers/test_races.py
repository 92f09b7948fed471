"""Many at once, on data that is really committed: a code opens one log-in, five tries are five, ten guesses are ten."""

import itertools
from collections import Counter

import pytest
from django.contrib.auth.hashers import make_password

from platform_core.kernel.clock import now
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import tenant_context
from tenants.customers import digits as digits_of_codes
from tenants.customers.contacts import read_contact
from tenants.customers.enums import CodePurpose
from tenants.customers.errors import CodeRefused, LogInRefused, PaymentPasswordLocked, PaymentPasswordWrong
from tenants.customers.models import Buyer, Device, FailedLogIn, OneTimeCode
from tenants.customers.services.check_code import check_code
from tenants.customers.services.confirm_payment import confirm_payment
from tenants.customers.services.log_in_with_code import log_in_with_code
from tenants.customers.services.log_in_with_password import log_in_with_password
from tenants.customers.services.open_log_in import Visitor
from tenants.customers.services.open_payment_challenge import open_payment_challenge
from tenants.customers.services.send_code import send_code
from tests.integration.orders.test_case_races import at_once
from tests.world import committed_shop

_labels = itertools.count(1)
VISITOR = Visitor("", "", "203.0.113.9")


@pytest.fixture(scope="module")
def shop(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_shop(f"buyer-races-{next(_labels)}") as made:
        yield made


@pytest.fixture
def contact():
    return f"anna{next(_labels)}@mail.example"


def make_buyer(contact, **fields):
    known = read_contact(contact)
    return Buyer.objects.create(
        contact_kind=known.kind,
        contact_sealed=known.kept.sealed,
        contact_hash=known.kept.hash,
        contact_masked=known.kept.masked,
        language="zh-hans",
        created_at=now(),
        **fields,
    )


def outcomes(results):
    return Counter(type(result).__name__ for result in results)


def ask(shop, contact):
    return send_code(
        contact=contact, purpose=CodePurpose.LOG_IN, address=contact, solution="", language="zh-hans", now=now()
    )


@pytest.fixture
def sent(shop, contact, monkeypatch):
    """A code that was sent: 481516."""
    monkeypatch.setattr("tenants.customers.services.send_code.new_digits", lambda: "481516")
    with tenant_context(shop):
        return ask(shop, contact)


def test_right_digits_log_in_once_however_many_hand_them_in(shop, sent):
    def enter():
        return log_in_with_code(code_id=sent.id, digits="481516", visitor=VISITOR, language="zh-hans", now=now())

    # Five at most are looked at; more than that are refused whatever they say.
    assert outcomes(at_once(shop, *[enter] * 12)) == {"LoggedIn": 1, "CodeRefused": 11}
    with tenant_context(shop):
        assert Device.objects.filter(buyer__contact_hash=sent.contact_hash).count() == 1


def test_five_tries_are_five_however_many_come_at_once(shop, sent):
    def guess(number):
        return lambda: check_code(code_id=sent.id, purpose=CodePurpose.LOG_IN, digits=f"{number:06d}", now=now())

    assert outcomes(at_once(shop, *map(guess, range(20)))) == {"CodeRefused": 20}
    with tenant_context(shop):
        assert OneTimeCode.objects.get(pk=sent.id).tries == 5
        with pytest.raises(CodeRefused):
            check_code(code_id=sent.id, purpose=CodePurpose.LOG_IN, digits="481516", now=now())


def test_a_contact_that_is_asked_for_at_once_gets_one_code(shop, contact):
    results = outcomes(at_once(shop, *[lambda: ask(shop, contact)] * 10))
    assert results.pop("OneTimeCode") == 1
    assert set(results) <= {"TooManyCodes", "ProofWanted"}  # ten from one address are many


def test_two_first_log_ins_make_one_account(shop, contact, monkeypatch):
    monkeypatch.setattr("tenants.customers.services.send_code.new_digits", lambda: "481516")
    with tenant_context(shop):
        first = ask(shop, contact)
        second = OneTimeCode.objects.get(pk=first.id)
        second.id = new_id()
        second.digest = digits_of_codes.digest_of(second.id, "481516")
        second.save(force_insert=True)

    def enter(code):
        return lambda: log_in_with_code(
            code_id=code.id, digits="481516", visitor=VISITOR, language="zh-hans", now=now()
        )

    assert outcomes(at_once(shop, enter(first), enter(second))) == {"LoggedIn": 2}
    with tenant_context(shop):
        assert Buyer.objects.filter(contact_hash=first.contact_hash).count() == 1


def test_ten_guesses_an_hour_are_ten_however_many_come_at_once(shop, contact, monkeypatch):
    monkeypatch.setattr("tenants.customers.services.log_in_with_password.FREE_TRIES", 1_000)
    monkeypatch.setattr("tenants.customers.services.log_in_with_password.FREE_PER_ADDRESS", 1_000)
    with tenant_context(shop):
        buyer = make_buyer(contact, password=make_password("the right one"))

    def guess(password):
        return lambda: log_in_with_password(contact=contact, password=password, solution="", visitor=VISITOR, now=now())

    assert outcomes(at_once(shop, *[guess("wrong")] * 16)) == {"LogInRefused": 16}
    with tenant_context(shop):
        assert FailedLogIn.objects.get(contact_hash=buyer.contact_hash).failures == 16
        with pytest.raises(LogInRefused):
            guess("the right one")()


def test_five_tries_of_a_payment_password_are_five(shop, contact):
    with tenant_context(shop):
        buyer = make_buyer(contact, payment_password=make_password("730518"))
        facts = {"buyer_id": buyer.id, "order_id": new_id(), "amount": 4500, "currency": "CNY", "payee": "Shop"}
        shown = open_payment_challenge(**facts, now=now())

    def confirm(digits):
        return lambda: confirm_payment(challenge_id=shown.id, **facts, digits=digits, now=now())

    results = outcomes(at_once(shop, *[confirm("000000")] * 12))
    assert results == {PaymentPasswordWrong.__name__: 5, PaymentPasswordLocked.__name__: 7}
    with tenant_context(shop), pytest.raises(PaymentPasswordLocked):
        confirm("730518")()


def test_a_confirmation_is_used_once_however_many_confirm(shop, contact):
    with tenant_context(shop):
        buyer = make_buyer(contact, payment_password=make_password("730518"))
        facts = {"buyer_id": buyer.id, "order_id": new_id(), "amount": 4500, "currency": "CNY", "payee": "Shop"}
        shown = open_payment_challenge(**facts, now=now())

    def confirm():
        return confirm_payment(challenge_id=shown.id, **facts, digits="730518", now=now())

    assert outcomes(at_once(shop, *[confirm] * 10)) == {"NoneType": 1, "PaymentChallengeRefused": 9}
