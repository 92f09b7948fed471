"""Events of Stripe as notices. They come in any order, late and twice: what can change is read again at Stripe itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import stripe

from tenants.payments.enums import NoticeKind, RefundState
from tenants.payments.errors import NoticeForged
from tenants.payments.gateways.base import Account, Notice
from tenants.payments.gateways.stripe_client import PAYMENT, REFUND, asking, id_of, marks_of, merchant_client

TOLERANCE = int(dt.timedelta(minutes=5).total_seconds())
LIVE = ("sk_live_", "rk_live_")
REFUND_STATES = {
    "succeeded": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
_REFUNDS = {RefundState.SUCCEEDED: NoticeKind.REFUNDED, RefundState.FAILED: NoticeKind.REFUND_FAILED}
# An inquiry (``warning_…``) freezes no money; it is noted.
_DISPUTES = {
    "needs_response": NoticeKind.DISPUTED,
    "under_review": NoticeKind.DISPUTED,
    "won": NoticeKind.DISPUTE_WON,
    "lost": NoticeKind.DISPUTE_LOST,
}


def read_event(account: Account, body: bytes, signature: str) -> dict[str, Any]:
    """An event that Stripe signed with one of our endpoint's secrets, lately, about this very account.

    Raises:
        NoticeForged
    """
    secrets = account.secrets.get("webhook_secret", "").split()
    return check_addressee(account, read_signed(merchant_client(account), secrets, body, signature))


def check_addressee(account: Account, event: dict[str, Any]) -> dict[str, Any]:
    """An event that is about this very account, and as serious as its key.

    Raises:
        NoticeForged
    """
    if (event.get("account") or "") != (account.settings.get("account") or ""):
        raise NoticeForged(reason="account")
    if bool(event.get("livemode")) != account.secrets.get("secret_key", "").startswith(LIVE):
        raise NoticeForged(reason="mode")
    return event


def read_signed(client: stripe.StripeClient, secrets: Sequence[str], body: bytes, signature: str) -> dict[str, Any]:
    """What Stripe signed with one of these secrets, lately.

    Raises:
        NoticeForged
    """
    for secret in secrets:
        try:
            return client.construct_event(body, signature, secret, TOLERANCE).to_dict()
        except stripe.SignatureVerificationError:
            continue  # while secrets are rolled, two of them are good
        except (ValueError, AttributeError, TypeError) as error:
            raise NoticeForged(reason="form") from error
    raise NoticeForged(reason="signature")


def notice_of(account: Account, event: dict[str, Any]) -> Notice:
    """What an event says. Of what this shop did not make, nothing is said.

    Raises:
        GatewayUnavailable, GatewayRefused: the object could not be read again.
        NoticeForged: not an event as they are.
    """
    try:
        said = event["data"]["object"]
        read = _READERS.get(event["type"])
        notice = read(account, said) if read else None
        return (notice or _other(event["type"], said))._replace(event_id=str(event["id"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise NoticeForged(reason="form") from error


def paid_session(said: dict[str, Any]) -> Notice | None:
    """A Checkout Session that is paid; None: it is not, or not ours."""
    number = marks_of(said).get(PAYMENT)
    if not number or said["payment_status"] != "paid":
        return None
    return Notice(
        NoticeKind.PAID, number, id_of(said["payment_intent"]), said["amount_total"], said["currency"].upper()
    )


def paid_intent(said: dict[str, Any]) -> Notice | None:
    """A PaymentIntent that is paid; None: it is not, or not ours."""
    number = marks_of(said).get(PAYMENT)
    if not number or said["status"] != "succeeded":
        return None
    return Notice(NoticeKind.PAID, number, said["id"], said["amount_received"], said["currency"].upper())


def _session(account: Account, said: dict[str, Any]) -> Notice | None:
    return paid_session(said)


def _intent(account: Account, said: dict[str, Any]) -> Notice | None:
    return paid_intent(said)


def _expired(account: Account, said: dict[str, Any]) -> Notice | None:
    number = marks_of(said).get(PAYMENT)
    if not number or said["status"] != "expired":
        return None
    return Notice(NoticeKind.CLOSED, number, said["id"], said["amount_total"], said["currency"].upper())


def _refund(account: Account, said: dict[str, Any]) -> Notice | None:
    with asking():
        now = merchant_client(account).v1.refunds.retrieve(said["id"], {"expand": ["payment_intent"]}).to_dict()
    return _refund_notice(now, now.get("payment_intent"))


def _charge(account: Account, said: dict[str, Any]) -> Notice | None:
    """Of a charge that was refunded: the refund with which that much had gone back."""
    with asking():
        client = merchant_client(account)
        found = client.v1.refunds.list({"charge": said["id"], "limit": 100, "expand": ["data.payment_intent"]})
    refunds = [each.to_dict() for each in found.data]
    total = 0
    for refund in reversed(refunds):  # Stripe tells the newest first
        total += refund["amount"]
        if total == said["amount_refunded"]:
            return _refund_notice(refund, refund.get("payment_intent"))
    return None  # one of them failed meanwhile; the refunds' own events tell


def _refund_notice(refund: dict[str, Any], intent: Any) -> Notice | None:
    number = marks_of(intent).get(PAYMENT) if isinstance(intent, dict) else None
    kind = _REFUNDS.get(REFUND_STATES.get(refund["status"], RefundState.PENDING))
    if not number or kind is None:
        return None
    ours, currency = marks_of(refund).get(REFUND, ""), refund["currency"].upper()
    reason = refund.get("failure_reason") or refund.get("reason") or ""
    return Notice(kind, number, refund["id"], refund["amount"], currency, ours, reason=reason)


def _dispute(account: Account, said: dict[str, Any]) -> Notice | None:
    with asking():
        now = merchant_client(account).v1.disputes.retrieve(said["id"], {"expand": ["payment_intent"]}).to_dict()
    intent, kind = now.get("payment_intent"), _DISPUTES.get(now["status"])
    number = marks_of(intent).get(PAYMENT) if isinstance(intent, dict) else None
    if not number or kind is None:
        return None
    return Notice(kind, number, now["id"], now["amount"], now["currency"].upper(), reason=now["reason"])


def _other(kind: str, said: dict[str, Any]) -> Notice:
    number = marks_of(said).get(PAYMENT, "")
    amount, currency = said.get("amount") or 0, str(said.get("currency") or "").upper()
    return Notice(NoticeKind.OTHER, number, str(said.get("id") or ""), amount, currency, reason=kind)


_READERS: dict[str, Callable[[Account, dict[str, Any]], Notice | None]] = {
    "checkout.session.completed": _session,
    "checkout.session.async_payment_succeeded": _session,
    "checkout.session.expired": _expired,
    "payment_intent.succeeded": _intent,
    "charge.refunded": _charge,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.refund.updated": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.updated": _dispute,
    "charge.dispute.funds_withdrawn": _dispute,
    "charge.dispute.funds_reinstated": _dispute,
    "charge.dispute.closed": _dispute,
}
