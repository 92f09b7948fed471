"""The secret of an order's link: made of the shop's key and the order's id, so that it can be written again, and is kept nowhere."""

from __future__ import annotations

import base64
import hashlib
import uuid

from platform_core.kernel.sealing import derive, keystore
from platform_core.tenancy.context import current_tenant
from tenants.orders.models import Order


def order_token(order_id: uuid.UUID) -> str:
    """256 bits that open an order; only their hash is stored. Whoever could make them again has the key that opens its codes."""
    key = derive(keystore().get(current_tenant().id), f"order-link/{order_id}")
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def hash_token(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


def order_path(order: Order) -> str:
    """Where its buyer finds an order: by its secret link, or, where they set a query password, by asking for that."""
    token = order_token(order.id)
    if order.query_password or hash_token(token) != bytes(order.token_hash):
        return f"/lookup?number={order.number}"
    return f"/order/{token}"
