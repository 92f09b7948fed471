from typing import Any, Literal, cast

ListBulkVoidItemsStatus = Literal["failed", "pending", "skipped", "succeeded"]


def check_list_bulk_void_items_status(value: Any) -> ListBulkVoidItemsStatus:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ListBulkVoidItemsStatus, value)
