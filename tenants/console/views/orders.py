from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from platform_core.kernel.ids import read_uuid
from tenants.access.powers import Power
from tenants.console.listing import show_list
from tenants.console.staff import staff_only
from tenants.console.views.order_page import order_of, order_page
from tenants.console.views.order_table import OrderTable, order_filters
from tenants.customers.selectors import find_buyer
from tenants.orders.enums import OrderStatus
from tenants.orders.selectors import get_status_counts

COUNTED = 999  # of each status; beyond that "999+" says enough


@staff_only(Power.ORDERS_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Orders, newest first; contacts masked, codes never shown."""
    context: dict[str, Any] = {"empty_template": "console/orders/empty.html"}
    if request.headers.get("HX-Target") != "list":
        context |= {"tabs": _tabs(request.GET.get("status", "")), **_buyer(request)}
    return show_list(
        request,
        template="console/orders/list.html",
        page="orders",
        table=OrderTable,
        filters=order_filters(request.GET),
        context=context,
    )


def _tabs(chosen: str) -> list[dict[str, Any]]:
    counts = get_status_counts(COUNTED + 1)
    tabs = [{"value": "", "label": _("全部"), "count": "", "chosen": chosen not in OrderStatus.values}]
    for value, label in OrderStatus.choices:
        count = counts.get(value, 0)
        shown = f"{COUNTED}+" if count > COUNTED else str(count)
        tabs.append({"value": value, "label": label, "count": shown, "chosen": chosen == value})
    return tabs


def _buyer(request: HttpRequest) -> dict[str, Any]:
    """Whose orders they are, where they are one account's."""
    buyer_id = read_uuid(request.GET.get("buyer", ""))
    buyer = find_buyer(buyer_id) if buyer_id else None
    return {"buyer": buyer} if buyer else {}


@staff_only(Power.ORDERS_VIEW)
@require_safe
def detail(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """One order: its lines, its codes masked, all that happened to it, and what can be done about it."""
    return order_page(request, order_of(order_id))
