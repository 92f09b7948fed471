from typing import Any, Literal, cast

DeliveryInputMethod = Literal["email", "link", "none"]


def check_delivery_input_method(value: Any) -> DeliveryInputMethod:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(DeliveryInputMethod, value)
