from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from platform_core.kernel.contacts import open_contact
from platform_core.kernel.money import to_major
from platform_core.tenancy.context import current_tenant
from tenants.customers.selectors import find_buyer, list_blocks_of, list_devices_of
from tenants.issuance.models import Reveal
from tenants.notifications.models import Message
from tenants.orders.inputs import open_inputs
from tenants.orders.models import CaseNote, Order
from tenants.orders.people import PersonRef
from tenants.orders.purchasers import open_identity
from tenants.payments.models import Payment
from tenants.payments.selectors import list_balance_entries

Facts = dict[str, Any]


def export_person(*, person: PersonRef, orders: Iterable[Order], now: dt.datetime) -> Facts:
    """All that a shop knows of a person (PIPL 45), as JSON; codes are goods, and stand on the pages of their orders.

    Args:
        orders: theirs, with their lines.
    """
    mine = list(orders)
    ids = [order.id for order in mine]
    notes, looks, paid = _notes(ids), _looks(mine), _payments(ids)
    tenant = current_tenant()
    return {
        "shop": tenant.name,
        "exported_at": now.isoformat(),
        "account": _account(person),
        "devices": [] if person.buyer_id is None else _devices(person.buyer_id),
        "balance": [] if person.buyer_id is None else _balance(person.buyer_id),
        "orders": [
            {
                **_order(order, tenant.id),
                "payments": paid.get(order.id, []),
                "notes": notes.get(order.id, []),
                "looks": looks.get(order.issuance_id, []),
            }
            for order in mine
        ],
        "messages": _messages(ids),
        "blocks": _blocks(person),
    }


def _account(person: PersonRef) -> Facts:
    buyer = find_buyer(person.buyer_id) if person.buyer_id else None
    facts: Facts = {"contact": person.contact, "contact_kind": person.contact_type}
    if buyer is not None:
        facts |= {
            "language": buyer.language,
            "created_at": buyer.created_at.isoformat(),
            "has_password": bool(buyer.password),
            "has_payment_password": bool(buyer.payment_password),
        }
    return facts


def _devices(buyer_id: uuid.UUID) -> list[Facts]:
    return [
        {
            "name": each.label,
            "network": each.address_masked,
            "first_seen_at": each.first_seen_at.isoformat(),
            "last_seen_at": each.last_seen_at.isoformat(),
        }
        for each in list_devices_of(buyer_id)
    ]


def _balance(buyer_id: uuid.UUID) -> list[Facts]:
    return [
        {
            "move": each.move,
            "amount": _money(each.amount, each.currency),
            "currency": each.currency,
            "at": each.at.isoformat(),
        }
        for each in list_balance_entries(buyer_id)
    ]


def _order(order: Order, tenant_id: uuid.UUID) -> Facts:
    return {
        "number": order.number,
        "status": order.status,
        "amount": _money(order.amount, order.currency),
        "coupon": order.coupon_code,
        "discount": _money(order.discount, order.currency),
        "refunded": _money(order.refunded, order.currency),
        "currency": order.currency,
        "contact": open_contact(tenant_id, bytes(order.contact_sealed)) if order.contact_sealed else "",
        "purchaser": _purchaser(order),
        "created_at": order.created_at.isoformat(),
        "paid_at": order.paid_at.isoformat() if order.paid_at else None,
        "terms_accepted_at": order.terms_accepted_at.isoformat() if order.terms_accepted_at else None,
        "lines": [
            {
                "product": line.product_name,
                "sku": line.sku_name,
                "quantity": line.quantity,
                "unit_price": _money(line.unit_price, order.currency),
                "answers": open_inputs(line.id, line.inputs),
            }
            for line in order.lines.all()
        ],
    }


def _purchaser(order: Order) -> Facts | None:
    identity = open_identity(order.id, order.purchaser_sealed)
    return identity._asdict() if identity else None


def _payments(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID | None, list[Facts]]:
    """How orders were paid, and what went back."""
    found: dict[uuid.UUID | None, list[Facts]] = {}
    rows = Payment.objects.filter(order_id__in=order_ids, paid_at__isnull=False).prefetch_related("refunds")
    for each in rows.order_by("id"):
        facts = {"method": each.method, "amount": _money(each.received, each.currency)}
        refunds = [
            {
                "amount": _money(refund.amount, refund.currency),
                "state": refund.state,
                "at": refund.created_at.isoformat(),
            }
            for refund in each.refunds.all()
        ]
        found.setdefault(each.order_id, []).append({**facts, "refunds": refunds})
    return found


def _notes(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Facts]]:
    """What the buyer wrote about orders."""
    found: dict[uuid.UUID, list[Facts]] = {}
    rows = CaseNote.objects.filter(case__order_id__in=order_ids, author="buyer").order_by("id")
    for order_id, text, at in rows.values_list("case__order_id", "text", "at"):
        found.setdefault(order_id, []).append({"text": text, "at": at.isoformat()})
    return found


def _looks(orders: list[Order]) -> dict[uuid.UUID | None, list[Facts]]:
    """When the buyer looked at codes, and from which address."""
    found: dict[uuid.UUID | None, list[Facts]] = {}
    issued = [order.issuance_id for order in orders if order.issuance_id]
    rows = Reveal.objects.filter(issuance_id__in=issued, actor="buyer").order_by("id")
    for issuance_id, at, ip in rows.values_list("issuance_id", "at", "ip"):
        found.setdefault(issuance_id, []).append({"at": at.isoformat(), "address": ip})
    return found


def _messages(order_ids: Collection[uuid.UUID]) -> list[Facts]:
    rows = Message.objects.filter(order_id__in=order_ids).order_by("created_at")
    return [
        {"kind": each.kind, "channel": each.channel, "state": each.state, "at": each.created_at.isoformat()}
        for each in rows
    ]


def _blocks(person: PersonRef) -> list[Facts]:
    """When the shop kept them out."""
    if person.known_as is None:
        return []
    return [
        {"from": each.blocked_at.isoformat(), "until": each.lifted_at.isoformat() if each.lifted_at else None}
        for each in list_blocks_of(person.known_as, person.buyer_id)
    ]


def _money(amount: int, currency: str) -> str:
    return str(to_major(amount, currency))
