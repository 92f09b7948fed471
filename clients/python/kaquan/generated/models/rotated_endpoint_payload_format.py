from typing import Any, Literal, cast

RotatedEndpointPayloadFormat = Literal["cloudevents", "standard"]


def check_rotated_endpoint_payload_format(value: Any) -> RotatedEndpointPayloadFormat:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(RotatedEndpointPayloadFormat, value)
