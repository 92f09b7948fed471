from typing import Any, Literal, cast

ListExportsType = Literal["codes", "issuances", "ledger", "redemptions", "refunds", "stock"]


def check_list_exports_type(value: Any) -> ListExportsType:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ListExportsType, value)
