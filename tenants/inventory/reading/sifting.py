from __future__ import annotations

import datetime as dt

from tenants.inventory.reading.errors import LineError
from tenants.inventory.reading.rows import CodeRow


def sift(rows: list[CodeRow], wrong: list[LineError], *, face_value: int, today: dt.date) -> list[CodeRow]:
    """The rows without those of another face value or past their last day, which are added to ``wrong``.

    Args:
        face_value: of the SKU; 0: it has none, any will do.
    """
    # A code of another face value in the wrong stock is money given away.
    values = {row.face_value for row in rows} - {None, face_value} if face_value else set()
    dates = {row.expires_on for row in rows if row.expires_on is not None and row.expires_on < today}
    if not values and not dates:
        return rows
    kept = []
    for row in rows:
        if row.face_value in values:
            wrong.append(LineError(row.line, "face_value_differs", "face_value"))
        elif row.expires_on in dates:
            wrong.append(LineError(row.line, "expired", "expires_on"))
        else:
            kept.append(row)
    return kept
