from typing import Any, Literal, cast

StockType = Literal["finite", "unlimited"]


def check_stock_type(value: Any) -> StockType:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(StockType, value)
