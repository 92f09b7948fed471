from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from tenants.issuance.models import Reveal
from tenants.orders.contacts import keep_contact
from tenants.orders.enums import ContactType, OrderAct, OrderStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import find_order_locked
from tenants.orders.models import LineLook, Order
from tenants.orders.services.note_order import note_order

BUYER = "buyer"  # who looked from the order's own page
OVER = frozenset({OrderStatus.CANCELED, OrderStatus.REFUNDED})


def change_order_contact(
    *, order_id: uuid.UUID, contact: str, contact_type: str, reason: str, actor: str, now: dt.datetime
) -> Order:
    """Put right what a buyer mistyped, so that messages reach them and they find their order by it.

    Whoever has looked at what they bought can open their order: to redirect that is what a thief would ask for.

    Raises:
        RecordNotFound
        ContactRefused
        OrderActionRefused: ``over``, ``already_read``, ``contact_erased``, ``reason_missing``.
    """
    if not reason.strip():
        raise OrderActionRefused(reason="reason_missing")
    kept = keep_contact(contact, contact_type if contact_type in ContactType.values else ContactType.ANY)
    with transaction.atomic():
        order = find_order_locked(order_id)
        if order is None:
            raise RecordNotFound(id=str(order_id))
        if order.status in OVER:
            raise OrderActionRefused(reason="over")
        if not order.contact_sealed:
            raise OrderActionRefused(reason="contact_erased")
        if _was_read(order):
            raise OrderActionRefused(reason="already_read")
        order.contact_type = contact_type if contact_type in ContactType.values else ContactType.ANY
        order.contact_sealed, order.contact_hash, order.contact_masked = kept.sealed, kept.hash, kept.masked
        order.save(update_fields=["contact_type", "contact_sealed", "contact_hash", "contact_masked"])
        note_order(order_id=order.id, act=OrderAct.CONTACT_CHANGED, text=reason, author=actor, now=now)
    return order


def _was_read(order: Order) -> bool:
    """Did its buyer look at the codes, or at what was handed over? What a mail showed went to the wrong address."""
    if LineLook.objects.filter(line__order_id=order.id, actor=BUYER).exists():
        return True
    looks = Reveal.objects.filter(issuance_id=order.issuance_id, actor=BUYER)
    return order.issuance_id is not None and looks.exists()
