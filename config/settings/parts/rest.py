"""Django REST Framework and the OpenAPI document."""

from typing import Any

# What the reference begins with (Markdown).
INTRODUCTION = """Issue, read and account for card codes (卡密).

**Keys.** Send `Authorization: Bearer kq_live_…`; a `kq_test_…` key does the same in a test shop of its own. Money is in minor
units (分), times are RFC 3339 in UTC, ids are `prefix_` and 26 characters.

**Retries.** `external_id` makes an issuance happen once, for ever. Everything else that makes something takes an
`Idempotency-Key`: a repeat answers what the first call made.

**Errors** are problem details (RFC 9457) with a stable `code`, each with its own page. `outcome` says whether anything was
executed: refund your buyer only when it is `not_executed`.

**Versions.** A version is a date. Your account is pinned to the current one at its first call; `Kaquan-Version` names another
for one call, and every answer says which it is in. New operations, optional parameters, properties and error codes are not a
version: take them as they come. An older version is answered for at least 24 months, with `Deprecation` and `Sunset`.
[Versions and their changes · 版本与变更](/versions)
"""

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["merchant_api.authentication.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["merchant_api.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["merchant_api.rendering.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["merchant_api.parsing.OrjsonParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "merchant_api.rendering.JsonOnly",
    "DEFAULT_SCHEMA_CLASS": "merchant_api.openapi.KaquanSchema",
    "EXCEPTION_HANDLER": "merchant_api.problems.handle_exception",
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Kaquan merchant API",
    "VERSION": "2026-12-01",
    "DESCRIPTION": INTRODUCTION,
    "LICENSE": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_URLCONF": "config.urls_api",
    "SCHEMA_PATH_PREFIX": "/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "merchant_api.openapi.add_problem_answers",
        "merchant_api.openapi_examples.add_examples",
    ],
    "WEBHOOKS": "merchant_api.event_webhooks.WEBHOOKS",
    "SERVERS": [{"url": "/"}],
    # In the order in which an integration meets them.
    "TAGS": [
        {"name": "issuances", "description": "Codes bound to your order, once, whatever is retried."},
        {"name": "codes", "description": "What becomes of a code: validated, redeemed, suspended, voided, replaced."},
        {"name": "refunds", "description": "Money back to the buyer, and what then becomes of the codes."},
        {"name": "issuance_batches", "description": "Many issuances in one request."},
        {"name": "reservations", "description": "Codes held while your buyer pays."},
        {"name": "quotes", "description": "What it would cost and whether it could be had."},
        {"name": "products", "description": "What is sold."},
        {"name": "skus", "description": "Face values and variants, and their stock."},
        {"name": "imports", "description": "Codes put on the shelf."},
        {"name": "exports", "description": "Records as a file: one moment, sealed, behind a link that expires."},
        {"name": "operations", "description": "Long work with its progress."},
        {"name": "events", "description": "What happened: listed, or followed without missing one."},
        {
            "name": "webhooks",
            "description": "What we send to your endpoint, one type of event each: the same event that `/v1/events` answers. "
            "At least once and in no promised order. The headers prove that it comes from us (Standard Webhooks).",
        },
        {"name": "api_keys", "description": "Keys, their limits and their succession."},
        {"name": "request_logs", "description": "What your keys asked, and what was answered; secrets hidden."},
        {"name": "meta", "description": "Who am I, which versions and limits are there?"},
    ],
}
