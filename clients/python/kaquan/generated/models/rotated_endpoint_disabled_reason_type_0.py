from typing import Any, Literal, cast

RotatedEndpointDisabledReasonType0 = Literal["failing", "gone"]


def check_rotated_endpoint_disabled_reason_type_0(value: Any) -> RotatedEndpointDisabledReasonType0:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(RotatedEndpointDisabledReasonType0, value)
