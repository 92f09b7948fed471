"""After the order: status, the codes themselves, look-up without account."""

from __future__ import annotations

import datetime as dt
import uuid

import orjson
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id, public_id
from platform_core.kernel.money import format_money
from platform_core.tenancy.cache import count_up
from platform_core.tenancy.client_address import ip_of
from tenants.inventory.errors import CodesNotKept
from tenants.inventory.opening import IssuedCode
from tenants.issuance.services.reveal_codes import reveal_codes
from tenants.orders.enums import CaseReason, CaseStatus, OrderStatus
from tenants.orders.errors import OrderNotFound
from tenants.orders.keeping import codes_kept_until
from tenants.orders.messages import may_be_told
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.safety import is_worth_a_warning
from tenants.orders.selectors import (
    OpenedOrder,
    find_opened_order,
    find_order_for,
    get_order_by_token,
    list_open_cases_of,
    list_orders,
)
from tenants.orders.services.ask_about_payment import ask_about_payment
from tenants.orders.services.ask_for_help import ask_for_help
from tenants.orders.services.reveal_handed_over import reveal_handed_over
from tenants.payments.enums import PaymentState
from tenants.payments.gateways.base import SessionKind
from tenants.payments.selectors import list_payments_of
from tenants.storefront.buyers import buyer_id_of
from tenants.storefront.views.checkout import remember
from tenants.storefront.views.paying import chosen_method, is_in_wechat, offered_methods, pay, qr_of
from tenants.storefront.views.registering import methods_for

SHOWN_AT_ONCE = 100
LOOKUPS, WINDOW = 10, 60
# Where the codes that were delivered are shown: what is bought stays readable, whatever is still to be done or came back.
SHOWN = frozenset({OrderStatus.COMPLETED, OrderStatus.PROCESSING, OrderStatus.PARTIALLY_REFUNDED})
BUYERS_REASONS = frozenset({CaseReason.BUYER_SAYS_PAID, CaseReason.CODE_REPORTED})


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def _opened(request: HttpRequest) -> list[uuid.UUID]:
    """The orders that this browser placed, or whose secret it knew."""
    return [uuid.UUID(known) for known in request.session.get("orders", [])]


def own_order(request: HttpRequest, number: str) -> Order:
    """The order with its lines, if this browser or its buyer's account may open it; the number alone opens nothing."""
    opened, buyer_id = _opened(request), buyer_id_of(request)
    mine = Q(id__in=opened) if buyer_id is None else Q(id__in=opened) | Q(buyer_id=buyer_id)
    order = list_orders().filter(mine, number=number).first() if opened or buyer_id else None
    if order is None:
        raise Http404
    return order


@require_GET
def open_order(request: HttpRequest, token: str) -> HttpResponse:
    """The secret link: remembered in the session, then out of the address bar."""
    try:
        order = get_order_by_token(token)
    except OrderNotFound as error:
        raise Http404 from error
    remember(request, order.id)
    response = _private(redirect("shop:order", number=order.number))
    # Only here: a page with this policy sends its forms without an origin, and they would be refused as forged.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def order_page(request: HttpRequest, order: Order, template: str, **more: object) -> HttpResponse:
    """An order's page, or a part of it, as it is now."""
    left = max(0, int((order.pay_by - now()).total_seconds()))
    waiting = order.status == OrderStatus.PENDING_PAYMENT
    # What the law has the merchant ask about a purchase is between the two of them.
    cases = [case for case in list_open_cases_of(order.id) if case.reason != CaseReason.IDENTITY_NEEDED]
    context = {
        "order": order,
        "lines": order.lines.all,  # asked for by the pages that list them
        "amount": format_money(order.amount, order.currency),
        "gross": format_money(order.gross, order.currency),
        "discount": format_money(-order.discount, order.currency) if order.discount else "",
        "refunded": format_money(order.refunded, order.currency),
        "waiting": waiting,
        "methods": methods_for(offered_methods(request), order) if waiting else [],
        **(_session(request, order) if waiting else {}),
        "cases": cases,
        "held_until": _held_until(cases),
        "warned": _is_warned(order),
        "restocking": any(case.status == CaseStatus.WAITING for case in cases),
        "resendable": order.status in SHOWN and may_be_told(order.contact_type, order.contact_masked),
        "handed": order.status in SHOWN and any(line.handed_over_at for line in order.lines.all()),
        "done": order.issuance_id is not None and order.status in SHOWN,
        "left": f"{left // 60:02d}:{left % 60:02d}",
        "seconds_left": left,
        **more,
    }
    return _private(render(request, template, context))


