"""Standard Webhooks: ``v1`` with a shared ``whsec_…`` secret, and ``v1a`` with a ``whsk_…`` key whose ``whpk_…`` twin is public."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import secrets
from collections.abc import Callable, Iterable
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from platform_core.kernel.sealing import derive, keystore
from platform_core.tenancy.reference import TenantRef

PURPOSE = "webhook-signing"
PREFIX = "whsec_"
PRIVATE_PREFIX, PUBLIC_PREFIX = "whsk_", "whpk_"
SECRET_BYTES = 32  # Standard Webhooks asks for 24 to 64
SEED_BYTES = 32  # of an Ed25519 key; its public half is as long
Signer = Callable[[bytes], str]


def new_secret() -> str:
    """A fresh shared secret, for ``v1``."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def new_key_pair() -> tuple[str, str]:
    """A fresh pair for ``v1a``: the private ``whsk_…`` that signs, and the ``whpk_…`` that receivers verify with."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    private = PRIVATE_PREFIX + base64.b64encode(key.private_bytes_raw() + public).decode()
    return private, PUBLIC_PREFIX + base64.b64encode(public).decode()


def public_key_of(private: str) -> str:
    """The ``whpk_…`` of a ``whsk_…``.

    Raises:
        ValueError: when the text is no such key.
    """
    return PUBLIC_PREFIX + base64.b64encode(_private_key(private).public_key().public_bytes_raw()).decode()


def secret_key(tenant: TenantRef) -> bytes:
    """What the signing secrets of a shop are sealed with."""
    return derive(keystore().get(tenant.id), PURPOSE)


def _private_key(text: str) -> Ed25519PrivateKey:
    if not text.startswith(PRIVATE_PREFIX):
        raise ValueError(f"a private key begins with {PRIVATE_PREFIX}")
    raw = base64.b64decode(text.removeprefix(PRIVATE_PREFIX), validate=True)
    if len(raw) != 2 * SEED_BYTES:
        raise ValueError("a private key is a seed and its public half")
    key = Ed25519PrivateKey.from_private_bytes(raw[:SEED_BYTES])
    if key.public_key().public_bytes_raw() != raw[SEED_BYTES:]:
        raise ValueError("the halves of the private key do not belong together")
    return key


@lru_cache(maxsize=1024)
def _signer(secret: str) -> Signer:
    """What signs with a secret; made once, since reading a key costs as much as a signature."""
    if secret.startswith(PRIVATE_PREFIX):
        private = _private_key(secret)
        return lambda content: "v1a," + base64.b64encode(private.sign(content)).decode()
    if not secret.startswith(PREFIX):
        raise ValueError(f"a secret begins with {PREFIX} or {PRIVATE_PREFIX}")
    shared = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    if not shared:
        raise ValueError("an empty secret signs nothing")
    keyed = hmac.new(shared, digestmod="sha256")  # copied for each message: half the price of keying it anew

    def sign_with_shared(content: bytes) -> str:
        code = keyed.copy()
        code.update(content)
        return "v1," + base64.b64encode(code.digest()).decode()

    return sign_with_shared


def sign(secrets_: Iterable[str], *, message_id: str, at: dt.datetime, body: bytes) -> dict[str, str]:
    """The headers that say who calls: one signature for each secret, so that a receiver may know any of them.

    Args:
        secrets_: ``whsec_…`` or ``whsk_…``, in the order of the signatures.
        at: when this attempt is made, in UTC.

    Raises:
        ValueError: when a secret is none.
    """
    timestamp = str(int(at.timestamp()))
    content = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join([_signer(secret)(content) for secret in secrets_]),
    }
