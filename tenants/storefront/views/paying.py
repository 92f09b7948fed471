"""Paying: the ways that are offered, the cashier or the QR code, and the gateway's notice."""

from __future__ import annotations

import logging
import secrets
from typing import NamedTuple

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from platform_core.compliance.errors import MerchantNotQualified, RuleRefused, ScreeningUnavailable
from platform_core.entitlements.errors import SubscriptionInactive
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.money import format_money
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.context import current_tenant
from tenants.orders.models import Order
from tenants.orders.services.settle_notice import settle_notice
from tenants.payments.accounts import get_account, list_offered
from tenants.payments.enums import GatewayName, PaymentMethod
from tenants.payments.errors import GatewayRefused, GatewayUnavailable, MethodUnavailable, NoticeForged
from tenants.payments.gateways.base import SessionKind
from tenants.payments.gateways.registry import find_wallet, get_gateway
from tenants.payments.selectors import find_balance_institution, get_balance
from tenants.payments.services.start_payment import Wish, start_payment
from tenants.storefront.buyers import device_of

logger = logging.getLogger(__name__)
# What only a phone's browser, only one inside the wallet, or only a desktop can do.
ON_PHONES = frozenset({PaymentMethod.WECHAT_H5, PaymentMethod.ALIPAY_WAP})
IN_WECHAT = frozenset({PaymentMethod.WECHAT_JSAPI})
KNOWN, ASKED = "wallet", "wallet-asked"  # in the visitor's session
# Why no payment is opened: the order's page says so, and offers what there is.
NOT_OPENED = (
    GatewayUnavailable, GatewayRefused, MethodUnavailable, MerchantNotQualified, SubscriptionInactive, RuleRefused, ScreeningUnavailable,
)  # fmt: skip
ON_DESKTOPS = frozenset({PaymentMethod.ALIPAY_PAGE, PaymentMethod.WECHAT_NATIVE, PaymentMethod.ALIPAY_QR})


class Offered(NamedTuple):
    """A way to pay, as a row of the checkout. ``mark``: which drawing stands beside it; ``note``: what is said behind it."""

    gateway: str
    method: str
    label: str
    mark: str
    note: str = ""

    @property
    def key(self) -> str:
        """How the form names it."""
        return f"{self.gateway}:{self.method}"


def is_in_wechat(request: HttpRequest) -> bool:
    """Is the page open inside WeChat?"""
    return "MicroMessenger" in request.headers.get("User-Agent", "")


def offered_methods(request: HttpRequest) -> list[Offered]:
    """The shop's ways to pay that this browser can use; for a buyer who is logged in, their balance too, where there are any."""
    ways, device = _ways(request), device_of(request)
    if device is not None and find_balance_institution(now()) is not None:
        balance, amount = PaymentMethod.BALANCE, get_balance(device.buyer_id)
        note = _("可用 %(amount)s") % {"amount": format_money(amount, current_tenant().currency)}
        ways.append(Offered(GatewayName.BALANCE.value, balance.value, str(balance.label), balance.value, note))
    return ways


def _ways(request: HttpRequest) -> list[Offered]:
    """Ways for money from outside that this browser can use."""
    in_wechat, on_phone = is_in_wechat(request), "Mobile" in request.headers.get("User-Agent", "")
    found = []
    for gateway, method in list_offered():
        if (method in IN_WECHAT) != in_wechat and method in IN_WECHAT | ON_PHONES:
            continue
        if (on_phone and method in ON_DESKTOPS) or (not on_phone and method in ON_PHONES):
            continue
        found.append(Offered(gateway, method, str(PaymentMethod(method).label), _mark(method)))
    return found


def chosen_method(request: HttpRequest) -> Offered | None:
    """The way to pay that a form names; where it names none and there is but one, that one."""
    return _chosen(request, offered_methods(request))


