from typing import Any, Literal, cast

RotatedEndpointStatus = Literal["disabled", "enabled", "paused"]


def check_rotated_endpoint_status(value: Any) -> RotatedEndpointStatus:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(RotatedEndpointStatus, value)
