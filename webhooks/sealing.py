"""Secrets of endpoints as they are kept, and in the clear: what signs, and headers that shops add (often with a token)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import NamedTuple

import orjson

from platform_core.kernel.ids import new_id
from platform_core.kernel.sealing import derive, keystore, seal, unseal
from platform_core.tenancy.reference import TenantRef
from webhooks.enums import SecretKind
from webhooks.models import Endpoint, SigningSecret
from webhooks.signing import new_key_pair, new_secret, secret_key

HEADERS = "webhook-headers"


class OpenSecret(NamedTuple):
    """A signing secret in the clear; its repr says nothing. ``public`` is what receivers verify v1a with."""

    text: str
    valid_until: dt.datetime | None
    kind: str
    public: str
    created_at: dt.datetime

    def __repr__(self) -> str:
        return "OpenSecret(****)"


def seal_new_secret(
    tenant: TenantRef, kind: SecretKind, endpoint_id: uuid.UUID | None, now: dt.datetime
) -> SigningSecret:
    """A fresh secret of that kind; not yet written."""
    text, public = new_key_pair() if kind == SecretKind.ED25519 else (new_secret(), "")
    made = new_id()
    return SigningSecret(
        id=made,
        tenant_role=tenant.role_name,
        endpoint_id=endpoint_id,
        kind=kind,
        sealed=seal(secret_key(tenant), text.encode(), made.bytes),
        public=public,
        created_at=now,
    )


def open_secret(tenant: TenantRef, row: SigningSecret) -> OpenSecret:
    """A secret in the clear.

    Raises:
        SealBroken
    """
    text = unseal(secret_key(tenant), bytes(row.sealed), row.id.bytes).decode()
    return OpenSecret(text, row.valid_until, row.kind, row.public, row.created_at)


def seal_headers(tenant: TenantRef, endpoint_id: uuid.UUID, headers: Mapping[str, str]) -> bytes | None:
    """The headers that a shop adds, as they are kept; None for none."""
    if not headers:
        return None
    return seal(_headers_key(tenant), orjson.dumps(dict(headers)), endpoint_id.bytes)


def open_headers(tenant: TenantRef, endpoint: Endpoint) -> dict[str, str]:
    """The other way round.

    Raises:
        SealBroken
    """
    if endpoint.headers is None:
        return {}
    return dict(orjson.loads(unseal(_headers_key(tenant), bytes(endpoint.headers), endpoint.id.bytes)))


def _headers_key(tenant: TenantRef) -> bytes:
    return derive(keystore().get(tenant.id), HEADERS)
