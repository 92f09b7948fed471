from typing import Any, Literal, cast

ListRequestLogsMethod = Literal["DELETE", "GET", "PATCH", "POST", "PUT"]


def check_list_request_logs_method(value: Any) -> ListRequestLogsMethod:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ListRequestLogsMethod, value)
