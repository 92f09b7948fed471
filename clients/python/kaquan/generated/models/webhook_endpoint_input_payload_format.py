from typing import Any, Literal, cast

WebhookEndpointInputPayloadFormat = Literal["cloudevents", "standard"]


def check_webhook_endpoint_input_payload_format(value: Any) -> WebhookEndpointInputPayloadFormat:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(WebhookEndpointInputPayloadFormat, value)
