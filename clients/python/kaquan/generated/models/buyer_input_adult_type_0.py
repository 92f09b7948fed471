from typing import Any, Literal, cast

BuyerInputAdultType0 = Literal["declared", "verified"]


def check_buyer_input_adult_type_0(value: Any) -> BuyerInputAdultType0:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(BuyerInputAdultType0, value)
