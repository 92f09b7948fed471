from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.db import connection


class RecallCounts(NamedTuple):
    """How far a shop is: of its batches, of codes frozen and sold, of orders and who of them was told."""

    lots: int
    frozen: int
    sold: int
    orders: int
    told: int
    unreached: int
    elsewhere: int


def tell_recall_progress(*, shop_id: uuid.UUID, counts: RecallCounts, done: bool, now: dt.datetime) -> bool:
    """Tell the platform how far the current shop is with a recall; the last shop ends it.

    Returns:
        Whether it is this shop's, and was not done before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.report_recall(%s, %s, %s, %s)", [shop_id, list(counts), done, now])
        return bool(cursor.fetchone()[0])