def offered_top_ups(request: HttpRequest) -> list[Offered]:
    """Ways by which a balance is topped up: all but those that a wallet has to say first who the buyer is for."""
    return [way for way in _ways(request) if way.method not in IN_WECHAT]


def chosen_top_up(request: HttpRequest) -> Offered | None:
    """The way that a form names, to top up a balance."""
    return _chosen(request, offered_top_ups(request))


def _chosen(request: HttpRequest, offered: list[Offered]) -> Offered | None:
    key = request.POST.get("method", "")
    if not key and len(offered) == 1:
        return offered[0]
    return next((each for each in offered if each.key == key), None)


def _mark(method: str) -> str:
    if "wechat" in method:
        return "wechat"
    return "alipay" if "alipay" in method else method


def pay(
    request: HttpRequest, order: Order, method: Offered, then: str, *, first: bool = False, openid: str = ""
) -> HttpResponse:
    """Open the payment, after the order is committed, and send the buyer to where they pay.

    Where a wallet must say first who the buyer is, and has not yet, they are sent there instead.

    Args:
        then: the page of this shop to which the cashier sends the buyer back.
        first: the order was placed just now; no payment of it can be open yet.
        openid: of the buyer, where they pay from inside a wallet.
    """
    if method.gateway == GatewayName.BALANCE:
        return redirect("shop:pay_from_balance", number=order.number)
    host = current_tenant().host
    wallet = find_wallet(method.gateway, method.method)
    openid = openid or request.session.get(KNOWN, {}).get(method.gateway, "") if wallet is not None else ""
    if wallet is not None and not openid:
        state = secrets.token_hex(16)
        request.session[ASKED] = {"state": state, "order": order.number, "method": method.key}
        back = shop_url(host, f"/orders/{order.number}/wallet")
        return HttpResponseRedirect(wallet.ask_wallet(get_account(method.gateway), back, state))
    wish = Wish(
        order_id=order.id,
        gateway=method.gateway,
        method=method.method,
        amount=order.amount,
        currency=order.currency,
        subject=f"{pgettext('one', '订单')} {order.number}",
        return_url=shop_url(host, then),
        notify_url=shop_url(host, f"/payments/notify/{method.gateway}"),
        expires_at=order.pay_by,
        buyer_ip=ip_of(request),
        openid=openid,
        card_worth=order.card_worth,
        organisation=order.organisation,
    )
    try:
        _payment, session = start_payment(wish=wish, now=now(), first=first)
    except NOT_OPENED as error:
        logger.warning("payment of order %s not opened: %s %s", order.number, error.code, error.data.get("reason"))
        return redirect("shop:order", number=order.number)  # it offers to try again, and other ways
    return HttpResponseRedirect(session.url if session.kind == SessionKind.REDIRECT else f"/orders/{order.number}")


def qr_of(text: str) -> str:
    """A QR code as an SVG to be put into the page."""
    return segno.make(text, error="m").svg_inline(scale=6, border=2, omitsize=True)


@csrf_exempt
@require_POST
def notify(request: HttpRequest, gateway: str) -> HttpResponse:
    """A gateway reports a payment. A stored notice is answered as received, whatever came of it."""
    try:
        chosen = get_gateway(gateway)
        notice = chosen.verify(get_account(gateway), request.body, request.headers)
    except RecordNotFound:
        return HttpResponse(status=404)
    except NoticeForged as error:
        logger.warning("forged payment notice: %s", error.data.get("reason"))
        return HttpResponse("fail", status=400, content_type="text/plain")
    except (GatewayUnavailable, GatewayRefused) as error:
        logger.warning("payment notice cannot be checked now: %s %s", error.code, error.data.get("reason"))
        return HttpResponse("later", status=503, content_type="text/plain")  # it is told again
    settle_notice(gateway=gateway, notice=notice, now=now())
    received = chosen.received()
    return HttpResponse(received.body, status=received.status, content_type=received.content_type)
