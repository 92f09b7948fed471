from __future__ import annotations

import datetime as dt

from django.db import connection

from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import first_id_at
from platform_core.tenancy.context import current_tenant
from tenants.access.models import ShopSettings
from tenants.access.selectors import get_shop_settings

TEST_DAYS = 7  # of a test shop, which nobody attacks and where nothing is sold; a live one says itself, within LOG-01
SLICE, SLICES = 2_000, 50
# Ids are in time order: the oldest stand together at the beginning of the table and of its index.
DELETE = """
DELETE FROM access_requestlogentry WHERE id IN (
    SELECT id FROM access_requestlogentry WHERE id < %s ORDER BY id LIMIT %s
)
"""


def purge_request_log(*, now: dt.datetime) -> int:
    """Delete what is older than is kept, in slices that hold nobody up; what is left over waits for the next time.

    Who asked what from where, and was refused, is a security log: of a live shop nothing goes within ``LEAST_DAYS``, whatever is set.

    Returns:
        How many were deleted.
    """
    told = max(get_shop_settings().request_log_days, ShopSettings.LEAST_DAYS)
    days = told if current_tenant().livemode else TEST_DAYS
    before, deleted = first_id_at(on_the_wall(now) - dt.timedelta(days=days)), 0
    for _ in range(SLICES):
        with connection.cursor() as cursor:
            cursor.execute(DELETE, [before, SLICE])
            deleted += cursor.rowcount
            if cursor.rowcount < SLICE:
                break
    return deleted
