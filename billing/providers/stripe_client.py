"""The official SDK, told for each call which key it speaks with; nothing of it is set for the whole process."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import stripe
from django.conf import settings

from billing.errors import BillingRefused, BillingUnavailable

CONNECT_SECONDS, READ_SECONDS = 5.0, 20.0  # a change that charges a card at once takes its time
# Connections are kept per thread. The SDK repeats a call once by itself; after that, jobs and polls of ours do.
HTTP = stripe.RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS))
RETRIES = 1
# What we write on everything that we make at Stripe, to know it again: several platforms may share an account.
PLATFORM, TENANT = "kaquan_platform", "kaquan_tenant"
LIVE = ("sk_live_", "rk_live_")
ABSENT = "resource_missing"

# Answers after which it is not known what became of the call, or which are over once a person has mended the key.
_ASK_AGAIN = (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError, stripe.AuthenticationError)
_UNDER_WAY = {"idempotency_key_in_use", "lock_timeout"}


def stripe_client() -> stripe.StripeClient:
    """Speaks with the platform's own key."""
    return stripe.StripeClient(
        settings.KAQUAN_STRIPE_KEY,
        base_addresses={"api": settings.KAQUAN_STRIPE_API},
        max_network_retries=RETRIES,
        http_client=HTTP,
    )


@contextmanager
def asking() -> Iterator[None]:
    """What Stripe and the network answer, as the two errors that billing knows."""
    try:
        yield
    except _ASK_AGAIN as error:
        raise BillingUnavailable(reason=_reason(error)) from error
    except stripe.StripeError as error:
        reason = _reason(error)
        if reason in _UNDER_WAY:
            raise BillingUnavailable(reason=reason) from error
        raise BillingRefused(reason=reason, param=str(getattr(error, "param", None) or "")[:80]) from error


def _reason(error: stripe.StripeError) -> str:
    """Stripe's own code; never its message, which may quote what was sent."""
    said = error.error
    return str(error.code or getattr(said, "code", "") or getattr(said, "type", "") or type(error).__name__)[:80]


def is_absent(error: BillingRefused) -> bool:
    """Does Stripe not know the object?"""
    return error.data.get("reason") == ABSENT


def is_live_key() -> bool:
    """Does the platform's key move money?"""
    return str(settings.KAQUAN_STRIPE_KEY).startswith(LIVE)


def marks(tenant_id: uuid.UUID, **more: str) -> dict[str, str]:
    """Metadata of something that we make for a merchant."""
    return {PLATFORM: settings.KAQUAN_PLATFORM_HOST, TENANT: str(tenant_id), **more}


def is_ours(said: Mapping[str, Any]) -> bool:
    """Did this platform make it? Another one may share the account."""
    return (said.get("metadata") or {}).get(PLATFORM) == settings.KAQUAN_PLATFORM_HOST


def tenant_of(said: Mapping[str, Any]) -> uuid.UUID | None:
    """For which merchant we made it; None: it does not say."""
    try:
        return uuid.UUID(str((said.get("metadata") or {}).get(TENANT, "")))
    except ValueError:
        return None


def once(*parts: object) -> stripe.RequestOptions:
    """The options of a call that is done once, however often it is asked for: its idempotency key is made of our own numbers."""
    key = hashlib.sha256("\n".join(map(str, (settings.KAQUAN_PLATFORM_HOST, *parts))).encode()).hexdigest()
    return {"idempotency_key": key}


def id_of(said: Any) -> str:
    """The id of an object that is told whole or by its id."""
    return str(said["id"] if isinstance(said, Mapping) else said or "")
