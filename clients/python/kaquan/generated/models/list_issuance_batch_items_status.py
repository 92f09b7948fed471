from typing import Any, Literal, cast

ListIssuanceBatchItemsStatus = Literal["failed", "pending", "skipped", "succeeded"]


def check_list_issuance_batch_items_status(value: Any) -> ListIssuanceBatchItemsStatus:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ListIssuanceBatchItemsStatus, value)
