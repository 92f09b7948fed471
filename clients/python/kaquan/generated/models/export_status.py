from typing import Any, Literal, cast

ExportStatus = Literal["canceled", "completed", "expired", "failed", "queued", "revoked", "running"]


def check_export_status(value: Any) -> ExportStatus:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(ExportStatus, value)
