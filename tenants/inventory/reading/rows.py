from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class CodeRow(NamedTuple):
    """One code as read: text exact but for outer white space; face value in minor units."""

    line: int
    card_number: str
    secret: str
    face_value: int | None
    expires_on: dt.date | None
