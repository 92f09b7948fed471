from typing import Any, Literal, cast

ListIssuancesStatus = Literal["awaiting_stock", "canceled", "completed", "failed", "partially_completed", "processing"]


def check_list_issuances_status(value: Any) -> ListIssuancesStatus:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ListIssuancesStatus, value)
