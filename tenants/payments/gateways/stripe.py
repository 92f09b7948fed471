"""Stripe: a Checkout Session is a direct charge on the merchant's own account, and the platform's share is its application fee.

Suppliers get theirs by transfers out of that very charge. Idempotency keys are our numbers; Stripe forgets them after a day,
so what may be asked later than that is looked for first.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import stripe
from django.conf import settings as install

from platform_core.kernel.money import CURRENCIES
from platform_core.tenancy.context import current_tenant
from tenants.payments.accounts import sandbox_allowed
from tenants.payments.enums import GatewayName, NoticeKind, PaymentMethod, RefundState, SplitRole
from tenants.payments.errors import AccountInvalid, GatewayRefused
from tenants.payments.gateways.base import (
    Account,
    Asked,
    BillLine,
    Known,
    Notice,
    Received,
    RefundAnswer,
    RefundAsked,
    Session,
    SessionKind,
    Share,
    SplitAnswer,
)
from tenants.payments.gateways.stripe_bill import read_bill
from tenants.payments.gateways.stripe_client import (
    PAYMENT,
    REFUND,
    asking,
    marks,
    marks_of,
    merchant_client,
)
from tenants.payments.gateways.stripe_notices import (
    LIVE,
    REFUND_STATES,
    notice_of,
    paid_intent,
    paid_session,
    read_event,
)
from tenants.payments.gateways.stripe_payments import check_age, intent_of, read_session
from tenants.payments.gateways.stripe_splits import pay_shares, take_back

TYPES = {
    PaymentMethod.CARD.value: "card",
    PaymentMethod.STRIPE_ALIPAY.value: "alipay",
    PaymentMethod.STRIPE_WECHAT.value: "wechat_pay",
}
# Where a company must be established to be paid by Alipay through Stripe (docs.stripe.com/payments/alipay).
ALIPAY_COUNTRIES = frozenset({
    "AT", "AU", "BE", "BG", "CA", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HK", "HR", "HU",
    "IE", "IT", "JP", "LI", "LT", "LU", "LV", "MT", "MY", "NL", "NO", "NZ", "PT", "RO", "SE", "SG", "SI", "SK", "US",
})  # fmt: skip
# Stripe closes no session earlier than half an hour after it was opened. Counted from the order's own end, a repeat says the same.
LEAST_OPEN = dt.timedelta(minutes=31)
FORMS = {
    "account": re.compile(r"(acct_[0-9A-Za-z]{8,40})?"),
    "country": re.compile(r"[A-Z]{2}"),
    "secret_key": re.compile(r"(sk|rk)_(live|test)_[0-9A-Za-z]{10,240}"),
    "webhook_secret": re.compile(r"whsec_[0-9A-Za-z+/=]{10,100}(\s+whsec_[0-9A-Za-z+/=]{10,100})*"),
}


class StripeGateway:
    """See the module, and ``Gateway`` for what the methods promise."""

    name = GatewayName.STRIPE.value
    methods: tuple[str, ...] = tuple(TYPES)
    currencies = frozenset(CURRENCIES)
    commission_in_payment = True
    settings_fields: tuple[str, ...] = ("account", "country")
    secret_fields: tuple[str, ...] = ("secret_key", "webhook_secret")
    replaced_secrets: Mapping[str, tuple[str, ...]] = {}

    def check_account(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        """``account``: connected to the owner of the key, or empty where the key is the merchant's own. ``webhook_secret``:
        of our endpoint; two with a space between while it is rolled. A key without money is for shops without money.
        """
        given = {**settings, **secrets}
        heard = bool(given.get("account")) and bool(
            install.KAQUAN_STRIPE_WEBHOOK_SECRETS
        )  # by the platform's own webhook
        for field, form in FORMS.items():
            value = str(given.get(field) or "")
            if heard and field == "webhook_secret" and not value:
                continue
            if not form.fullmatch(value):
                raise AccountInvalid(field=field, reason="form" if value else "required")
        live = secrets["secret_key"].startswith(LIVE)
        if not live and not sandbox_allowed():
            raise AccountInvalid(field="secret_key", reason="test_key")
        if live and not current_tenant().livemode:
            raise AccountInvalid(field="secret_key", reason="live_key")

    def start(self, account: Account, asked: Asked) -> Session:
        """A page of Stripe's that is paid once."""
        method = TYPES[asked.method]
        if method == "alipay" and account.settings.get("country") not in ALIPAY_COUNTRIES:
            raise GatewayRefused(reason="alipay_country")
        fee = sum(share.amount for share in asked.shares if share.role == SplitRole.PLATFORM)
        if fee and not account.settings.get("account"):
            raise GatewayRefused(reason="fee_needs_connected_account")  # rather than a share that is never paid
        with asking():
            made = merchant_client(account).v1.checkout.sessions.create(
                _session_params(asked, method, fee), {"idempotency_key": asked.number}
            )
        return Session(SessionKind.REDIRECT, url=str(made.url), provider_session=made.id)

    def verify(self, account: Account, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Signature over the raw body, age, account; then what it says."""
        return notice_of(account, read_event(account, body, headers.get("Stripe-Signature", "")))

    def received(self) -> Received:
        """Stripe looks at the status alone."""
        return Received("received")

    def query(self, account: Account, known: Known) -> Notice | None:
        """What became of the session. Where none is known its address never reached a buyer."""
        if not known.provider_session:
            return paid_intent(intent_of(account, known)) if known.provider_id else None
        said = read_session(account, known)
        paid = paid_session(said)
        gone = said["status"] == "expired" or (said["payment_intent"] or {}).get("status") == "canceled"
        if paid is None and gone:
            return Notice(NoticeKind.CLOSED, known.number, said["id"], known.amount, known.currency)
        return paid

    def close(self, account: Account, known: Known) -> None:
        """The session ends now."""
        if not known.provider_session:
            return
        try:
            with asking():
                merchant_client(account).v1.checkout.sessions.expire(
                    known.provider_session, {}, {"idempotency_key": f"{known.number}.close"}
                )
        except GatewayRefused:
            if read_session(account, known)["status"] != "expired":
                raise

    def refund(self, account: Account, known: Known, wanted: RefundAsked) -> RefundAnswer:
        """Out of the merchant's account; shares came back before, by ``unsplit``."""
        found = _find_refund(account, known, wanted)
        if found is not None:
            return _refund_answer(found)
        check_age(known, intent_of(account, known))
        with asking():
            made = merchant_client(account).v1.refunds.create(
                {
                    "payment_intent": known.provider_id,
                    "amount": wanted.amount,
                    "reason": "requested_by_customer",
                    "metadata": marks(**{PAYMENT: known.number, REFUND: wanted.number}),
                },
                {"idempotency_key": wanted.number},
            )
        return _refund_answer(made.to_dict())

    def query_refund(self, account: Account, known: Known, wanted: RefundAsked) -> RefundAnswer:
        """One that is not there was not asked for yet: its job is still to come."""
        found = _find_refund(account, known, wanted)
        return _refund_answer(found) if found is not None else RefundAnswer(RefundState.PENDING)

    def split(self, account: Account, known: Known, shares: Sequence[Share]) -> list[SplitAnswer]:
        """The platform's came with the payment; suppliers' are transferred out of its charge."""
        return pay_shares(account, known, shares)

    def unsplit(self, account: Account, known: Known, share: Share, amount: int, number: str) -> SplitAnswer:
        """Part of the application fee, or of a transfer, comes back to the merchant; for a refund that Stripe would not
        make, none does.
        """
        return take_back(account, known, share, amount, number)

    def bill(self, account: Account, day: dt.date) -> Iterator[BillLine]:
        """Payments and refunds among the balance transactions of a day in UTC."""
        return read_bill(account, day)


def _session_params(asked: Asked, method: str, fee: int) -> stripe.params.checkout.SessionCreateParams:
    """Never the buyer's contact; the amount as it was asked for, in no other currency."""
    own = marks(**{PAYMENT: asked.number})
    intent: stripe.params.checkout.SessionCreateParamsPaymentIntentData = {
        "description": asked.subject,
        "metadata": own,
        "transfer_group": asked.number,
    }
    if fee:
        intent["application_fee_amount"] = fee
    params: stripe.params.checkout.SessionCreateParams = {
        "mode": "payment",
        "client_reference_id": asked.number,
        "metadata": own,
        "allowed_payment_method_types": [method],
        "payment_intent_data": intent,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": asked.currency.lower(),
                    "unit_amount": asked.amount,
                    "product_data": {"name": asked.subject},
                },
            }
        ],
        "adaptive_pricing": {"enabled": False},
        "success_url": asked.return_url,
        "cancel_url": asked.return_url,
        "expires_at": int((asked.expires_at + LEAST_OPEN).timestamp()),
    }
    if method == "wechat_pay":
        params["payment_method_options"] = {"wechat_pay": {"client": "web"}}
    return params


def _find_refund(account: Account, known: Known, wanted: RefundAsked) -> dict[str, Any] | None:
    with asking():
        listed = merchant_client(account).v1.refunds.list({"payment_intent": known.provider_id, "limit": 100})
        told = (each.to_dict() for each in listed.auto_paging_iter())
        return next((each for each in told if marks_of(each).get(REFUND) == wanted.number), None)


def _refund_answer(said: dict[str, Any]) -> RefundAnswer:
    state = REFUND_STATES.get(said["status"], RefundState.PENDING)
    return RefundAnswer(state, said["id"], str(said.get("failure_reason") or ""))
