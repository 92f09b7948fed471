"""The ``webhooks`` section of the document: one entry for each event type, from the same classes as the events."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiWebhook

from merchant_api.event_schemas import SEQUENCE, event_types

HEADERS = {
    "webhook-id": ("string", "The event's id, the same on every attempt: drop what you have had."),
    "webhook-timestamp": (
        "integer",
        "When this attempt was made, in Unix seconds. Refuse what is more than 5 minutes off.",
    ),
    "webhook-signature": (
        "string",
        "Standard Webhooks: `v1,` and the base64 of HMAC-SHA256, with your signing secret, over "
        "`{webhook-id}.{webhook-timestamp}.{body}`, the body as it came. While a secret is being rotated there are "
        "several, with a space between: one that fits is enough. From an endpoint with `ed25519` there is a `v1a,` too: Ed25519 "
        "over the same, which its `public_key` verifies.",
    ),
}
PARAMETERS = [
    {"in": "header", "name": name, "required": True, "schema": {"type": kind}, "description": text}
    for name, (kind, text) in HEADERS.items()
]
ANSWERS = {
    "2XX": {"description": "You have it. Answer first, work later."},
    "default": {"description": "Anything else, a redirect too, or no answer in time: it comes again."},
}


def _body(described: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(described["example"]),
        "properties": {
            "id": {"type": "string"},
            "object": {"type": "string", "const": "event"},
            "type": {"type": "string", "const": described["type"]},
            "timestamp": {"type": "string", "format": "date-time", "description": "When it happened."},
            "livemode": {"type": "boolean"},
            "api_version": {"type": "string"},
            "tenant": {"type": "string"},
            "sequence": SEQUENCE,
            "data": {"type": "object", "required": ["object"], "properties": {"object": described["schema"]}},
        },
    }


def _webhook(described: dict[str, Any]) -> OpenApiWebhook:
    operation = {
        "operationId": f"on_{described['type'].replace('.', '_')}",
        "tags": ["webhooks"],
        "summary": described["type"],
        "description": described["description"],
        "parameters": PARAMETERS,
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _body(described), "example": described["example"]}},
        },
        "responses": ANSWERS,
        "security": [],  # no key: the signature says who calls
    }
    # As it is: the library's own way, by `extend_schema`, leaves the headers out.
    return OpenApiWebhook(described["type"], {"post": operation})


WEBHOOKS = [_webhook(described) for described in event_types()]
