from typing import Any, Literal, cast

ProductInputFulfilment = Literal["automatic", "manual"]


def check_product_input_fulfilment(value: Any) -> ProductInputFulfilment:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ProductInputFulfilment, value)
