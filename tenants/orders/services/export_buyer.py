from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from platform_core.kernel.contacts import open_contact
from platform_core.kernel.money import to_major
from platform_core.tenancy.context import current_tenant
from tenants.customers.errors import ConfirmationWanted
from tenants.customers.models import Device
from tenants.customers.selectors import list_devices_of
from tenants.issuance.models import Reveal
from tenants.orders.inputs import open_inputs
from tenants.orders.models import CaseNote, Order
from tenants.orders.selectors import list_orders_of


def export_buyer(*, device: Device, now: dt.datetime) -> dict[str, Any]:
    """All that a shop knows of a person (PIPL 45), as JSON; codes are goods, and stand on the pages of their orders.

    Raises:
        ConfirmationWanted
    """
    if not device.is_confirmed(now):
        raise ConfirmationWanted
    buyer, tenant = device.buyer, current_tenant()
    assert buyer.contact_sealed is not None
    orders = list(list_orders_of(buyer.id))
    notes, looks = _notes(orders), _looks(orders)
    return {
        "shop": tenant.name,
        "exported_at": now.isoformat(),
        "account": {
            "contact": open_contact(tenant.id, bytes(buyer.contact_sealed)),
            "contact_kind": buyer.contact_kind,
            "language": buyer.language,
            "created_at": buyer.created_at.isoformat(),
            "has_password": bool(buyer.password),
            "has_payment_password": bool(buyer.payment_password),
        },
        "devices": [
            {
                "name": each.label,
                "network": each.address_masked,
                "first_seen_at": each.first_seen_at.isoformat(),
                "last_seen_at": each.last_seen_at.isoformat(),
            }
            for each in list_devices_of(buyer.id)
        ],
        "orders": [
            {**_order(order, tenant.id), "notes": notes.get(order.id, []), "looks": looks.get(order.issuance_id, [])}
            for order in orders
        ],
    }


def _order(order: Order, tenant_id: uuid.UUID) -> dict[str, Any]:
    return {
        "number": order.number,
        "status": order.status,
        "amount": str(to_major(order.amount, order.currency)),
        "refunded": str(to_major(order.refunded, order.currency)),
        "currency": order.currency,
        "contact": open_contact(tenant_id, bytes(order.contact_sealed)),
        "created_at": order.created_at.isoformat(),
        "paid_at": order.paid_at.isoformat() if order.paid_at else None,
        "terms_accepted_at": order.terms_accepted_at.isoformat() if order.terms_accepted_at else None,
        "lines": [
            {
                "product": line.product_name,
                "sku": line.sku_name,
                "quantity": line.quantity,
                "unit_price": str(to_major(line.unit_price, order.currency)),
                "answers": open_inputs(line.id, line.inputs),
            }
            for line in order.lines.all()
        ],
    }


def _notes(orders: list[Order]) -> dict[uuid.UUID, list[dict[str, str]]]:
    """What the buyer wrote about orders."""
    found: dict[uuid.UUID, list[dict[str, str]]] = {}
    rows = CaseNote.objects.filter(case__order__in=orders, author="buyer").order_by("id")
    for order_id, text, at in rows.values_list("case__order_id", "text", "at"):
        found.setdefault(order_id, []).append({"text": text, "at": at.isoformat()})
    return found


def _looks(orders: list[Order]) -> dict[uuid.UUID | None, list[dict[str, Any]]]:
    """When the buyer looked at codes, and from which address."""
    found: dict[uuid.UUID | None, list[dict[str, Any]]] = {}
    issued = [order.issuance_id for order in orders if order.issuance_id]
    rows = Reveal.objects.filter(issuance_id__in=issued, actor="buyer").order_by("id")
    for issuance_id, at, ip in rows.values_list("issuance_id", "at", "ip"):
        found.setdefault(issuance_id, []).append({"at": at.isoformat(), "address": ip})
    return found
