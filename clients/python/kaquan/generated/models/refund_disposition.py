from typing import Any, Literal, cast

RefundDisposition = Literal["keep", "void"]


def check_refund_disposition(value: Any) -> RefundDisposition:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(RefundDisposition, value)
