"""Checkout: one page for a cart or for one SKU, with a coupon or without, then the payment."""

from __future__ import annotations

import functools
import hashlib
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.tenancy.cache import count_up
from platform_core.tenancy.client_address import ip_of
from tenants.catalog.card_facts import SaleLine
from tenants.catalog.facts import offers_of
from tenants.catalog.inputs import form_of
from tenants.catalog.models import ShopFront
from tenants.catalog.selectors import get_shop_front
from tenants.catalog.tiers import unit_price
from tenants.orders.enums import ContactType
from tenants.orders.services.place_order import Buyer, Wanted, place_order
from tenants.payments.eligibility import rule_method
from tenants.storefront.buyers import buyer_id_of, contact_of
from tenants.storefront.views.cart import CartLine, cart_of, empty_cart, shown_lines, wanted_of
from tenants.storefront.views.couponing import Due, coupon_words, due_with
from tenants.storefront.views.paying import Offered, chosen_method, offered_methods, pay
from tenants.storefront.views.registering import (
    allowed_methods,
    find_needed,
    identity_words,
    rule_words,
    typed_again,
    typed_identity,
)

ORDERS_PER_ADDRESS, WINDOW = 30, 900


class CheckoutLine(NamedTuple):
    """A line of the cart with the form of what its SKU asks for, if it asks for anything."""

    shown: CartLine
    form: forms.Form | None


def _contact_text(kind: str) -> str:
    texts = {
        ContactType.PHONE: _("请填写真实的手机号，只写数字。"),
        ContactType.EMAIL: _("请填写真实的邮箱地址。"),
        ContactType.QQ: _("请填写真实的 QQ 号，只写数字。"),
    }
    return texts.get(kind, _("请填写真实的联系方式，例如手机号或邮箱；太简单的会被别人猜到。"))  # type: ignore[call-overload, no-any-return]


def messages_of(error: DomainError, *, adult: bool = False) -> dict[str, str]:
    """Which field is wrong, in words that say what to do; nothing was charged or held.

    Args:
        adult: the buyer ticked that they are of age.
    """
    if error.code == "rule_refused":
        return rule_words(error, adult=adult)
    if error.code == "identity_refused":
        return identity_words(error)
    texts = {
        "contact_refused": ("contact", _contact_text(str(error.data.get("type", "")))),
        "query_password_refused": ("query_password", _("查询密码至少 6 位，且不要太简单。")),
        "insufficient_stock": ("form", _("手慢了，库存不足。没有扣款，请减少数量或换个面额。")),
        "not_for_sale": ("form", _("商品已下架，没有扣款。")),
        "quantity_refused": ("quantity", _("数量须在 %(minimum)s 到 %(maximum)s 之间。")),
        "input_invalid": ("inputs", _("请把商品要求的信息填写完整。")),
        "currency_mismatch": ("form", _("购物车里有不同币种的商品，请分开下单。")),
        "too_many_open_orders": ("form", _("您有几笔未付款的订单，请先付款，或等它们自动关闭。")),
        "order_refused": ("form", _("本店暂时无法受理这笔订单，没有扣款。如有疑问，请联系商家。")),
        "store_closed": ("form", _("本店歇业中，没有扣款。")),
        "store_suspended": ("form", _("本店暂停营业，没有扣款。")),
        "subscription_inactive": ("form", _("本店暂停营业，没有扣款。")),
        "quota_exceeded": ("form", _("本店本月暂不接受新订单，没有扣款。")),
        "store_not_qualified": ("form", _("本店暂不接受新订单，没有扣款。")),
        "screening_unavailable": ("form", _("暂时无法完成购买核验，没有扣款，请稍后再试。")),
    }
    if error.code == "coupon_refused":
        return {"coupon": coupon_words(error)}
    field, text = texts.get(error.code, ("form", _("出错了，没有扣款，请稍后再试。")))
    return {field: text % error.data if "%(" in text else text}


