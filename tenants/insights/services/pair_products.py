from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import connection, transaction

from tenants.insights.models import ProductPair, ProductView

EVERY: Final = dt.timedelta(hours=6)
KEPT: Final = dt.timedelta(days=90)
NEWEST: Final = 20_000  # orders looked at: the work is bounded, whatever the shop sells
# One order alone would tell everybody what somebody bought.
FEWEST: Final = 2
MOST: Final = 12  # others kept of a product

PAIR = """
WITH bought AS (
    SELECT DISTINCT l.order_id, l.product_id FROM orders_orderline l
    JOIN (SELECT id FROM orders_order WHERE created_at > %s AND paid_at IS NOT NULL AND status <> 'refunded'
          ORDER BY created_at DESC LIMIT %s) o ON o.id = l.order_id
), counted AS (
    SELECT a.product_id, b.product_id AS other_id, count(*) AS orders,
           row_number() OVER (PARTITION BY a.product_id ORDER BY count(*) DESC, b.product_id) AS place
    FROM bought a JOIN bought b ON b.order_id = a.order_id AND b.product_id <> a.product_id
    GROUP BY 1, 2 HAVING count(*) >= %s
)
INSERT INTO insights_productpair (product_id, other_id, orders, counted_at)
SELECT product_id, other_id, orders, %s FROM counted WHERE place <= %s
ON CONFLICT (product_id, other_id) DO UPDATE SET orders = excluded.orders, counted_at = excluded.counted_at
"""


def pair_products(*, now: dt.datetime) -> int:
    """Count anew what is bought together, in place of what was counted before; a chore. Old views go with it.

    Returns:
        How many pairs there are; 0 also where they are not old enough to be counted again.
    """
    if ProductPair.objects.filter(counted_at__gt=now - EVERY).exists():
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        ProductPair.objects.all().delete()
        cursor.execute(PAIR, [now - KEPT, NEWEST, FEWEST, now, MOST])
        found: int = cursor.rowcount
    ProductView.objects.filter(day__lt=(now - KEPT).date()).delete()
    return found
