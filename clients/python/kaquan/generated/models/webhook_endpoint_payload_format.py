from typing import Any, Literal, cast

WebhookEndpointPayloadFormat = Literal["cloudevents", "standard"]


def check_webhook_endpoint_payload_format(value: Any) -> WebhookEndpointPayloadFormat:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(WebhookEndpointPayloadFormat, value)
