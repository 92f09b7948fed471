from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from platform_core.compliance.enums import Signal
from platform_core.compliance.services.push_signals import push_signals
from platform_core.compliance.signals import WEEK
from platform_core.kernel.clock import local_date
from platform_core.kernel.ids import first_id_at
from platform_core.tenancy.context import current_tenant

UNDELIVERED, BY_HAND, WAITING = dt.timedelta(hours=24), dt.timedelta(hours=48), dt.timedelta(hours=72)
# Ids are in time order: stretches of primary keys. An order that is held back for its buyer's safety is not late yet.
COUNTS = """
SELECT (SELECT count(*) FROM orders_order WHERE paid_at > %(week)s),
       (SELECT count(*) FROM orders_order o WHERE o.status IN ('paid', 'processing', 'abnormal') AND o.paid_at > %(week)s
            AND o.paid_at < %(undelivered)s AND EXISTS (
                SELECT 1 FROM orders_orderline l WHERE l.order_id = o.id AND l.fulfilment = 'automatic')),
       (SELECT count(DISTINCT l.order_id) FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
        WHERE o.status IN ('paid', 'processing') AND o.paid_at < %(by_hand)s AND l.fulfilment = 'manual'
            AND l.handed_over_at IS NULL),
       (SELECT count(DISTINCT issuance_id) FROM inventory_backorder WHERE created_at < %(waiting)s),
       (SELECT count(*) FROM inventory_reservation WHERE id >= %(week_id)s AND state <> 'held'),
       (SELECT count(*) FROM inventory_reservation WHERE id >= %(week_id)s AND state = 'released'),
       (SELECT count(DISTINCT provider_id) FROM payments_gatewaynotice WHERE id >= %(week_id)s AND kind = 'disputed'),
       (SELECT count(*) FROM payments_gatewayrefund WHERE id >= %(week_id)s AND NOT ours AND state = 'succeeded')
"""


def push_conduct(*, now: dt.datetime) -> int:
    """Tell the platform how the shop delivers what was paid, as its own rows of the last week say: counts alone. A chore.

    Returns:
        Whether they changed (1) or not (0).
    """
    tenant = current_tenant()
    if not tenant.livemode:
        return 0
    asked: dict[str, Any] = {
        "week": now - WEEK, "week_id": first_id_at(now - WEEK), "undelivered": now - UNDELIVERED, "by_hand": now - BY_HAND,
        "waiting": now - WAITING,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, asked)
        counts = list(cursor.fetchone())
    row = {"day": local_date(now, tenant.time_zone), "counts": counts}
    return push_signals(kind=Signal.CONDUCT, rows=[row], now=now) if any(counts) else 0
