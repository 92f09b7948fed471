"""Paying: one page, then the cashier; and the gateway's notice."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.money import format_money
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.cache import count_up
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.context import current_tenant
from tenants.catalog.facts import offer_of
from tenants.orders.enums import ContactType
from tenants.orders.models import Order
from tenants.orders.services.place_order import place_order
from tenants.orders.services.settle_payment import settle_payment
from tenants.payments.errors import NoticeForged
from tenants.payments.gateways.registry import get_gateway
from tenants.payments.services.start_payment import start_payment

logger = logging.getLogger(__name__)
ORDERS_PER_ADDRESS, WINDOW = 30, 900


def messages_of(error: DomainError) -> dict[str, str]:
    """Which field is wrong, in words that say what to do; nothing was charged or held."""
    texts = {
        "contact_refused": ("contact", _("请填写真实的联系方式，例如手机号或邮箱；太简单的会被别人猜到。")),
        "query_password_refused": ("query_password", _("查询密码至少 6 位，且不要太简单。")),
        "insufficient_stock": ("form", _("手慢了，库存不足。没有扣款，请减少数量或换个面额。")),
        "not_for_sale": ("form", _("商品已下架，没有扣款。")),
        "quantity_refused": ("quantity", _("数量须在 %(minimum)s 到 %(maximum)s 之间。")),
        "too_many_open_orders": ("form", _("您有几笔未付款的订单，请先付款，或等它们自动关闭。")),
        "store_suspended": ("form", _("本店暂停营业，没有扣款。")),
    }
    field, text = texts.get(error.code, ("form", _("出错了，没有扣款，请稍后再试。")))
    return {field: text % error.data if "%(" in text else text}


def _too_many(request: HttpRequest) -> bool:
    return count_up(f"orders-from:{ip_of(request)}", window=WINDOW) > ORDERS_PER_ADDRESS


def _wanted(data: Any) -> tuple[uuid.UUID, int] | None:
    try:
        return uuid.UUID(data.get("sku", "")), max(1, min(int(data.get("quantity", "1")), 100))
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """One page: contact, terms, pay."""
    data = request.POST if request.method == "POST" else request.GET
    wanted = _wanted(data)
    if wanted is None:
        return redirect("shop:home")
    errors: dict[str, str] = {}
    if request.method == "POST":
        answer = _order(request, *wanted, errors)
        if answer is not None:
            return answer
    return _form(request, data, *wanted, errors)


def _form(request: HttpRequest, data: Any, sku_id: uuid.UUID, quantity: int, errors: dict[str, str]) -> HttpResponse:
    offer = offer_of(sku_id)
    if offer is None:
        return redirect("shop:home")
    sku, product_name = offer
    context = {
        "sku": sku,
        "product_name": product_name,
        "quantity": quantity,
        "total": format_money(sku.price * quantity, sku.currency),
        "contact": data.get("contact") or request.COOKIES.get("contact", ""),
        "contact_type": data.get("contact_type", ContactType.ANY),
        "contact_types": ContactType.choices,
        "errors": errors,
    }
    return render(request, "storefront/checkout.html", context, status=422 if errors else 200)


def _order(request: HttpRequest, sku_id: uuid.UUID, quantity: int, errors: dict[str, str]) -> HttpResponse | None:
    if not request.POST.get("terms"):
        errors["terms"] = _("请先阅读并同意购卡协议。")
        return None
    if _too_many(request):
        errors["form"] = _("操作太频繁，请稍后再试。")
        return None
    contact_type = request.POST.get("contact_type", "")
    try:
        placed = place_order(
            sku_id=sku_id,
            quantity=quantity,
            contact=request.POST.get("contact", ""),
            contact_type=contact_type if contact_type in ContactType.values else ContactType.ANY,
            query_password=request.POST.get("query_password", ""),
            language=(get_language() or "zh-hans")[:8],
            now=now(),
        )
    except DomainError as error:
        errors.update(messages_of(error))
        return None
    remember(request, placed.order.id)
    return pay(placed.order, f"/order/{placed.token}")


def remember(request: HttpRequest, order_id: uuid.UUID) -> None:
    """This browser may open this order: it placed it, or proved that it knows its secret."""
    opened: list[str] = request.session.get("orders", [])
    request.session["orders"] = [*[known for known in opened if known != str(order_id)], str(order_id)][-50:]


def pay(order: Order, then: str) -> HttpResponse:
    """Open the payment, after the order is committed, and send the buyer to the cashier.

    Args:
        then: the page of this shop to which the cashier sends the buyer back.
    """
    address = start_payment(
        order_id=order.id,
        gateway="sandbox",
        amount=order.amount,
        currency=order.currency,
        subject=f"{_('订单')} {order.number}",
        return_url=shop_url(current_tenant().host, then),
        now=now(),
    )
    return HttpResponseRedirect(address)


@csrf_exempt
@require_POST
def notify(request: HttpRequest, gateway: str) -> HttpResponse:
    """A gateway reports a payment. A stored notice is answered as received, whatever came of it."""
    try:
        chosen = get_gateway(gateway)
        notice = chosen.verify(request.body, request.headers)
    except RecordNotFound:
        return HttpResponse(status=404)
    except NoticeForged as error:
        logger.warning("forged payment notice: %s", error.data.get("reason"))
        return HttpResponse("fail", status=400, content_type="text/plain")
    settle_payment(gateway=gateway, notice=notice, now=now())
    return HttpResponse(chosen.received(), content_type="text/plain")
