"""Customers: accounts, and guests as far as their orders know them; contacts masked."""

from __future__ import annotations

import binascii
import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.money import format_money
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.listing import show_list
from tenants.console.staff import staff_only
from tenants.console.views.customer_table import CustomerFilters, CustomerTable, rows_of_customers
from tenants.console.views.order_table import TONES, rows_of_orders
from tenants.customers.selectors import find_buyer, list_blocks_of, list_devices_of
from tenants.notifications.models import Message
from tenants.orders.contacts import contact_hash
from tenants.orders.enums import OrderStatus
from tenants.orders.models import Order, OrderNote
from tenants.orders.people import PersonRef, find_person, list_guests, list_orders_of_person
from tenants.orders.services.plan_erasure import plan_erasure
from tenants.payments.selectors import get_balance, list_balance_entries

RECENT, GUESTS, SHOWN = dt.timedelta(days=30), 100, 50


@staff_only(Power.CUSTOMERS_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Accounts, with what they bought and what they have."""
    filters = CustomerFilters(request.GET, queryset=rows_of_customers())
    context = {"empty_template": "console/customers/empty.html"}
    return show_list(
        request,
        template="console/customers/list.html",
        page="customers",
        table=CustomerTable,
        filters=filters,
        context=context,
    )


@staff_only(Power.CUSTOMERS_VIEW)
@require_safe
def guests(request: HttpRequest) -> HttpResponse:
    """Who ordered without an account lately, or whose contact this is, however long ago."""
    text = request.GET.get("q", "").strip()[:80]
    since = dt.datetime(2000, 1, 1, tzinfo=dt.UTC) if text else now() - RECENT
    found = list_guests(since=since, most=GUESTS, contact_hash=contact_hash(text) if text else None)
    rows = [
        {
            "guest": each,
            "ref": f"g{each.contact_hash.hex()}",
            "spent": format_money(each.spent, current_tenant().currency),
        }
        for each in found
    ]
    return render(request, "console/customers/guests.html", {"rows": rows, "q": text, "most": GUESTS})


@staff_only(Power.CUSTOMERS_VIEW)
@require_safe
def of_order(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Whose order it is."""
    order = Order.objects.filter(pk=order_id).exclude(contact_masked="").first()
    if order is None:
        raise Http404
    return redirect("console:customer", ref=str(order.buyer_id or f"g{bytes(order.contact_hash).hex()}"))


def person_of(ref: str) -> PersonRef:
    """The person that a page's address names."""
    try:
        guest = binascii.unhexlify(ref[1:65]) if ref.startswith("g") else None
        found = find_person(contact_hash=guest) if guest else find_person(buyer_id=uuid.UUID(ref))
    except ValueError as error:  # binascii.Error is one
        raise Http404 from error
    if found is None:
        raise Http404
    return found


@staff_only(Power.CUSTOMERS_VIEW)
@require_safe
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One customer: orders, balance, browsers, messages, notes, and what can be done."""
    return customer_page(request, person_of(ref))


def customer_page(request: HttpRequest, person: PersonRef, *, status: int = 200) -> HttpResponse:
    """The page of a person as this member of staff may see it."""
    held = request.powers  # type: ignore[attr-defined]
    orders = rows_of_orders().filter(pk__in=_order_ids(person))
    ids = [order.id for order in orders]
    blocks = list(list_blocks_of(person.known_as, person.buyer_id)) if person.known_as else []
    context: dict[str, Any] = {
        "person": person,
        "ref": person.ref,
        "buyer": find_buyer(person.buyer_id) if person.buyer_id else None,
        "blocks": blocks,
        "blocked": next((block for block in blocks if block.lifted_at is None), None),
        "orders": [_order(order) for order in orders],
        "cut": len(ids) == SHOWN,
        "notes": OrderNote.objects.filter(order_id__in=ids, act="").select_related("order")[:SHOWN],
        "devices": list_devices_of(person.buyer_id)[:SHOWN] if person.buyer_id else [],
        "sent": Message.objects.filter(order_id__in=ids).order_by("-created_at")[:20],
        **_balance(person),
    }
    if Power.CUSTOMERS_DATA in held and person.contact:
        context["plan"] = plan_erasure(person=person)
    return render(request, "console/customers/customer.html", context, status=status)


def _order_ids(person: PersonRef) -> list[uuid.UUID]:
    """Their latest orders."""
    found = list_orders_of_person(person).prefetch_related(None)
    return list(found.values_list("id", flat=True)[:SHOWN])


def _order(order: Order) -> dict[str, Any]:
    return {
        "order": order,
        "amount": format_money(order.amount, order.currency),
        "tone": TONES[OrderStatus(order.status)],
        "items": "、".join(f"{line.product_name} {line.sku_name} × {line.quantity}" for line in order.lines.all()),
    }


def _balance(person: PersonRef) -> dict[str, Any]:
    if person.buyer_id is None:
        return {}
    entries = [
        {"entry": each, "amount": format_money(each.amount, each.currency)}
        for each in list_balance_entries(person.buyer_id)[:SHOWN]
    ]
    return {"balance": format_money(get_balance(person.buyer_id), current_tenant().currency), "entries": entries}
