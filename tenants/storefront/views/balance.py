"""The buyer's balance: what is on it, putting more on it, taking it back, paying from it."""

from __future__ import annotations

import logging
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.kernel.money import format_money
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.context import current_tenant
from tenants.customers.services.open_payment_challenge import open_payment_challenge
from tenants.orders.enums import OrderStatus
from tenants.orders.selectors import list_orders_of
from tenants.orders.services.pay_from_balance import pay_from_balance
from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.base import SessionKind
from tenants.payments.selectors import find_balance_institution, find_open_top_up, get_balance, list_balance_entries
from tenants.payments.services.start_top_up import CHOICES, TopUpWish, start_top_up
from tenants.payments.services.withdraw_balance import withdraw_balance
from tenants.storefront.buyers import buyers_only, here
from tenants.storefront.views.account import confirmed_only
from tenants.storefront.views.paying import chosen_top_up, offered_top_ups, qr_of
from tenants.storefront.views.registering import rule_words

logger = logging.getLogger(__name__)
SHOWN = 30


def _page(request: HttpRequest, error: str = "", qr: str = "") -> HttpResponse:
    device, currency, at = here(request), current_tenant().currency, now()
    entries = list_balance_entries(device.buyer_id)[:SHOWN]
    balance = get_balance(device.buyer_id)
    context = {
        "buyer": device.buyer,
        "institution": find_balance_institution(at),
        "balance": format_money(balance, currency),
        "some": balance > 0,
        "entries": [(entry, format_money(entry.amount, entry.currency)) for entry in entries],
        "choices": CHOICES,
        "currency": currency,
        "methods": offered_top_ups(request),
        "waiting": find_open_top_up(device.buyer_id, at),
        "error": error,
        "qr": qr,
    }
    return render(request, "storefront/me/balance.html", context, status=422 if error else 200)


def words_of_paying(error: DomainError) -> str:
    """What happened, and that nothing was charged."""
    texts = {
        "balance_closed": _("余额功能未开通，没有扣款。"),
        "subscription_inactive": _("本店暂停营业，没有扣款。"),
        "balance_too_low": _("余额不足，没有扣款。"),
        "top_up_refused": _("请选择一个充值金额。"),
        "payment_password_locked": _("支付密码未设置或已锁定，没有扣款。请到账号设置里设置。"),
        "payment_challenge_refused": _("这次确认已失效，没有扣款。请核对金额后重新输入支付密码。"),
        "order_action_refused": _("订单已付款或已关闭，没有重复扣款。"),
    }
    if error.code == "rule_refused":
        return next(iter(rule_words(error, adult=True).values()))
    if error.code == "payment_password_wrong":
        return _("支付密码不对，没有扣款。还可以再试 %(left)d 次。") % error.data
    return texts.get(error.code, _("出错了，没有扣款，请稍后再试。"))


@require_safe
@buyers_only
def balance(request: HttpRequest) -> HttpResponse:
    """What is on it and how it came about; switched off, the reason why."""
    return _page(request)


@require_POST
@buyers_only
def top_up(request: HttpRequest) -> HttpResponse:
    """Put money on it, at one of the shop's institutions."""
    device, method, choice = here(request), chosen_top_up(request), request.POST.get("choice", "")
    if method is None:
        return _page(request, _("请选择支付方式。"))
    wish = TopUpWish(
        buyer_id=device.buyer_id,
        choice=int(choice) if choice.isdecimal() else 0,
        gateway=method.gateway,
        method=method.method,
        subject=_("余额充值"),
        buyer_ip=ip_of(request),
    )
    try:
        session = start_top_up(wish=wish, now=now())
    except (GatewayUnavailable, GatewayRefused) as error:
        logger.warning("top-up not opened: %s %s", error.code, error.data.get("reason"))
        return _page(request, _("支付机构暂时没有响应，没有扣款，请稍后再试。"))
    except DomainError as error:
        return _page(request, words_of_paying(error))
    if session.kind == SessionKind.QR:
        return _page(request, qr=qr_of(session.url))
    if session.kind != SessionKind.REDIRECT:
        return _page(request, _("这种方式不能用来充值，没有扣款，请换一种。"))
    return HttpResponseRedirect(session.url)


@require_POST
@confirmed_only
def withdraw(request: HttpRequest) -> HttpResponse:
    """All of it back by the way it came."""
    try:
        amount = withdraw_balance(buyer_id=here(request).buyer_id, now=now())
    except DomainError as error:
        return _page(request, words_of_paying(error))
    shown = format_money(amount, current_tenant().currency)
    messages.success(request, _("%(amount)s 正在退回原支付方式，到账时间以支付机构为准。") % {"amount": shown})
    return redirect("shop:balance")


@sensitive_post_parameters("digits")
@require_http_methods(["GET", "POST"])
@buyers_only
def pay_order(request: HttpRequest, number: str) -> HttpResponse:
    """What is paid, to whom, for which order; then the payment password."""
    device, at, error = here(request), now(), ""
    order = list_orders_of(device.buyer_id).filter(number=number).first()
    if order is None:
        raise Http404
    if request.method == "POST":
        try:
            challenge = uuid.UUID(request.POST.get("challenge", ""))
            digits = request.POST.get("digits", "")
            pay_from_balance(order_id=order.id, buyer_id=device.buyer_id, challenge_id=challenge, digits=digits, now=at)
            return redirect("shop:order", number=number)
        except ValueError:
            raise Http404 from None
        except DomainError as refused:
            error = words_of_paying(refused)
    elif order.status != OrderStatus.PENDING_PAYMENT:
        return redirect("shop:order", number=number)
    tenant, there = current_tenant(), get_balance(device.buyer_id)
    missing = order.amount - there
    shown = open_payment_challenge(
        buyer_id=device.buyer_id,
        order_id=order.id,
        amount=order.amount,
        currency=order.currency,
        payee=tenant.name,
        now=at,
    )
    context = {
        "buyer": device.buyer,
        "order": order,
        "challenge": shown,
        "amount": format_money(order.amount, order.currency),
        "balance": format_money(there, tenant.currency),
        "missing": format_money(missing, order.currency)
        if missing > 0 and order.status == OrderStatus.PENDING_PAYMENT
        else "",
        "institution": find_balance_institution(at),
        "error": error,
    }
    return render(request, "storefront/me/pay.html", context, status=422 if error else 200)
