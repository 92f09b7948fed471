"""Standard Webhooks v1: ``whsec_…`` secrets, and signatures by the library that receivers verify with."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from collections.abc import Iterable
from functools import lru_cache

from standardwebhooks import Webhook

from platform_core.kernel.sealing import derive, keystore
from platform_core.tenancy.reference import TenantRef

PURPOSE = "webhook-signing"
PREFIX = "whsec_"
SECRET_BYTES = 32  # Standard Webhooks asks for 24 to 64


def new_secret() -> str:
    """A fresh secret."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def secret_key(tenant: TenantRef) -> bytes:
    """What the signing secrets of a shop are sealed with."""
    return derive(keystore().get(tenant.id), PURPOSE)


@lru_cache(maxsize=1024)
def _signer(secret: str) -> Webhook:
    return Webhook(secret)


def sign(secrets_: Iterable[str], *, message_id: str, at: dt.datetime, body: bytes) -> dict[str, str]:
    """The headers that say who calls: one signature for each secret, so that a receiver may know either.

    Args:
        at: when this attempt is made, in UTC.
    """
    signatures = [_signer(secret).sign(message_id, at, body.decode()) for secret in secrets_]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
