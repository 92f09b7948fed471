from typing import Any, Literal, cast

RefundInputDisposition = Literal["keep", "void"]


def check_refund_input_disposition(value: Any) -> RefundInputDisposition:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(RefundInputDisposition, value)
