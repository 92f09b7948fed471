"""Django REST Framework and the OpenAPI document."""

from typing import Any

# What the reference begins with (Markdown).
INTRODUCTION = """Issue, read and account for card codes (卡密).

**Keys.** Send `Authorization: Bearer kq_live_…`; a `kq_test_…` key does the same in a test shop of its own, with magic SKUs,
simulated failures and a clock to advance (see *test_helpers*). Money is in minor units (分), times are RFC 3339 in UTC, ids are
`prefix_` and 26 characters.

**Retries.** `external_id` makes an issuance happen once, for ever. Everything else that makes something takes an
`Idempotency-Key`: a repeat answers what the first call made.

**Errors** are problem details (RFC 9457) with a stable `code`, each with its own page. `outcome` says whether anything was
executed: refund your buyer only when it is `not_executed`.

**Versions.** A version is a date. Your account is pinned to the current one at its first call; `Kaquan-Version` names another
for one call, and every answer says which it is in. New operations, optional parameters, properties and error codes are not a
version: take them as they come. An older version is answered for at least 24 months, with `Deprecation` and `Sunset`.
[Versions and their changes · 版本与变更](/versions)
"""

# What the reference says of test mode (Markdown).
TEST_MODE = """Make happen what you would otherwise wait for. Test keys only (`kq_test_…`); a live key gets 403 `mode_mismatch`.

Your test shop is made and stocked with your first call; every code in it begins with `TEST-`. **Magic SKUs** are taken
wherever the id of a SKU is, and do the same with every `POST /v1/issuances`:

| SKU | What happens |
|---|---|
| `sku_test_ok` | Codes are issued; it never runs out. |
| `sku_test_oos` | 409 `insufficient_stock`, always. |
| `sku_test_slow` | 202: it waits for stock (`backorder`), which comes after 12 seconds. |
| `sku_test_partial` | One code is there, never more. |
| `sku_test_price_up` | It costs a tenth more than you read: 409 `price_exceeds_limit`. Order at `current_price`. |
| `sku_test_fail_after_execute` | Codes are issued, the answer is 500 with `outcome: executed`. Retry: you get what was made. |
| `sku_test_lost_response` | Codes are issued, the connection closes without an answer. Retry. |

**`Kaquan-Simulate`**, a header, makes an operation answer `rate_limited`, `internal_error` or `insufficient_stock`, or close the
connection after the work was done (`timeout_after_commit`); a retry is answered.

**The test clock** lets codes, holds and daily quotas grow old.
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
        {"name": "webhook_endpoints", "description": "Where your systems are told of events, and how they answer."},
        {
            "name": "deliveries",
            "description": "What was sent to them, each attempt with its answer; sent anew on demand.",
        },
        {
            "name": "webhooks",
            "description": "What we send to your endpoint, one type of event each: the same event that `/v1/events` answers. "
            "At least once and in no promised order. The headers prove that it comes from us (Standard Webhooks).",
        },
        {"name": "balance", "description": "What customers of a shop have prepaid."},
        {"name": "api_keys", "description": "Keys, their limits and their succession."},
        {"name": "request_logs", "description": "What your keys asked, and what was answered; secrets hidden."},
        {"name": "test_helpers", "description": TEST_MODE},
        {"name": "meta", "description": "Who am I, which versions and limits are there?"},
    ],
}
