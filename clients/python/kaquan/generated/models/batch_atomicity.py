from typing import Any, Literal, cast

BatchAtomicity = Literal["all_or_nothing", "independent"]


def check_batch_atomicity(value: Any) -> BatchAtomicity:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(BatchAtomicity, value)
