from typing import Any, Literal, cast

DeliveryInputLanguage = Literal["en", "zh-hans"]


def check_delivery_input_language(value: Any) -> DeliveryInputLanguage:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(DeliveryInputLanguage, value)
