from typing import Any, Literal, cast

ValidationRedemptionType0 = Literal["amount", "none", "units"]


def check_validation_redemption_type_0(value: Any) -> ValidationRedemptionType0:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ValidationRedemptionType0, value)
