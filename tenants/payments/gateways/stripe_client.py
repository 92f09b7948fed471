"""The official SDK, told for each call whose account it speaks for; nothing of it is set for the whole process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import stripe
from django.conf import settings

from platform_core.tenancy.context import current_tenant
from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.base import Account

CONNECT_SECONDS, READ_SECONDS = 5.0, 10.0
# Connections are kept per thread. The SDK repeats a call once by itself; after that, jobs and polls of ours do.
HTTP = stripe.RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS))
RETRIES = 1
# What we write on everything that we make at Stripe, to know it again.
SHOP, PAYMENT, REFUND, SHARE = "kaquan_shop", "kaquan_payment", "kaquan_refund", "kaquan_share"

# Answers after which it is not known what became of the call, or which are over once a person has mended the key.
_ASK_AGAIN = (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError, stripe.AuthenticationError)


def merchant_client(account: Account) -> stripe.StripeClient:
    """Speaks for the merchant: for the connected account, or as the owner of the key."""
    return _client(account, account.settings.get("account") or None)


def platform_client(account: Account) -> stripe.StripeClient:
    """Speaks for the owner of the key: application fees are its own."""
    return _client(account, None)


def connect_client(connected: str | None) -> stripe.StripeClient:
    """Speaks with the platform's own key, for an account that is connected to it."""
    return _client(Account(None, "stripe", secrets={"secret_key": settings.KAQUAN_STRIPE_KEY}), connected)


def _client(account: Account, connected: str | None) -> stripe.StripeClient:
    return stripe.StripeClient(
        account.secrets.get("secret_key", ""),
        stripe_account=connected,
        base_addresses={"api": settings.KAQUAN_STRIPE_API},
        max_network_retries=RETRIES,
        http_client=HTTP,
    )


@contextmanager
def asking() -> Iterator[None]:
    """What Stripe and the network answer, as the two errors that gateways know."""
    try:
        yield
    except _ASK_AGAIN as error:
        raise GatewayUnavailable(reason=_reason(error)) from error
    except stripe.StripeError as error:
        raise GatewayRefused(reason=_reason(error)) from error


def _reason(error: stripe.StripeError) -> str:
    """Stripe's own code; never its message, which may quote what was sent."""
    said = error.error
    return str(error.code or getattr(said, "code", "") or getattr(said, "type", "") or type(error).__name__)[:80]


def marks(**more: str) -> dict[str, str]:
    """Metadata of something that we make."""
    return {SHOP: current_tenant().code, **more}


def marks_of(said: Mapping[str, Any]) -> dict[str, str]:
    """Metadata that this shop wrote; of what somebody else made at the same account, nothing."""
    found = said.get("metadata") or {}
    return dict(found) if found.get(SHOP) == current_tenant().code else {}


def is_of_another_shop(said: Mapping[str, Any]) -> bool:
    """Did another shop make it, at the same account?"""
    shop = str((said.get("metadata") or {}).get(SHOP, ""))
    return shop not in {"", current_tenant().code}


def id_of(said: Any) -> str:
    """The id of an object that is told whole or by its id."""
    return str(said["id"] if isinstance(said, Mapping) else said or "")
