from typing import Any, Literal, cast

WebhookEndpointChangesPayloadFormat = Literal["cloudevents", "standard"]


def check_webhook_endpoint_changes_payload_format(value: Any) -> WebhookEndpointChangesPayloadFormat:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(WebhookEndpointChangesPayloadFormat, value)
