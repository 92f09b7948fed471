"""One address of the platform's hears for all connected accounts: each shop its own, and nobody another's."""

import copy

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.orders.enums import CaseReason, OrderStatus
from tenants.orders.models import AbnormalCase, Order
from tenants.payments.models import GatewayNotice
from tests.integration.orders.ordering import books, open_payment, order
from tests.integration.payments.stripe_shop import ACCOUNT, OTHER_ACCOUNT, PLATFORM_KEY, SECRET, open_account
from tests.simulators.stripe.events import signed
from tests.world import platform

OURS, OLD = "whsec_platform00000001", "whsec_platform00000000"


@pytest.fixture
def hears(settings, institution):
    """The platform's own key and webhook."""
    settings.KAQUAN_STRIPE_KEY, settings.KAQUAN_STRIPE_WEBHOOK_SECRETS = PLATFORM_KEY, (OLD, OURS)


@pytest.fixture
def payment(hears, merchant, stocked):
    """A payment that a connected shop asked for."""
    return open_payment(order((stocked.sku, 1)))


def tell(event, secret=OURS, **how):
    body, headers = signed(event, secret, **how)
    return platform().post("/payments/notify/stripe", body, content_type="application/json", headers=headers)


def kept(tenant):
    with tenant_context(tenant):
        return GatewayNotice.objects.count()


def test_a_payment_is_delivered_once_whichever_secret_signed_it(institution, payment):
    institution.pay(payment.provider_session)
    event = institution.told("checkout.session.completed")
    assert [tell(event, secret).status_code for secret in (OURS, OLD)] == [200, 200]
    assert Order.objects.get().status == OrderStatus.COMPLETED
    assert books()["PROVIDER_BALANCE"] == 4500


def test_what_names_no_shop_itself_is_read_at_stripe(institution, payment):
    intent = institution.pay(payment.provider_session)
    tell(institution.told("payment_intent.succeeded"))
    institution.refund_by_hand(intent["id"], 1000)
    institution.dispute(intent["id"], 500)
    assert {tell(event).status_code for event in institution.events} == {200}
    reasons = set(AbnormalCase.objects.values_list("reason", flat=True))
    assert reasons == {CaseReason.REFUNDED_ELSEWHERE, CaseReason.DISPUTED}
    assert books()["PROVIDER_BALANCE"] == 3000


@pytest.mark.parametrize(("secret", "how"), [(SECRET, {}), ("whsec_somebody00000000", {}), (OURS, {"age": 301})])
def test_nothing_is_looked_up_for_what_the_platform_s_webhook_did_not_sign(
    institution, payment, inside, secret, how, monkeypatch
):
    from platform_core.tenancy import directory

    institution.pay(payment.provider_session)
    institution.calls.clear()
    monkeypatch.setattr(directory, "find_by_any_code", None)
    assert tell(institution.told("checkout.session.completed"), secret, **how).status_code == 400
    assert institution.calls == []
    assert kept(inside) == 0


def test_a_changed_body_is_refused(institution, payment, inside):
    institution.pay(payment.provider_session)
    body, headers = signed(institution.told("checkout.session.completed"), OURS)
    changed = body.replace(b"4500", b"1500")
    answer = platform().post("/payments/notify/stripe", changed, content_type="application/json", headers=headers)
    assert (answer.status_code, kept(inside)) == (400, 0)


@pytest.mark.parametrize("account", [OTHER_ACCOUNT, "acct_nobody00000001"])
def test_another_account_says_nothing_about_this_shop(institution, payment, inside, account):
    """Its owner may write any shop's code on what it makes; the account is Stripe's word."""
    institution.pay(payment.provider_session)
    event = {**institution.told("checkout.session.completed"), "account": account}
    assert tell(event).status_code == 404
    assert kept(inside) == 0
    assert Order.objects.get().status == OrderStatus.PENDING_PAYMENT


def test_two_shops_hear_their_own(institution, payment, inside, other_tenant):
    with tenant_context(other_tenant):
        open_account(account=OTHER_ACCOUNT)
    institution.pay(payment.provider_session)
    forged = copy.deepcopy(institution.told("checkout.session.completed"))
    forged["data"]["object"]["metadata"]["kaquan_shop"] = other_tenant.code
    assert tell(forged).status_code == 404
    assert (kept(inside), kept(other_tenant)) == (0, 0)
    assert tell(institution.told("checkout.session.completed")).status_code == 200
    assert (kept(inside), kept(other_tenant)) == (1, 0)


def test_a_shop_without_an_account_and_one_that_is_not_there_are_unknown(institution, payment, inside, other_tenant):
    institution.pay(payment.provider_session)
    for code in (other_tenant.code, "nobody00"):
        event = copy.deepcopy(institution.told("payment_intent.succeeded"))
        event["data"]["object"]["metadata"]["kaquan_shop"] = code
        assert tell(event).status_code == 404
    assert (kept(inside), kept(other_tenant)) == (0, 0)


def test_what_no_shop_made_is_received_and_not_kept(institution, payment, inside):
    intent = institution.pay(payment.provider_session)
    event = copy.deepcopy(institution.told("payment_intent.succeeded"))
    event["data"]["object"]["metadata"] = {}
    assert tell(event).status_code == 200
    institution.objects[intent["id"]]["metadata"] = {}
    institution.dispute(intent["id"], 500)
    assert tell(institution.told("charge.dispute.created")).status_code == 200
    assert kept(inside) == 0


@pytest.mark.parametrize(
    "event", [{}, {"account": ACCOUNT}, {"account": ACCOUNT, "data": {"object": 7}}, {"account": 7}]
)
def test_what_is_no_event_is_refused(hears, event):
    assert tell(event).status_code == 400


def test_one_that_cannot_be_read_at_stripe_comes_again(institution, payment, inside):
    intent = institution.pay(payment.provider_session)
    tell(institution.told("payment_intent.succeeded"))
    institution.dispute(intent["id"], 500)
    institution.trouble("500", path="payment_intents")
    assert tell(institution.told("charge.dispute.created")).status_code == 503
    assert kept(inside) == 1
    assert tell(institution.told("charge.dispute.created")).status_code == 200
    assert kept(inside) == 2


def test_without_a_webhook_of_the_platform_there_is_no_such_address(institution, merchant):
    assert platform().post("/payments/notify/stripe", b"{}", content_type="application/json").status_code == 404


def test_a_connected_shop_needs_no_secret_of_its_own(hears, inside):
    from tenants.payments.errors import AccountInvalid
    from tests.integration.payments.stripe_shop import GATEWAY

    keys = {"secret_key": PLATFORM_KEY, "webhook_secret": ""}
    GATEWAY.check_account({"account": ACCOUNT, "country": "HK"}, keys)
    with pytest.raises(AccountInvalid):
        GATEWAY.check_account({"account": "", "country": "HK"}, keys)
