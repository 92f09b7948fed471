"""The adapter and Stripe, over real HTTP."""

import dataclasses

import pytest

from platform_core.kernel.money import CURRENCIES, exponent
from tenants.payments.accounts import get_account
from tenants.payments.enums import NoticeKind, RefundState
from tenants.payments.errors import AccountInvalid, GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.base import RefundAsked, SessionKind
from tenants.payments.services.save_account import save_account
from tests.integration.payments.stripe_shop import (
    ACCOUNT,
    GATEWAY,
    OTHER_ACCOUNT,
    OWN_KEY,
    PLATFORM_KEY,
    SECRET,
    asked,
    heard,
    known,
    open_account,
    paid,
    platform_share,
    posts,
)
from tests.world import now

# Stripe counts these in whole units (docs.stripe.com/currencies), like ISO 4217 and we do.
ZERO_DECIMAL = {
    "BIF",
    "CLP",
    "DJF",
    "GNF",
    "JPY",
    "KMF",
    "KRW",
    "MGA",
    "PYG",
    "RWF",
    "UGX",
    "VND",
    "VUV",
    "XAF",
    "XOF",
    "XPF",
}


@pytest.mark.parametrize(
    ("method", "theirs"), [("card", "card"), ("stripe_alipay", "alipay"), ("stripe_wechat", "wechat_pay")]
)
def test_a_payment_is_a_direct_charge_with_the_platforms_fee_in_it(institution, merchant, method, theirs):
    wanted = asked(method=method, shares=[platform_share(450)])
    session = GATEWAY.start(merchant, wanted)
    assert session.kind == SessionKind.REDIRECT
    assert session.url.startswith("https://")
    (call,) = posts(institution, "sessions")
    assert (call["account"], call["key"]) == (ACCOUNT, wanted.number)
    assert call["params"]["allowed_payment_method_types"] == {"0": theirs}
    intent = institution.pay(session.provider_session)
    assert (intent["amount"], intent["application_fee_amount"]) == (4500, 450)
    assert institution.owner[intent["id"]] == ACCOUNT
    assert intent["metadata"]["kaquan_payment"] == wanted.number


def test_a_payment_that_is_opened_twice_is_one_session(institution, merchant):
    wanted = asked()
    assert GATEWAY.start(merchant, wanted) == GATEWAY.start(merchant, wanted)
    assert [each["object"] for each in institution.objects.values()] == ["checkout.session"]


def test_a_session_whose_answer_was_lost_is_opened_again_as_the_same(institution, merchant):
    wanted = asked()
    institution.trouble("lost")
    with pytest.raises(GatewayUnavailable):
        GATEWAY.start(merchant, wanted)
    (made,) = institution.objects
    assert GATEWAY.start(merchant, wanted).provider_session == made


@pytest.mark.parametrize("currency", sorted(CURRENCIES))
def test_amounts_are_counted_as_stripe_counts_them(institution, merchant, currency):
    assert (exponent(currency) == 0) == (currency in ZERO_DECIMAL)
    wanted = asked(currency=currency, amount=4500)
    session = GATEWAY.start(merchant, wanted)
    institution.pay(session.provider_session)
    notice = GATEWAY.query(merchant, known(wanted, session))
    assert (notice.amount, notice.currency) == (4500, currency)


def test_what_became_of_a_payment_is_asked(institution, merchant):
    wanted = asked()
    session = GATEWAY.start(merchant, wanted)
    open_one = known(wanted, session)
    assert GATEWAY.query(merchant, open_one) is None
    intent = institution.pay(session.provider_session)
    notice = GATEWAY.query(merchant, open_one)
    assert (notice.kind, notice.payment_number, notice.provider_id) == (NoticeKind.PAID, wanted.number, intent["id"])
    assert GATEWAY.query(merchant, open_one._replace(provider_session="", provider_id=intent["id"])) == notice
    assert GATEWAY.query(merchant, open_one._replace(provider_session="")) is None