@require_http_methods(["GET", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """One page: what is asked for, contact, way to pay, terms, pay."""
    data = request.POST if request.method == "POST" else request.GET
    single = wanted_of(data)
    wanted = [single] if single is not None else cart_of(request)
    errors: dict[str, str] = {}
    if request.method == "POST" and "apply" in request.POST:
        return _try_coupon(request, wanted, single)
    if request.method == "POST" and wanted:
        answer = _order(request, wanted, from_cart=single is None, errors=errors)
        if answer is not None:
            return answer
    lines = _lines(wanted, request.POST if request.method == "POST" else None)
    if not lines:
        return redirect("shop:cart" if single is None else "shop:home")
    return _form(request, data, lines, single, errors)


def _try_coupon(
    request: HttpRequest, wanted: Sequence[tuple[uuid.UUID, int]], single: tuple[uuid.UUID, int] | None
) -> HttpResponse:
    """What the order would cost with the code that was typed: nothing is taken, and the order asks again."""
    lines = _lines(wanted, request.POST)
    if not lines:
        return redirect("shop:cart" if single is None else "shop:home")
    due = due_with(request, [line.shown for line in lines], request.POST.get("coupon", ""))
    if not request.headers.get("HX-Request"):
        return _form(request, request.POST, lines, single, {}, due)
    response = render(request, "storefront/checkout_coupon.html", {"due": due, "swapped": True})
    response.headers["Cache-Control"] = "no-store"
    return response


def _prefix(sku_id: uuid.UUID) -> str:
    """Before the names of what the SKU asks for: a page may hold the fields of several."""
    return f"i-{sku_id.hex}"


def _lines(wanted: Sequence[tuple[uuid.UUID, int]], data: Any) -> list[CheckoutLine]:
    lines = []
    for shown in shown_lines(wanted):
        schema = shown.offer.sku.input_schema
        form = form_of(schema)(data, prefix=_prefix(shown.offer.sku.id)) if schema else None
        lines.append(CheckoutLine(shown, form))
    return lines


def _form(
    request: HttpRequest,
    data: Any,
    lines: list[CheckoutLine],
    single: tuple[uuid.UUID, int] | None,
    errors: dict[str, str],
    due: Due | None = None,
) -> HttpResponse:
    shown = [line.shown for line in lines]
    due = due or due_with(request, shown, data.get("coupon", "") if not errors.get("coupon") else "")
    if errors.get("coupon"):
        due = due._replace(typed=data.get("coupon", "")[:64], error=errors["coupon"])
    sold = [SaleLine(line.offer.sku, line.quantity, unit_price(line.offer.sku, line.quantity)) for line in shown]
    methods = allowed_methods(offered_methods(request), sold)
    needed = find_needed(sold)
    context = {
        "needed": needed,
        "registers": needed.identity or "real_name" in errors or "identity_number" in errors,
        "typed": typed_again(data),
        "lines": lines,
        "single": single,
        "due": due,
        "contact": data.get("contact") or contact_of(request),
        "contact_type": data.get("contact_type", ContactType.ANY),
        "contact_types": ContactType.choices,
        "methods": methods,
        "method": data.get("method") or (methods[0].key if methods else ""),
        "errors": errors,
    }
    response = render(request, "storefront/checkout.html", context, status=422 if errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def _too_many(request: HttpRequest) -> bool:
    return count_up(f"orders-from:{ip_of(request)}", window=WINDOW) > ORDERS_PER_ADDRESS


def _order(
    request: HttpRequest, wanted: Sequence[tuple[uuid.UUID, int]], *, from_cart: bool, errors: dict[str, str]
) -> HttpResponse | None:
    if not request.POST.get("terms"):
        errors["terms"] = _("请先阅读并同意购卡协议。")
    method = chosen_method(request)
    if method is None:
        errors["method"] = _("请选择支付方式。")
    if errors or method is None:
        return None
    if _too_many(request):
        errors["form"] = _("操作太频繁，请稍后再试。")
        return None
    if from_cart:  # what is no longer sold was not shown, and does not stand in the way of the rest
        offers = offers_of([sku_id for sku_id, _quantity in wanted])
        wanted = [line for line in wanted if line[0] in offers]
    lines = [Wanted(sku_id, quantity, _answers(request, sku_id)) for sku_id, quantity in wanted]
    front = get_shop_front()
    try:
        placed = place_order(wanted=lines, buyer=_buyer(request, front, method), front=front, now=now())
    except DomainError as error:
        errors.update(messages_of(error, adult=bool(request.POST.get("adult"))))
        return None
    if from_cart:
        empty_cart(request)
    remember(request, placed.order.id)
    return pay(request, placed.order, method, f"/order/{placed.token}", first=True)


def _answers(request: HttpRequest, sku_id: uuid.UUID) -> dict[str, str]:
    """What the buyer answered to what a SKU asks for, as sent: the order checks it."""
    before = f"{_prefix(sku_id)}-"
    return {name[len(before) :]: str(text) for name, text in request.POST.items() if name.startswith(before) and text}


def _buyer(request: HttpRequest, front: ShopFront, method: Offered) -> Buyer:
    contact_type = request.POST.get("contact_type", "")
    language = (get_language() or "zh-hans")[:8]
    return Buyer(
        contact=request.POST.get("contact", ""),
        contact_type=contact_type if contact_type in ContactType.values else ContactType.ANY,
        language=language,
        buyer_id=buyer_id_of(request),
        query_password=request.POST.get("query_password", ""),
        address=ip_of(request),
        coupon=request.POST.get("coupon", "").strip(),
        terms_digest=_terms_digest(language, front.terms, front.terms_en),
        adult=bool(request.POST.get("adult")),
        identity=typed_identity(request),
        method=rule_method(method.method),
    )


@functools.lru_cache(maxsize=256)
def _terms_digest(language: str, terms: str, terms_en: str) -> str:
    """Which text the buyer agreed to: the terms as this shop shows them now, in the language that is spoken."""
    text = render_to_string("storefront/terms.html", {"front": {"terms": terms, "terms_en": terms_en}})
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def remember(request: HttpRequest, order_id: uuid.UUID) -> None:
    """This browser may open this order: it placed it, or proved that it knows its secret."""
    opened: list[str] = request.session.get("orders", [])
    request.session["orders"] = [*[known for known in opened if known != str(order_id)], str(order_id)][-50:]
