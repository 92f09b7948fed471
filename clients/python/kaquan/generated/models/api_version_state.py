from typing import Any, Literal, cast

ApiVersionState = Literal["current", "deprecated", "removed"]


def check_api_version_state(value: Any) -> ApiVersionState:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ApiVersionState, value)
