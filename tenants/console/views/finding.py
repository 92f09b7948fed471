from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from tenants.access.powers import Power
from tenants.catalog.models import Product
from tenants.console.navigation import rail_for
from tenants.console.staff import staff_only
from tenants.customers.models import Buyer
from tenants.orders.contacts import contact_hash
from tenants.orders.models import AbnormalCase, Order

LONGEST, MOST = 60, 6


class Hit(NamedTuple):
    """Something that was found: what it is called, what is said beside it, where it is."""

    title: str
    beside: str
    path: str


def _orders(text: str) -> list[Hit]:
    found = Order.objects.filter(number__startswith=text.upper()).order_by("-created_at")[:MOST]
    rows = list(found) or list(
        Order.objects.filter(contact_hash=contact_hash(text)).order_by("-created_at")[:MOST] if len(text) > 4 else []
    )
    return [Hit(row.number, row.get_status_display(), f"/console/orders/{row.id}") for row in rows]


def _cases(text: str) -> list[Hit]:
    rows = AbnormalCase.objects.filter(number__startswith=text.upper())[:MOST]
    return [Hit(row.number, row.get_reason_display(), f"/console/cases/{row.id}") for row in rows]


def _products(text: str) -> list[Hit]:
    rows = Product.objects.filter(search_text__contains=text.lower()).order_by("-active", "name")[:MOST]
    return [Hit(row.name, "" if row.active else _("已下架"), f"/console/products/{row.id}") for row in rows]


def _customers(text: str) -> list[Hit]:
    rows = Buyer.objects.filter(contact_hash=contact_hash(text))[:MOST] if len(text) > 4 else []
    return [Hit(row.contact_masked, "", f"/console/customers/{row.id}") for row in rows]


SOURCES: tuple[tuple[Power, Callable[[str], list[Hit]]], ...] = (
    (Power.ORDERS_VIEW, _orders),
    (Power.CASES_VIEW, _cases),
    (Power.PRODUCTS_VIEW, _products),
    (Power.CUSTOMERS_VIEW, _customers),
)
LABELS = {
    Power.ORDERS_VIEW: lambda: _("订单"),
    Power.CASES_VIEW: lambda: _("异常订单"),
    Power.PRODUCTS_VIEW: lambda: pgettext("several", "商品"),
    Power.CUSTOMERS_VIEW: lambda: pgettext("several", "客户"),
}


@staff_only(Power.START)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What a few characters may mean, as a fragment: pages by name; orders, products and customers that this role may see."""
    held, text = request.powers, request.GET.get("q", "").strip()[:LONGEST]  # type: ignore[attr-defined]
    entries = [entry for group in rail_for(held, request.path).groups for entry in group.entries]
    pages = [Hit(str(entry.label), "", entry.path) for entry in entries if text.lower() in str(entry.label).lower()]
    groups = [(LABELS[power](), hits) for power, source in SOURCES if text and power in held and (hits := source(text))]
    if pages:
        groups.append((_("页面"), pages))
    return render(request, "console/found.html", {"groups": groups, "text": text})