def test_a_closed_session_is_paid_by_nobody_and_a_paid_one_is_not_closed(institution, merchant):
    wanted = asked()
    session = GATEWAY.start(merchant, wanted)
    for _ in range(2):
        GATEWAY.close(merchant, known(wanted, session))
        institution.forget_keys()
    assert GATEWAY.query(merchant, known(wanted, session)).kind == NoticeKind.CLOSED
    done = paid(institution, merchant)
    with pytest.raises(GatewayRefused):
        GATEWAY.close(merchant, done)


@pytest.mark.parametrize("after_a_day", [False, True])
def test_money_goes_back_once_whatever_is_repeated(institution, merchant, after_a_day):
    payment = paid(institution, merchant)
    wanted = RefundAsked("R1", 1500, "because")
    assert GATEWAY.query_refund(merchant, payment, wanted).state == RefundState.PENDING
    institution.trouble("lost", path="refunds")  # the look
    institution.trouble("lost", path="/v1/refunds")
    answers = []
    for _ in range(5):
        try:
            answers.append(GATEWAY.refund(merchant, payment, wanted))
        except GatewayUnavailable:
            pass
        if after_a_day:
            institution.forget_keys()
    assert len(answers) == 3
    assert set(answers) == {GATEWAY.query_refund(merchant, payment, wanted)}
    assert answers[0].state == RefundState.SUCCEEDED
    assert institution.sum_of("refund") == 1500
    assert GATEWAY.refund(merchant, payment, RefundAsked("R2", 3000, "")).state == RefundState.SUCCEEDED
    with pytest.raises(GatewayRefused) as refused:
        GATEWAY.refund(merchant, payment, RefundAsked("R3", 1, ""))
    assert refused.value.data["reason"] == "charge_already_refunded"


def test_a_wallet_takes_its_time_to_refund(institution, merchant):
    payment = paid(institution, merchant, method="stripe_alipay")
    wanted = RefundAsked("R1", 4500, "")
    answer = GATEWAY.refund(merchant, payment, wanted)
    assert answer.state == RefundState.PENDING
    assert heard(merchant, institution.told("charge.refunded")).kind == NoticeKind.OTHER
    institution.finish_refund(answer.provider_id, "failed")
    assert GATEWAY.query_refund(merchant, payment, wanted).state == RefundState.FAILED
    notice = heard(merchant, institution.told("refund.failed"))
    assert (notice.kind, notice.refund_number) == (NoticeKind.REFUND_FAILED, "R1")


@pytest.mark.parametrize(
    ("method", "days", "goes"), [("stripe_alipay", 89, 1), ("stripe_alipay", 91, 0), ("card", 91, 1)]
)
def test_alipay_refunds_nothing_older_than_ninety_days(institution, merchant, method, days, goes):
    payment = paid(institution, merchant, days, method=method, shares=[platform_share(450)])
    reasons = []
    for call in (
        lambda: GATEWAY.unsplit(merchant, payment, platform_share(450), 450, "T1"),
        lambda: GATEWAY.refund(merchant, payment, RefundAsked("R1", 4500, "")),
    ):
        try:
            call()
        except GatewayRefused as error:
            reasons.append(error.data["reason"])
    assert reasons == ([] if goes else ["refund_older_than_90_days"] * 2)
    assert (institution.sum_of("refund"), institution.sum_of("fee_refund")) == (4500 * goes, 450 * goes)


@pytest.mark.parametrize("how", ["500", "429", "timeout", "dropped", "lost", "garbled"])
def test_what_is_not_certain_is_to_be_asked_again(institution, merchant, monkeypatch, how):
    monkeypatch.setattr("tenants.payments.gateways.stripe_client.HTTP._timeout", (1, 0.2))
    monkeypatch.setattr(institution, "stall", 0.4)
    wanted = asked()
    institution.trouble(how)
    with pytest.raises(GatewayUnavailable) as error:
        GATEWAY.start(merchant, wanted)
    assert PLATFORM_KEY not in str(error.value.data)
    assert GATEWAY.start(merchant, wanted).url
    assert len(institution.objects) == 1


def test_a_call_is_repeated_once_by_itself(institution, merchant, monkeypatch):
    monkeypatch.setattr("tenants.payments.gateways.stripe_client.RETRIES", 1)
    institution.trouble("lost")
    assert GATEWAY.start(merchant, asked()).url
    assert len(institution.calls) == 2
    assert len(institution.objects) == 1


