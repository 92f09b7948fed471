"""The buyer's centre: what was bought with the account, and the browsers that know it."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.kernel.money import format_money
from tenants.customers.selectors import list_devices_of
from tenants.customers.services.end_log_ins import end_log_ins
from tenants.orders.errors import OrderNotFound
from tenants.orders.selectors import list_orders_of
from tenants.orders.services.claim_order import claim_order
from tenants.storefront.buyers import buyers_only, dismiss, here
from tenants.storefront.views.order import too_many_lookups

ORDERS_A_PAGE = 20


@require_safe
@buyers_only
def orders(request: HttpRequest) -> HttpResponse:
    """Orders of the account, newest first."""
    device = here(request)
    page = Paginator(list_orders_of(device.buyer_id), ORDERS_A_PAGE).get_page(request.GET.get("page"))
    shown = [(order, format_money(order.amount, order.currency)) for order in page]
    return render(request, "storefront/me/orders.html", {"orders": shown, "page": page, "buyer": device.buyer})


@require_http_methods(["GET", "POST"])
@buyers_only
def add_order(request: HttpRequest) -> HttpResponse:
    """Put an earlier order into the account. One answer for wrong, for absent and for somebody else's."""
    error = ""
    if request.method == "POST":
        number = request.POST.get("number", "")
        if too_many_lookups(request, number):
            error = _("查询太频繁，请一分钟后再试。")
        else:
            try:
                claim_order(
                    number=number,
                    contact=request.POST.get("contact", ""),
                    password=request.POST.get("query_password", ""),
                    buyer_id=here(request).buyer_id,
                )
            except OrderNotFound:
                error = _("没有找到匹配的订单。请核对订单号、联系方式和查询密码。")
            else:
                return redirect("shop:me")
    return render(
        request,
        "storefront/me/add_order.html",
        {"error": error, "buyer": here(request).buyer},
        status=422 if error else 200,
    )


@require_safe
@buyers_only
def devices(request: HttpRequest) -> HttpResponse:
    """Known browsers."""
    device = here(request)
    context = {"devices": list_devices_of(device.buyer_id), "here": device, "buyer": device.buyer}
    return render(request, "storefront/me/devices.html", context)


@require_POST
@buyers_only
def remove_device(request: HttpRequest) -> HttpResponse:
    """Forget one of them; it is logged out with that."""
    device = here(request)
    try:
        gone = uuid.UUID(request.POST.get("device", ""))
    except ValueError:
        return redirect("shop:devices")
    end_log_ins(buyer_id=device.buyer_id, only=gone, forget=True)
    if gone == device.id:
        dismiss(request)
        return redirect("shop:log_in")
    return redirect("shop:devices")


@require_POST
@buyers_only
def log_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Log out of all of them, this one too."""
    end_log_ins(buyer_id=here(request).buyer_id)
    dismiss(request)
    return redirect("shop:log_in")
