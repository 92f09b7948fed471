from typing import Any, Literal, cast

IssuanceInputFulfillmentPolicy = Literal["all_or_nothing", "backorder", "partial"]


def check_issuance_input_fulfillment_policy(value: Any) -> IssuanceInputFulfillmentPolicy:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(IssuanceInputFulfillmentPolicy, value)
