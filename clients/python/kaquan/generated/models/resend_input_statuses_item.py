from typing import Any, Literal, cast

ResendInputStatusesItem = Literal["exhausted", "skipped", "succeeded"]


def check_resend_input_statuses_item(value: Any) -> ResendInputStatusesItem:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ResendInputStatusesItem, value)
