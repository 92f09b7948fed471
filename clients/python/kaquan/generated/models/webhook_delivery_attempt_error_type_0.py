from typing import Any, Literal, cast

WebhookDeliveryAttemptErrorType0 = Literal[
    "address_refused", "connection", "disconnected", "dns", "internal", "protocol", "timeout", "tls"
]


def check_webhook_delivery_attempt_error_type_0(value: Any) -> WebhookDeliveryAttemptErrorType0:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(WebhookDeliveryAttemptErrorType0, value)
