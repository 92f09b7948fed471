from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.kernel.money import format_money
from tenants.console.staff import staff_only
from tenants.orders.enums import OrderStatus
from tenants.orders.selectors import list_orders

AT_ONCE = 200


@staff_only("orders")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Orders, newest first; contacts masked, codes never shown."""
    status = request.GET.get("status", "")
    orders = list_orders()
    if status in OrderStatus.values:
        orders = orders.filter(status=status)
    rows = [{"order": order, "amount": format_money(order.amount, order.currency)} for order in orders[:AT_ONCE]]
    return render(request, "console/orders.html", {"rows": rows, "statuses": OrderStatus.choices, "status": status})