def test_a_key_that_stripe_does_not_know_is_mended_by_a_person_and_asked_again(institution, merchant):
    institution.keys.clear()
    with pytest.raises(GatewayUnavailable) as error:
        GATEWAY.start(merchant, asked())
    assert error.value.data["reason"] == "api_key_invalid"


def test_an_account_that_is_no_longer_connected_is_refused(institution, merchant):
    institution.connected.clear()
    with pytest.raises(GatewayRefused) as error:
        GATEWAY.start(merchant, asked())
    assert error.value.data["reason"] == "account_invalid"


def test_a_merchant_is_paid_with_its_own_key_and_gives_the_platform_no_fee_that_cannot_be_taken(institution, inside):
    account = open_account(account="", key=OWN_KEY)
    payment = paid(institution, account)
    assert institution.owner[payment.provider_id] == "acct_own00000001"
    assert heard(account, institution.told("payment_intent.succeeded")).kind == NoticeKind.PAID
    with pytest.raises(GatewayRefused) as refused:
        GATEWAY.start(account, asked(shares=[platform_share(450)]))
    assert refused.value.data["reason"] == "fee_needs_connected_account"


@pytest.mark.parametrize(("country", "goes"), [("HK", True), ("SG", True), ("CN", False), ("BR", False)])
def test_alipay_is_for_companies_of_stripes_list(institution, inside, country, goes):
    account = open_account(country=country)
    assert GATEWAY.start(account, asked(method="card")).url
    if goes:
        assert GATEWAY.start(account, asked(method="stripe_alipay")).url
        return
    with pytest.raises(GatewayRefused) as refused:
        GATEWAY.start(account, asked(method="stripe_alipay"))
    assert refused.value.data["reason"] == "alipay_country"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("account", "acct_"), ("account", "cus_1234567890"), ("country", ""), ("country", "Hong Kong"),
        ("secret_key", ""), ("secret_key", "pk_test_simulated00001"), ("secret_key", "sk_test_short"),
        ("webhook_secret", ""), ("webhook_secret", "secret"), ("webhook_secret", f"{SECRET} oops"),
    ],
)  # fmt: skip
def test_an_account_that_cannot_be_right_is_not_saved(inside, field, value):
    given = {"account": ACCOUNT, "country": "HK", "secret_key": PLATFORM_KEY, "webhook_secret": SECRET, field: value}
    with pytest.raises(AccountInvalid) as error:
        GATEWAY.check_account(given, given)
    assert error.value.data["field"] == field


def test_a_key_that_somebody_else_entered_is_not_turned_on_another_account(institution, merchant):
    stays = {
        "gateway": "stripe",
        "secrets": {"secret_key": ""},
        "methods": ["card"],
        "enabled": True,
        "by": "x",
        "now": now(),
    }
    with pytest.raises(AccountInvalid, match="secret_key"):
        save_account(settings={"account": OTHER_ACCOUNT, "country": "HK"}, **stays)
    assert get_account("stripe") == merchant
    save_account(settings={"account": ACCOUNT, "country": "SG"}, **stays)
    assert get_account("stripe").secrets == merchant.secrets


def test_a_live_shop_takes_no_play_money_and_a_test_shop_no_real_money(inside, settings, monkeypatch):
    good = {"account": ACCOUNT, "country": "HK", "secret_key": PLATFORM_KEY, "webhook_secret": SECRET}
    GATEWAY.check_account(good, good)
    settings.KAQUAN_SANDBOX_PAYMENTS = False
    with pytest.raises(AccountInvalid, match="test_key"):
        GATEWAY.check_account(good, good)
    real = {**good, "secret_key": f"sk_{'live'}_simulated0000001"}
    GATEWAY.check_account(real, real)
    monkeypatch.setattr(
        "tenants.payments.gateways.stripe.current_tenant", lambda: dataclasses.replace(inside, livemode=False)
    )
    with pytest.raises(AccountInvalid, match="live_key"):
        GATEWAY.check_account(real, real)
