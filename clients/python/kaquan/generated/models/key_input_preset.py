from typing import Any, Literal, cast

KeyInputPreset = Literal["full", "pos_redeemer", "read_only", "storefront_server", "supplier_uploader"]


def check_key_input_preset(value: Any) -> KeyInputPreset:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(KeyInputPreset, value)
