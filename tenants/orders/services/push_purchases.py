from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from platform_core.compliance.enums import Signal
from platform_core.compliance.identity_prints import print_of
from platform_core.compliance.services.push_signals import push_signals
from platform_core.compliance.signal_selectors import find_signal_times, list_unpushed_purchases
from platform_core.compliance.signals import BURST, CURRENCY, WEEK
from platform_core.kernel.contacts import contact_opener
from platform_core.tenancy.context import current_tenant

OVERLAP = dt.timedelta(minutes=2)  # an order's transaction may commit so long after the moment that it bears
AT_ONCE, MOST = 500, 5_000
SINCE = "SELECT id FROM orders_order WHERE paid_at > %s ORDER BY paid_at LIMIT %s"
FACTS = """
SELECT o.id, o.contact_sealed, o.amount + o.discount, o.currency, o.paid_at,
       (SELECT p.payer_print FROM payments_payment p WHERE p.order_id = o.id AND p.state = 'succeeded' LIMIT 1),
       (SELECT coalesce(sum(l.quantity), 0) FROM orders_orderline l WHERE l.order_id = o.id),
       EXISTS (SELECT 1 FROM orders_order b WHERE b.contact_hash = o.contact_hash AND b.paid_at <= o.paid_at - %s::interval)
FROM orders_order o WHERE o.id = ANY(%s)
"""


def push_purchases(*, now: dt.datetime) -> int:
    """Tell the platform of orders that were paid since the last time, contacts and payers as prints. A sweep: no buyer waits for it.

    Where persons may not be looked for in several shops (PI-07: ``KAQUAN_PERSON_SIGNALS``, or a shop outside the mainland's currency)
    the prints are the shop's own, and match nothing elsewhere.

    Returns:
        How many orders were news.
    """
    if not current_tenant().livemode:
        return 0
    last = find_signal_times().purchases
    since = max(last - OVERLAP, now - WEEK) if last else now - WEEK
    with connection.cursor() as cursor:
        cursor.execute(SINCE, [since, MOST])
        paid = [order_id for (order_id,) in cursor.fetchall()]
        fresh = list_unpushed_purchases(paid) if paid else set()
        due = [order_id for order_id in paid if order_id in fresh][:AT_ONCE]
        if not due:
            return 0
        asked: list[Any] = [BURST, due]
        cursor.execute(FACTS, asked)
        rows = cursor.fetchall()
    return push_signals(kind=Signal.PURCHASES, rows=_rows(rows), now=now)


def _rows(rows: list[Any]) -> list[dict[str, Any]]:
    tenant = current_tenant()
    opened, zone = contact_opener(tenant.id), ZoneInfo(tenant.time_zone)
    shared = settings.KAQUAN_PERSON_SIGNALS and tenant.currency == CURRENCY
    found = []
    for order_id, sealed, value, currency, at, payer, cards, known in rows:
        contact = _print(opened(bytes(sealed)), None if shared else tenant.id) if sealed else None
        found.append(
            {
                "order_id": str(order_id), "contact": contact, "payer": bytes(payer).hex() if payer and shared else None,
                "value": value, "currency": currency, "cards": int(cards), "known": known,
                "night": at.astimezone(zone).hour < 6, "at": at.isoformat(),
            }
        )  # fmt: skip
    return found


def _print(contact: str, shop: uuid.UUID | None) -> str | None:
    made = print_of("contact", contact if shop is None else f"{shop.hex}/{contact}")
    return made.hex() if made else None
