from typing import Any, Literal, cast

WebhookDeliveryStatus = Literal["delivering", "exhausted", "failed", "pending", "skipped", "succeeded"]


def check_webhook_delivery_status(value: Any) -> WebhookDeliveryStatus:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(WebhookDeliveryStatus, value)
