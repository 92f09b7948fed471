from typing import Any, Literal, cast

WebhookEndpointDisabledReasonType0 = Literal["failing", "gone"]


def check_webhook_endpoint_disabled_reason_type_0(value: Any) -> WebhookEndpointDisabledReasonType0:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(WebhookEndpointDisabledReasonType0, value)