def _held_until(cases: list[AbnormalCase]) -> dt.datetime | None:
    """When an order is delivered that waits for its buyer's own safety."""
    until = next((case.detail.get("until") for case in cases if case.reason == CaseReason.SAFETY_DELAY), None)
    return dt.datetime.fromisoformat(until) if until else None


def _is_warned(order: Order) -> bool:
    """Is its buyer told of the usual fraud before paying?"""
    cards = sum(line.quantity for line in order.lines.all())
    waiting = order.status == OrderStatus.PENDING_PAYMENT
    return waiting and is_worth_a_warning(cards=cards, value=order.gross, currency=order.currency)


@require_GET
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """The order's page. In the browser that bought, the codes show at once (and the look is recorded)."""
    order = own_order(request, number)
    return order_page(request, order, "storefront/order.html")


@require_GET
def status(request: HttpRequest, number: str) -> HttpResponse:
    """The changing part of the page, for polling."""
    return order_page(request, own_order(request, number), "storefront/order_status.html")


def _not_kept(request: HttpRequest, error: CodesNotKept, *, handed_over: bool = False) -> HttpResponse:
    """Where codes, or what was handed over, would stand, once they were shredded."""
    context = {"since": error.data.get("since", ""), "handed_over": handed_over}
    return _private(render(request, "storefront/codes_not_kept.html", context))


def _codes(request: HttpRequest, number: str, limit: int) -> tuple[OpenedOrder, list[IssuedCode]]:
    found = find_opened_order(number, _opened(request), buyer_id_of(request))
    if found is None:
        raise Http404
    order = found.order
    if order.status not in SHOWN or order.issuance_id is None:
        raise Http404
    codes = reveal_codes(
        issuance_id=order.issuance_id,
        line_ids=found.line_ids,
        actor="buyer",
        ip=ip_of(request) or None,
        offset=0,
        limit=limit,
        now=now(),
    )
    return found, codes


@require_POST
def codes(request: HttpRequest, number: str) -> HttpResponse:
    """The codes in the clear, as a fragment."""
    try:
        opened, shown = _codes(request, number, SHOWN_AT_ONCE)
    except CodesNotKept as error:
        return _not_kept(request, error)
    context = {"order": opened.order, "codes": shown, "replaced": _replaced(opened), "total": opened.total}
    context["kept_until"] = codes_kept_until(opened.order)
    return _private(render(request, "storefront/codes.html", context))


def _replaced(opened: OpenedOrder) -> set[str]:
    return {public_id("code", code_id) for code_id in opened.replaced}


@require_POST
def handed_over(request: HttpRequest, number: str) -> HttpResponse:
    """What was delivered by hand, in the clear, as a fragment."""
    order = own_order(request, number)
    if order.status not in SHOWN:
        raise Http404
    try:
        shown = reveal_handed_over(order_id=order.id, actor="buyer", ip=ip_of(request) or None, now=now())
    except CodesNotKept as error:
        return _not_kept(request, error, handed_over=True)
    context = {"order": order, "shown": shown, "kept_until": codes_kept_until(order)}
    return _private(render(request, "storefront/handed_over.html", context))


