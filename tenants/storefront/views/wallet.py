"""Inside a wallet's own browser: the wallet says who the buyer is, and they come back to pay."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET

from platform_core.kernel.clock import now
from tenants.orders.enums import OrderStatus
from tenants.payments.accounts import get_account
from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.registry import find_wallet
from tenants.storefront.views.order import own_order
from tenants.storefront.views.paying import ASKED, KNOWN, offered_methods, pay

logger = logging.getLogger(__name__)


@require_GET
def back(request: HttpRequest, number: str) -> HttpResponse:
    """The buyer comes back with the wallet's code. Whoever did not ask for it, or asked for another order, pays nothing by it."""
    order = own_order(request, number)
    asked, code = request.session.pop(ASKED, None), request.GET.get("code", "")
    mine = asked is not None and asked["order"] == number
    if not mine or not code or not constant_time_compare(asked["state"], request.GET.get("state", "")):
        return redirect("shop:order", number=number)
    method = next((each for each in offered_methods(request) if each.key == asked["method"]), None)
    wallet = find_wallet(method.gateway, method.method) if method is not None else None
    if method is None or wallet is None or order.status != OrderStatus.PENDING_PAYMENT or order.pay_by < now():
        return redirect("shop:order", number=number)
    try:
        openid = wallet.read_wallet(get_account(method.gateway), code[:512])
    except (GatewayUnavailable, GatewayRefused) as error:
        logger.warning("buyer of order %s not known to the wallet: %s", order.number, error.data.get("reason"))
        return redirect("shop:order", number=number)  # it offers to try again, and other ways
    request.session[KNOWN] = {**request.session.get(KNOWN, {}), method.gateway: openid}
    return pay(request, order, method, f"/orders/{order.number}", openid=openid)
