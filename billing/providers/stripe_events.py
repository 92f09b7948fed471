"""What Stripe sends and keeps of what happened. Only which object it is about is believed; that is read again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import stripe
from django.conf import settings

from billing.errors import BillingEventForged
from billing.providers.base import RemoteEvent
from billing.providers.stripe_client import asking, is_live_key, stripe_client
from billing.providers.stripe_reading import event_of, seconds

TOLERANCE: Final = int(dt.timedelta(minutes=5).total_seconds())
# What the webhook listens to and the poll asks for; Stripe takes twenty in one question. Others are stored and left alone.
TYPES: Final = (
    "checkout.session.completed",
    "customer.subscription.created",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "customer.subscription.paused",
    "customer.subscription.resumed",
    "customer.subscription.trial_will_end",
    "customer.subscription.pending_update_applied",
    "customer.subscription.pending_update_expired",
    "invoice.created",
    "invoice.finalized",
    "invoice.sent",
    "invoice.updated",
    "invoice.paid",
    "invoice.payment_failed",
    "invoice.payment_action_required",
    "invoice.overdue",
    "invoice.voided",
    "invoice.marked_uncollectible",
    "invoice.deleted",
)


def read_event(body: bytes, signature: str) -> RemoteEvent:
    """An event that Stripe signed with one of our webhook's secrets, lately, about the platform's own account.

    Raises:
        BillingEventForged
    """
    said = _signed(body, signature)
    if said.get("account"):
        raise BillingEventForged(reason="account")
    if bool(said.get("livemode")) != is_live_key():
        raise BillingEventForged(reason="mode")
    try:
        return event_of(said)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BillingEventForged(reason="form") from error


def _signed(body: bytes, signature: str) -> dict[str, Any]:
    client = stripe_client()
    for secret in settings.KAQUAN_BILLING_WEBHOOK_SECRETS:
        try:
            return client.construct_event(body, signature, secret, TOLERANCE).to_dict()
        except stripe.SignatureVerificationError:
            continue  # while secrets are rolled, two of them are good
        except (ValueError, AttributeError, TypeError) as error:
            raise BillingEventForged(reason="form") from error
    raise BillingEventForged(reason="signature")


def list_events(since: dt.datetime) -> Iterator[RemoteEvent]:
    """What happened since, the oldest first. Stripe keeps it for thirty days."""
    with asking():
        listed = stripe_client().v1.events.list(
            {"created": {"gte": seconds(since)}, "types": list(TYPES), "limit": 100}
        )
        told = [event_of(each.to_dict()) for each in listed.auto_paging_iter()]
    yield from reversed(told)
