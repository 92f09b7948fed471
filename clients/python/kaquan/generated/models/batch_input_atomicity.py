from typing import Any, Literal, cast

BatchInputAtomicity = Literal["all_or_nothing", "independent"]


def check_batch_input_atomicity(value: Any) -> BatchInputAtomicity:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(BatchInputAtomicity, value)
