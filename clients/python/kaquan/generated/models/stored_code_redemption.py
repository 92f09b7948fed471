from typing import Any, Literal, cast

StoredCodeRedemption = Literal["amount", "none", "units"]


def check_stored_code_redemption(value: Any) -> StoredCodeRedemption:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(StoredCodeRedemption, value)
