"""The secret part of a pickup link: a delivery's id, signed. Who cannot sign cannot guess one, and nothing is to be stored."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from django.core import signing

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id, public_id
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant

SALT = "kaquan.pickup"
LIVE, TEST = "idl", "idt"


class Pickup(NamedTuple):
    """What a token opens."""

    delivery_id: uuid.UUID
    livemode: bool


def write_token(delivery_id: uuid.UUID, *, livemode: bool) -> str:
    """The token of a delivery; as good as its codes until it ends."""
    return signing.Signer(salt=SALT, sep=".").sign(public_id(LIVE if livemode else TEST, delivery_id))


def pickup_url(delivery_id: uuid.UUID) -> str:
    """The link of a delivery of the current shop."""
    tenant = current_tenant()
    return shop_url(tenant.host, f"/pickup/{write_token(delivery_id, livemode=tenant.livemode)}")


def read_token(token: str) -> Pickup | None:
    """What a token opens, or None for one that we did not write."""
    try:
        name = signing.Signer(salt=SALT, sep=".").unsign(token)
        prefix = name.partition("_")[0]
        return Pickup(parse_public_id(prefix, name), prefix == LIVE)
    except (signing.BadSignature, RecordNotFound):
        return None
