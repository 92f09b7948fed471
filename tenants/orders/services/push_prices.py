from __future__ import annotations

import datetime as dt

import orjson
from django.db import connection

from platform_core.compliance.enums import Signal
from platform_core.compliance.services.push_signals import push_signals
from platform_core.compliance.signal_selectors import find_signal_times
from platform_core.tenancy.context import current_tenant

OVERLAP = dt.timedelta(minutes=2)
AT_ONCE = 500
EVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
# A price on sale is the lowest that somebody can get: that of the largest quantity, too. What arrives tells whose goods these are.
CHANGED = """
SELECT k.id, s.supplier_id, k.face_value, k.price, k.price_tiers::text, k.currency, k.active AND p.active, c.at
FROM catalog_sku k JOIN catalog_product p ON p.id = k.product_id
LEFT JOIN LATERAL (
    SELECT supplier_id, created_at FROM inventory_lot l WHERE l.sku_id = k.id ORDER BY l.id DESC LIMIT 1
) s ON true
CROSS JOIN LATERAL (SELECT greatest(k.updated_at, p.updated_at, s.created_at) AS at) c
WHERE k.face_value > 0 AND c.at > %s ORDER BY c.at LIMIT %s
"""


def push_prices(*, now: dt.datetime) -> int:
    """Tell the platform what SKUs cost that were changed, put on sale or taken off since the last time. A chore: no page waits for it.

    Returns:
        How many were news.
    """
    if not current_tenant().livemode:
        return 0
    last = find_signal_times().prices
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [last - OVERLAP if last else EVER, AT_ONCE])
        rows = cursor.fetchall()
    told = [
        {
            "sku_id": str(sku_id), "supplier_id": str(supplier_id) if supplier_id else None, "face": face,
            "price": min([price, *(int(tier[1]) for tier in orjson.loads(tiers))]), "currency": currency, "on_sale": on_sale,
            "at": at.isoformat(),
        }
        for sku_id, supplier_id, face, price, tiers, currency, on_sale, at in rows
    ]  # fmt: skip
    return push_signals(kind=Signal.PRICES, rows=told, now=now) if told else 0
