from typing import Any, Literal, cast

InputFieldInputType = Literal["digits", "email", "phone", "select", "text"]


def check_input_field_input_type(value: Any) -> InputFieldInputType:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(InputFieldInputType, value)
