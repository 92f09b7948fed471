"""Events of connected accounts, which come to one address of the platform's: whose are they?"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from tenants.payments.errors import NoticeForged
from tenants.payments.gateways.stripe_client import SHOP, asking, connect_client, id_of
from tenants.payments.gateways.stripe_notices import read_signed


def read_connected(body: bytes, signature: str) -> dict[str, Any]:
    """An event of a connected account that Stripe signed with a secret of the platform's own webhook, lately.

    Raises:
        NoticeForged
    """
    secrets = settings.KAQUAN_STRIPE_WEBHOOK_SECRETS
    event = read_signed(connect_client(None), secrets, body, signature)
    if not event.get("account"):
        raise NoticeForged(reason="account")
    return event


def shop_of(event: dict[str, Any]) -> str:
    """The code of the shop that an event's object names; of a refund or a dispute, its payment does. Empty: none of ours.

    Who owns the account may have written anything there: believe it only where the account is that shop's.

    Raises:
        GatewayUnavailable, GatewayRefused: the payment could not be read.
        NoticeForged: not an event as they are.
    """
    try:
        said = event["data"]["object"]
        code = _code(said)
        if not code and said["object"] in {"refund", "dispute"} and (intent := id_of(said.get("payment_intent"))):
            with asking():
                code = _code(connect_client(event["account"]).v1.payment_intents.retrieve(intent).to_dict())
    except (KeyError, TypeError, AttributeError) as error:
        raise NoticeForged(reason="form") from error
    return code


def _code(said: dict[str, Any]) -> str:
    return str((said.get("metadata") or {}).get(SHOP, ""))
