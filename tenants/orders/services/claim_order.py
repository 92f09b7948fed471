from __future__ import annotations

import uuid

from tenants.orders.errors import OrderNotFound
from tenants.orders.models import Order
from tenants.orders.selectors import find_order_for


def claim_order(*, number: str, contact: str, password: str, buyer_id: uuid.UUID) -> Order:
    """Put an order that was bought without an account into one, for whoever knows what look-up asks for.

    Raises:
        OrderNotFound: also where another account has it.
    """
    order = find_order_for(number=number, contact=contact, password=password)
    Order.objects.filter(pk=order.pk, buyer_id=None).update(buyer_id=buyer_id)
    if not Order.objects.filter(pk=order.pk, buyer_id=buyer_id).exists():
        raise OrderNotFound
    return order