@require_POST
def codes_file(request: HttpRequest, number: str) -> HttpResponse:
    """All codes that work as a text file."""
    try:
        opened, shown = _codes(request, number, 10_000)
    except CodesNotKept:  # the page says why
        return redirect("shop:order", number=number)
    void = _replaced(opened)
    lines = ["----".join(part for part in code.opened if part) for code in shown if code.id not in void]
    response = HttpResponse("\r\n".join(lines) + "\r\n", content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{opened.order.number}.txt"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return _private(response)


def _session(request: HttpRequest, order: Order) -> dict[str, str]:
    """How the payment that is open is paid on this page: by a QR code, or by what the wallet around it is called with."""
    payment = list_payments_of(order.id).filter(state=PaymentState.CREATED, expires_at__gt=now()).first()
    kind = payment.session.get("kind") if payment is not None and payment.session else None
    if payment is None or kind is None:
        return {}
    if kind == SessionKind.JSAPI and is_in_wechat(request):
        return {"wallet": orjson.dumps(payment.session["data"]).decode()}
    return {"qr": qr_of(payment.session["url"])} if kind == SessionKind.QR else {}


@require_POST
def ask_again(request: HttpRequest, number: str) -> HttpResponse:
    """The buyer says that they paid: the gateway is asked at once."""
    order = own_order(request, number)
    if count_up(f"asked-about:{order.id}", window=WINDOW) <= LOOKUPS:
        for payment in list_payments_of(order.id).filter(state=PaymentState.CREATED):
            ask_about_payment(payment=payment, now=now())
    order = own_order(request, number)
    if order.status != OrderStatus.PENDING_PAYMENT:
        return redirect("shop:order", number=number)
    return order_page(request, order, "storefront/order.html", asked=True)


@require_POST
def call_for_help(request: HttpRequest, number: str) -> HttpResponse:
    """Something is wrong that only a person can mend: a case for the merchant, shown with its number."""
    order = own_order(request, number)
    reason = request.POST.get("reason", "")
    if reason in BUYERS_REASONS and count_up(f"help-with:{order.id}", window=WINDOW) <= LOOKUPS:
        text, code = request.POST.get("text", ""), request.POST.get("code", "")
        try:
            code_id = parse_public_id("code", code) if code else None
            ask_for_help(order=order, reason=CaseReason(reason), code_id=code_id, text=text, now=now())
        except RecordNotFound as error:
            raise Http404 from error
    return redirect("shop:order", number=number)


@require_POST
def pay_again(request: HttpRequest, number: str) -> HttpResponse:
    """Back to the cashier for an order that is still to be paid."""
    order = own_order(request, number)
    if order.status != OrderStatus.PENDING_PAYMENT or order.pay_by < now():
        return redirect("shop:order", number=number)
    method = chosen_method(request)
    if method is None:
        return redirect("shop:order", number=number)
    return pay(request, order, method, f"/orders/{order.number}")


def too_many_lookups(request: HttpRequest, number: str) -> bool:
    """Do look-ups from this address, or of this number, come too often?"""
    keys = (f"lookup-from:{ip_of(request)}", f"lookup-of:{number[:32]}")
    return max([count_up(key, window=WINDOW) for key in keys]) > LOOKUPS


@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Find an order by number and contact (and its password). One answer for wrong and for absent."""
    error, given = "", request.GET.get("number", "")[:32]  # as a message's link gives it
    if request.method == "POST":
        number = request.POST.get("number", "")
        if too_many_lookups(request, number):
            error = _("查询太频繁，请一分钟后再试。")
        else:
            try:
                order = find_order_for(
                    number=number,
                    contact=request.POST.get("contact", ""),
                    password=request.POST.get("query_password", ""),
                )
            except OrderNotFound:
                error = _("没有找到匹配的订单。请核对订单号、联系方式和查询密码。")
            else:
                remember(request, order.id)
                return _private(redirect("shop:order", number=order.number))
    context = {"error": error, "number": given}
    return _private(render(request, "storefront/lookup.html", context, status=422 if error else 200))
