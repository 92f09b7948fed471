from typing import Any, Literal, cast

DeliveryStatusType0 = Literal["failed", "queued", "sent"]


def check_delivery_status_type_0(value: Any) -> DeliveryStatusType0:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(DeliveryStatusType0, value)
