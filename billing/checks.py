"""Wrong settings of billing fail at start, not when the first merchant wants to pay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from billing.engines import ENGINES
from billing.enums import Provider

OFF: Final = "off"


@register()
def check_billing(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A word that is misspelt would charge nobody; Stripe without a key or a secret would not be heard."""
    chosen = settings.KAQUAN_BILLING
    if chosen not in {*ENGINES, OFF}:
        hint = "one of " + ", ".join((*ENGINES, OFF))
        return [Error(f"KAQUAN_BILLING {chosen!r} is unknown", hint=hint, id="kaquan.E009")]
    if chosen != Provider.STRIPE:
        return []
    if not settings.KAQUAN_STRIPE_KEY:
        return [Error("KAQUAN_BILLING is stripe without a key", hint="set KAQUAN_STRIPE_KEY", id="kaquan.E010")]
    if not settings.KAQUAN_BILLING_WEBHOOK_SECRETS:
        hint = "set KAQUAN_BILLING_WEBHOOK_SECRETS; until then events are only asked for every 15 minutes"
        return [Warning("Stripe's webhook at /billing/events has no secret", hint=hint, id="kaquan.W002")]
    return []
