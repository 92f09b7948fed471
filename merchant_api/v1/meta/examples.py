"""Examples of what an integration asks first."""

from merchant_api.examples import HELD_AT, KEY, TENANT

RATES = {"read": 100, "write": 25, "reveal": 10, "redeem": 20, "concurrency": 20, "key_share": 100}
PING = {
    "object": "ping",
    "tenant": TENANT,
    "store": "star-cards",
    "livemode": True,
    "key_id": KEY,
    "scopes": ["catalog:read", "codes:reveal", "issuances:read", "issuances:write"],
    "version": "2026-12-01",
    "server_time": HELD_AT,
    "test_clock": None,
    "ip": "203.0.113.7",
    "rate_limits": RATES,
    "plan": {
        "code": "professional",
        "standing": "active",
        "limits": {
            "skus": 500,
            "staff": 20,
            "codes_per_month": 100_000,
            "webhook_endpoints": 10,
            "storage_mb": 20_480,
            "custom_domain": True,
        },
        "used": {"skus": 84, "staff": 6, "codes_per_month": 31_205, "webhook_endpoints": 2, "storage_mb": 1_210},
        "upgrade_url": "https://coolcards.kaquan.example/console/settings/billing",
    },
}
META = {
    "object": "meta",
    "versions": [
        {
            "object": "api_version",
            "version": "2026-12-01",
            "state": "current",
            "deprecated_at": None,
            "sunset_at": None,
            "document_url": "/v1/openapi/2026-12-01.json",
        }
    ],
    "default_version": "2026-12-01",
    "event_types": ["issuance.completed", "product.updated"],
    "limits": {
        "lines_per_issuance": 20,
        "codes_per_issuance": 10000,
        "codes_in_one_answer": 100,
        "webhook_endpoints": 20,
    },
    "test_mode": {
        "skus": ["sku_test_ok", "sku_test_oos"],
        "simulations": ["rate_limited", "timeout_after_commit"],
        "clock_days_ahead": 731,
    },
    "server_time": HELD_AT,
    "rate_limits": RATES,
}
