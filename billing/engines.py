"""Which engine collects the money of this installation."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from django.conf import settings

from billing.errors import BillingOff
from billing.providers.base import Engine

ENGINES: Final = {
    "stripe": "billing.providers.stripe:StripeEngine",
    "sandbox": "billing.providers.sandbox:SandboxEngine",
}


def is_billing_on() -> bool:
    """Does this installation charge its merchants?"""
    return settings.KAQUAN_BILLING in ENGINES


def is_left(provider: str) -> bool:
    """Did another engine than today's collect a subscription of this provider? Then nobody does any more."""
    return bool(provider) and is_billing_on() and provider != settings.KAQUAN_BILLING


def get_engine(name: str = "") -> Engine:
    """The engine of this name, or the one that new subscriptions go to.

    Raises:
        BillingOff: there is none.
    """
    chosen = name or settings.KAQUAN_BILLING
    if chosen not in ENGINES:
        raise BillingOff
    module, _, made = ENGINES[chosen].partition(":")
    engine: Engine = getattr(import_module(module), made)()
    return engine
