from typing import Any, Literal, cast

WebhookEndpointStatus = Literal["disabled", "enabled", "paused"]


def check_webhook_endpoint_status(value: Any) -> WebhookEndpointStatus:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(WebhookEndpointStatus, value)
