from typing import Any, Literal, cast

SentOmittedType0 = Literal["malformed", "not_json", "too_large", "unread"]


def check_sent_omitted_type_0(value: Any) -> SentOmittedType0:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(SentOmittedType0, value)
