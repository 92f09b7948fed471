from typing import Any, Literal, cast

ExportInputType = Literal["codes", "issuances", "ledger", "redemptions", "refunds", "stock"]


def check_export_input_type(value: Any) -> ExportInputType:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ExportInputType, value)
