from typing import Any, Literal, cast

ExportFormat = Literal["csv", "jsonl"]


def check_export_format(value: Any) -> ExportFormat:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ExportFormat, value)
