from typing import Any, Literal, cast

WebhookEndpointChangesApiVersion = Literal["2026-11-24", "2026-12-01"]


def check_webhook_endpoint_changes_api_version(value: Any) -> WebhookEndpointChangesApiVersion:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(WebhookEndpointChangesApiVersion, value)
