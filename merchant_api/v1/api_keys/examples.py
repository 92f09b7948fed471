"""Examples of API keys."""

from typing import Any

from merchant_api.examples import CREATED_AT, KEY, PRODUCT

JWK = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    "kid": "orders-2026",
}
KEY_INPUT: dict[str, Any] = {
    "name": "Order system",
    "preset": "storefront_server",
    "ip_allowlist": ["203.0.113.0/24"],
    "products": [PRODUCT],
    "daily_quota": 2000,
    "max_amount": 500000,
}
KEY_CHANGES: dict[str, Any] = {"ip_allowlist": ["203.0.113.0/24", "2001:db8::/32"], "daily_quota": None}
ROLL_INPUT = {"overlap_seconds": 3600}
ONE_KEY = {
    "id": KEY,
    "object": "api_key",
    "name": "Order system",
    "livemode": True,
    "status": "active",
    "secret": None,
    "last_four": "x7Qd",
    "scopes": ["catalog:read", "codes:reveal", "issuances:read", "issuances:write"],
    "ip_allowlist": ["203.0.113.0/24"],
    "products": [PRODUCT],
    "daily_quota": 2000,
    "max_amount": 500000,
    "encryption_key": {**JWK, "use": "enc", "alg": "ECDH-ES"},
    "made_by": "console",
    "rolled_from": None,
    "created_at": CREATED_AT,
    "expires_at": None,
    "revoked_at": None,
    "last_used_at": "2026-12-01T10:15:00Z",
    "last_used_ip": "203.0.113.7",
}
