from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.customers.errors import BlockRefused
from tenants.customers.locks import lock_person
from tenants.customers.services.block_contact import block_contact
from tenants.orders.enums import OrderAct
from tenants.orders.locks import list_unpaid_orders_locked
from tenants.orders.people import PersonRef
from tenants.orders.services.close_orders import close_orders
from tenants.orders.services.note_order import note_order


def block_person(*, person: PersonRef, reason: str, actor: str, now: dt.datetime) -> int:
    """Keep a person out (拉黑) from this moment on: logged out everywhere, no order any more; what they have not paid is closed.

    An order that is being placed in this very moment is waited for, and then closed with the others. What is paid is delivered.

    Returns:
        How many unpaid orders were closed.

    Raises:
        BlockRefused: no reason, they are erased, or they are kept out already.
    """
    if not reason.strip():
        raise BlockRefused(reason="reason_missing")
    if person.known_as is None:
        raise BlockRefused(reason="nobody")
    with transaction.atomic():
        lock_person(person.known_as, person.buyer_id)
        block_contact(
            contact_hash=person.known_as, buyer_id=person.buyer_id, reason=reason.strip(), actor=actor, now=now
        )
        unpaid = list_unpaid_orders_locked(person.hashes, person.buyer_id)
        if unpaid:
            close_orders(orders=unpaid, reason="closed_by_shop", now=now)
        for order in unpaid:
            note_order(order_id=order.id, act=OrderAct.CLOSED, text=reason, author=actor, now=now)
    return len(unpaid)
