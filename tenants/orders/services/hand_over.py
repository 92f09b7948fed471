from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.enums import Fulfilment
from tenants.orders.enums import OrderStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.inputs import seal_handed_over
from tenants.orders.locks import get_paid_order_locked
from tenants.orders.models import OrderLine
from tenants.orders.services.complete_order import complete_order
from tenants.payments.selectors import find_failed_refund, get_refundable

LONGEST = 4_000


def hand_over(*, line_id: uuid.UUID, text: str, actor: str, now: dt.datetime) -> bool:
    """Deliver a line by hand (人工发货): what the buyer is told is sealed, as a code is.

    Returns:
        Whether the order is complete.

    Raises:
        RecordNotFound
        OrderActionRefused: it is not delivered by hand, was already, is not paid, its money is going back, or there is no text.
    """
    if not text.strip() or len(text) > LONGEST:
        raise OrderActionRefused(reason="text_missing")
    order_id = OrderLine.objects.filter(pk=line_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise RecordNotFound(id=str(line_id))
    with transaction.atomic():
        order, payment = get_paid_order_locked(order_id)
        line = OrderLine.objects.get(pk=line_id)
        if line.handed_over_at is not None:
            raise OrderActionRefused(reason="handed_over")
        if line.fulfilment != Fulfilment.MANUAL:
            raise OrderActionRefused(reason="not_by_hand")
        if find_failed_refund(payment):
            raise OrderActionRefused(reason="refund_failed_before")
        if not get_refundable(payment):
            raise OrderActionRefused(reason="money_went_back")
        if order.status not in {OrderStatus.PAID, OrderStatus.PROCESSING}:
            raise OrderActionRefused(reason="not_waiting_for_delivery")
        line.handed_over = seal_handed_over(line.id, text.strip())
        line.handed_over_at, line.handed_over_by = now, actor[:254]
        line.save(update_fields=["handed_over", "handed_over_at", "handed_over_by"])
        return complete_order(order=order, payment=payment, actor=actor, now=now)
