from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import connection

# In one order of rows whoever writes: two processes cannot deadlock.
COUNT = """
INSERT INTO insights_productview (product_id, day, views)
SELECT * FROM unnest(%s::uuid[], %s::date[], %s::int[]) ORDER BY 1, 2
ON CONFLICT (product_id, day) DO UPDATE SET views = insights_productview.views + excluded.views
"""


def count_views(*, views: Mapping[tuple[uuid.UUID, dt.date], int]) -> None:
    """Add to the views of products on days, in one statement.

    Args:
        views: how many, by product and day.
    """
    keys = list(views)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [[key[0] for key in keys], [key[1] for key in keys], list(views.values())])
