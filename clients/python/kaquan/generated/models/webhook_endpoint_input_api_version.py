from typing import Any, Literal, cast

WebhookEndpointInputApiVersion = Literal["2026-11-24", "2026-12-01"]


def check_webhook_endpoint_input_api_version(value: Any) -> WebhookEndpointInputApiVersion:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(WebhookEndpointInputApiVersion, value)
