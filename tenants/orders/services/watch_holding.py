from __future__ import annotations

import datetime as dt

from django.db import connection

from tenants.orders.holding import hold_back

LOOK_BACK = dt.timedelta(minutes=30)
LEAST, SHARE = 20, 0.8  # so many orders that were closed unpaid, and that part of all of them: nobody shops like that
UNPAID = """
SELECT l.product_id FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
WHERE o.created_at > %s AND (o.status <> 'pending_payment' OR o.pay_by < %s) AND l.reservation_id IS NOT NULL
GROUP BY l.product_id
HAVING count(*) FILTER (WHERE o.status = 'canceled') >= greatest(%s, %s * count(*))
"""


def watch_holding(*, now: dt.datetime) -> int:
    """Find products whose codes are held by orders that nobody pays, and stop holding them. A sweep.

    Returns:
        How many products are held back.
    """
    with connection.cursor() as cursor:
        cursor.execute(UNPAID, [now - LOOK_BACK, now, LEAST, SHARE])
        attacked = [row[0] for row in cursor.fetchall()]
    for product_id in attacked:
        hold_back(product_id)
    return len(attacked)
