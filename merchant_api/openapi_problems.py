"""The error answers of an operation in the document: which there can be follows from what it takes; with examples."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from merchant_api.examples import CODE, ISSUANCE, REQUEST, SKU
from merchant_api.problem_table import PROBLEMS
from merchant_api.problems import answer_of

DOCUMENTATION = "https://api.kaquan.example/errors/"  # examples do not depend on the host that makes them

ALWAYS = (
    "invalid_parameter", "parameter_unknown", "version_unknown", "version_removed", "resource_not_found", "method_not_allowed",
    "rate_limited", "internal_error", "database_unavailable",
)  # fmt: skip
OF_KEYS = (
    "api_key_missing", "api_key_invalid", "api_key_expired", "api_key_revoked", "scope_missing", "ip_not_allowed",
    "test_mode_preparing",
)  # fmt: skip
SHARED = {"401", "402", "405", "410", "413", "415", "429", "500"}
OF_SUBSCRIPTIONS = ("subscription_inactive",)
TO_ANYBODY = {"ping"}  # with a key; also to who has to pay first
OF_BODIES = ("invalid_json", "parameter_missing", "body_too_large", "media_type_unsupported")
OF_PARAMETERS = {
    "cursor": ("invalid_cursor",),
    "If-Match": ("precondition_failed",),
    "Idempotency-Key": ("idempotency_key_invalid", "idempotency_key_reused", "idempotency_in_progress"),
}

# What only some errors carry.
OF_SOME = {
    "existing_id": ("string", "Of `external_id_conflict`: what has the number."),
    "original_request_id": ("string", "The request that came with this key first."),
    "current_price": ("integer", "Of `price_exceeds_limit`, in minor units."),
    "current_state": ("string", "Why it cannot be done now."),
    "scope": ("string", "Of `scope_missing`."),
    "upgrade_url": ("string", "Where the shop's owner pays, or takes a larger plan."),
    "ip": ("string", "Of `ip_not_allowed`: the address that you call from."),
}
PART = {
    "type": "object",
    "properties": {
        "param": {"type": ["string", "null"]},
        "code": {"type": "string"},
        "meta": {"type": "object", "additionalProperties": True},
    },
}

# Facts of a case, as they stand in the words and in `errors[].meta`; a code that is not here needs none.
FACTS: dict[str, dict[str, Any]] = {
    "store_not_qualified": {"reason": "unverified", "rule": "FRD-01", "version": 1},
    "listing_frozen": {"reason": "lapsed", "rule": "KYB-04", "version": 1},
    "subscription_inactive": {
        "standing": "suspended",
        "upgrade_url": "https://coolcards.kaquan.example/console/settings/billing",
    },
    "billing_unavailable": {"reason": "api_connection_error"},
    "billing_refused": {"reason": "resource_missing"},
    "billing_event_forged": {"reason": "signature"},
    "subscription_state_invalid": {"state": "canceled"},
    "invoice_title_invalid": {"param": "tax_number"},
    "invoice_state_invalid": {"state": "paid"},
    "invalid_parameter": {"param": "limit", "reason": "1 to 100"},
    "parameter_missing": {"param": "lines[0].sku"},
    "parameter_unknown": {"param": "externalid"},
    "idempotency_key_required": {"param": "Idempotency-Key"},
    "idempotency_key_invalid": {"param": "Idempotency-Key"},
    "idempotency_key_reused": {"original_request_id": REQUEST},
    "invalid_cursor": {"param": "cursor"},
    "version_unknown": {"param": "Kaquan-Version", "version": "2026-01-01", "versions": "2026-12-01, 2026-11-24"},
    "version_removed": {"param": "Kaquan-Version", "version": "2024-06-01", "versions": "2026-12-01, 2026-11-24"},
    "scope_missing": {"scope": "issuances:write"},
    "ip_not_allowed": {"ip": "203.0.113.7"},
    "mode_mismatch": {"param": "livemode"},
    "product_not_permitted": {"param": "lines[0].sku"},
    "quota_exceeded": {"quota": "max_amount", "limit": 500_000},
    "key_limit_invalid": {"param": "ip_allowlist[0]", "reason": "an address or a network is expected"},
    "url_refused": {"param": "notify_url", "reason": "its address is not a public one"},
    "endpoint_limit_reached": {"limit": 20},
    "endpoint_setting_invalid": {"param": "headers", "reason": "host is not yours to set"},
    "endpoint_not_active": {"current_state": "disabled"},
    "redelivery_not_cancelable": {"current_state": "succeeded"},
    "time_range_invalid": {"param": "since"},
    "rule_refused": {
        "param": "skus",
        "rule": "CARD-01",
        "version": 1,
        "message_en": "An unnamed card holds CNY 1,000 at most, a named one CNY 5,000.",
        "message_zh": "不记名卡面值不得超过 1000 元，记名卡不得超过 5000 元。",
        "remedy_en": "Lower the face value, or make it a named card with its buyer on record.",
        "remedy_zh": "请降低面值，或改为记名卡并登记购卡人。",
    },
    "currency_mismatch": {"param": "currency", "currencies": "CNY"},
    "issuance_not_waiting": {"current_state": "canceled"},
    "clock_not_movable": {"furthest": 731},
    "precondition_failed": {"version": 4},
    "external_id_conflict": {"param": "external_id", "existing_id": ISSUANCE, "differs": ["lines"]},
    "sku_code_taken": {"param": "sku_code", "sku_code": "STEAM-50"},
    "insufficient_stock": {"param": "lines[0].quantity", "sku": SKU, "available": 3, "requested": 5},
    "price_exceeds_limit": {"param": "lines[0].max_unit_price", "current_price": 4600, "limit": 4500},
    "sku_inactive": {"param": "lines[0].sku", "sku": SKU},
    "reservation_converted": {"current_state": "converted"},
    "quantity_out_of_range": {"param": "lines[0].quantity", "minimum": 1, "maximum": 100, "multiple": 1},
    "input_schema_invalid": {"param": "input_schema[0].options", "reason": "a select needs options"},
    "input_invalid": {"param": "lines[0].inputs.account", "fields": "account (required)"},
    "sku_terms_invalid": {"param": "balance", "reason": "codes of one use have none"},
    "reveal_exhausted": {"codes": 2, "limit": 1},
    "codes_not_kept": {"since": "2026-05-31"},
    "encryption_key_invalid": {"param": "encryption_key", "reason": "a private key: send the public one"},
    "code_guess_limited": {"retry_after": 42},
    "delivery_invalid": {"param": "delivery.email", "reason": "method email needs it"},
    "mail_address_invalid": {"param": "delivery.email"},
    "nothing_to_deliver": {"current_state": "canceled"},
    "delivery_limited": {"retry_after": 42},
    "code_state_invalid": {"current_state": "voided"},
    "redemption_exceeds_balance": {"param": "amount", "left": 1200},
    "code_not_redeemable": {"redemption": "units"},
    "refund_exceeds_amount": {"param": "amount", "refundable": 4500},
    "already_refunded": {"code_id": CODE},
    "refund_refused": {"param": "codes[1]", "reason": "named twice"},
    "code_not_named": {"param": "code"},
    "serial_ambiguous": {"param": "serial"},
    "refund_not_cancelable": {"current_state": "pending"},
    "export_refused": {"param": "reveal", "reason": "only codes can be revealed"},
    "exports_waiting": {"waiting": 5},
    "import_refused": {"reason": "no line holds a code"},
    "batch_too_large": {"param": "rows", "maximum": 200},
}


def problem_schema() -> dict[str, Any]:
    """The schema of every error."""
    return {
        "type": "object",
        "description": "An error (RFC 9457). `outcome` says whether anything was executed: refund your buyer only on "
        "`not_executed`.",
        "required": ["type", "title", "status", "code", "detail", "outcome", "retryable", "request_id", "doc_url"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {
                "type": "string",
                "enum": sorted(PROBLEMS),
                "x-open-enum": True,
                "description": "Never changes its meaning. New codes are added: go by `status` when you meet one.",
            },
            "detail": {"type": "string", "description": "For people; English or Chinese (`Accept-Language`)."},
            "param": {"type": "string", "description": "What part of the request is wrong."},
            "errors": {"type": "array", "items": PART, "description": "Everything that is wrong, not only the first."},
            "outcome": {"type": "string", "enum": ["not_executed", "in_progress", "executed", "unknown"]},
            "retryable": {"type": "boolean"},
            "request_id": {"type": "string"},
            "doc_url": {"type": "string", "format": "uri"},
            "request_log_url": {
                "type": "string",
                "format": "uri",
                "description": "In the back office; once a key is known.",
            },
            **{name: {"type": kind, "description": words} for name, (kind, words) in OF_SOME.items()},
        },
    }


def _codes(method: str, operation: dict[str, Any], own: Iterable[str]) -> list[str]:
    codes = [*own, *ALWAYS]
    if any(operation.get("security", [])):
        codes += OF_KEYS
        if operation.get("operationId") not in TO_ANYBODY:
            codes += OF_SUBSCRIPTIONS
    if "requestBody" in operation:
        codes += OF_BODIES
    for parameter in operation.get("parameters", []):
        codes += OF_PARAMETERS.get(parameter.get("name"), ())
        if parameter.get("name") == "Idempotency-Key" and parameter.get("required"):
            codes.append("idempotency_key_required")
    if method != "get":
        codes.append("lock_timeout")
    return codes


def error_answers(method: str, operation: dict[str, Any], own: Collection[str]) -> dict[str, Any]:
    """The error answers that an operation can give, by status.

    Args:
        own: codes that do not follow from what the operation takes.
    """
    by_status: dict[str, list[str]] = {}
    for code in dict.fromkeys(_codes(method, operation, own)):
        by_status.setdefault(str(PROBLEMS[code].status), []).append(code)
    shared = SHARED - {str(PROBLEMS[code].status) for code in own}
    return {
        status: {"$ref": f"#/components/responses/Problem{status}"} if status in shared else _answer(codes)
        for status, codes in sorted(by_status.items())
    }


def _answer(codes: list[str]) -> dict[str, Any]:
    return {
        "description": " / ".join(PROBLEMS[code].title_en for code in codes),
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {code: {"$ref": f"#/components/examples/{code}"} for code in codes},
            }
        },
    }


def shared_answers() -> dict[str, Any]:
    """The answers that are the same wherever there are any."""
    codes = [*ALWAYS, *OF_KEYS, *OF_SUBSCRIPTIONS, *OF_BODIES]
    return {
        f"Problem{status}": _answer([code for code in codes if str(PROBLEMS[code].status) == status])
        for status in sorted(SHARED)
    }


def problem_examples(answers: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """An example of each error that any of these answers shows, as it is answered."""
    content = [answer.get("content", {}).get("application/problem+json", {}) for answer in answers]
    found = {}
    for code in sorted({code for media in content for code in media.get("examples", {})}):
        facts = dict(FACTS.get(code, {}))
        body = answer_of(code, None, param=facts.pop("param", None), **facts).body
        fixed = {"type": DOCUMENTATION + code, "doc_url": DOCUMENTATION + code, "request_id": REQUEST}
        found[code] = {"summary": PROBLEMS[code].title_en, "value": {**body, **fixed}}
    return found
