from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.kernel.money import format_money
from tenants.access.powers import Power
from tenants.console.staff import staff_only
from tenants.console.timeline import timeline_of
from tenants.console.views.case_page import code_rows, payments_of
from tenants.orders.enums import OrderStatus
from tenants.orders.errors import OrderNotFound
from tenants.orders.selectors import get_order, list_open_cases_of, list_orders

AT_ONCE = 200


@staff_only(Power.ORDERS_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Orders, newest first; contacts masked, codes never shown."""
    status = request.GET.get("status", "")
    orders = list_orders()
    if status in OrderStatus.values:
        orders = orders.filter(status=status)
    rows = [{"order": order, "amount": format_money(order.amount, order.currency)} for order in orders[:AT_ONCE]]
    return render(request, "console/orders.html", {"rows": rows, "statuses": OrderStatus.choices, "status": status})


@staff_only(Power.ORDERS_VIEW)
@require_safe
def detail(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """One order: its lines, its codes masked, and all that happened to it."""
    try:
        order = get_order(order_id)
    except OrderNotFound as error:
        raise Http404 from error
    lines = [{"line": line, "price": format_money(line.unit_price, order.currency)} for line in order.lines.all()]
    context = {
        "order": order,
        "lines": lines,
        "amount": format_money(order.amount, order.currency),
        "refunded": format_money(order.refunded, order.currency) if order.refunded else "",
        "codes": code_rows(order),
        "cases": list_open_cases_of(order.id),
        "steps": timeline_of(order, payments_of(order, None)),
    }
    return render(request, "console/order.html", context)
