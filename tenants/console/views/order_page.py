"""The page of an order: what it is, what happened, what can be done about it and what cannot, and why."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from platform_core.kernel.ids import new_id
from platform_core.kernel.money import format_money
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.catalog.enums import Fulfilment
from tenants.console.case_words import REASONS
from tenants.console.message_words import reason_words
from tenants.console.timeline import timeline_of
from tenants.console.views.case_page import code_rows
from tenants.console.views.order_table import TONES
from tenants.marketing.selectors import find_use_of
from tenants.notifications.selectors import list_messages_of
from tenants.orders.caseload import list_unfinished_cases_of
from tenants.orders.enums import ContactType, OrderStatus
from tenants.orders.errors import OrderNotFound
from tenants.orders.messages import may_be_told
from tenants.orders.models import Order, OrderLine
from tenants.orders.selectors import (
    get_order,
    list_cases_about,
    list_order_notes,
)
from tenants.orders.services.change_order_contact import OVER
from tenants.orders.services.open_case_by_hand import BY_STAFF
from tenants.orders.services.resend_message import DELIVERED
from tenants.payments.enums import PaymentState
from tenants.payments.models import Payment
from tenants.payments.selectors import find_failed_refund, get_refundable, list_payments_of


class Act(NamedTuple):
    """Something that can be done about an order. ``why_not``: what stands in its way; empty: nothing does."""

    name: str
    power: Power
    title: str
    why_not: str

    @property
    def template(self) -> str:
        """Its form."""
        return f"console/orders/acts/{self.name}.html"


def order_of(order_id: uuid.UUID) -> Order:
    """The order of a page's address."""
    try:
        return get_order(order_id)
    except OrderNotFound as error:
        raise Http404 from error


def order_page(
    request: HttpRequest, order: Order, shown: Mapping[uuid.UUID, str] | None = None, status: int = 200
) -> HttpResponse:
    """The page as this person may see it.

    Args:
        shown: codes in the clear, by id, whose look was recorded just now.
    """
    payments = list(list_payments_of(order.id))
    paid = next((each for each in reversed(payments) if each.state == PaymentState.SUCCEEDED), None)
    codes, held = code_rows(order), request.powers  # type: ignore[attr-defined]
    for code in codes:
        code["plain"] = (shown or {}).get(code["id"], "")
    refundable = get_refundable(paid) if paid else 0
    context = {
        "order": order,
        "tone": TONES[OrderStatus(order.status)],
        "lines": [_line(line, order) for line in order.lines.all()],
        "gross": format_money(order.gross, order.currency),
        "discount": format_money(-order.discount, order.currency) if order.discount else "",
        "use": find_use_of(order.id) if order.coupon_code and Power.COUPONS_VIEW in held else None,
        "amount": format_money(order.amount, order.currency),
        "refunded": format_money(order.refunded, order.currency) if order.refunded else "",
        "codes": codes,
        "usable": any(code["usable"] for code in codes),
        "payments": [_payment(payment) for payment in payments],
        "sent": _messages(order) if Power.MESSAGES_VIEW in held else [],
        "cases": list_cases_about(order, None),
        "notes": list_order_notes(order.id),
        "steps": timeline_of(order, payments),
        "lookup": shop_url(current_tenant().host, f"/lookup?number={order.number}"),
        "refundable": format_money(refundable, order.currency),
        "acts": [act for act in _acts(order, paid, refundable, codes) if act.power in held],
        "token": new_id(),
        "reasons": [(reason.value, reason.label) for reason in BY_STAFF],
        "contact_types": ContactType.choices,
        "by_hand": any(line.fulfilment == Fulfilment.MANUAL and not line.handed_over_at for line in order.lines.all()),
    }
    return render(request, "console/orders/order.html", context, status=status)


def _line(line: OrderLine, order: Order) -> dict[str, Any]:
    off = format_money(-line.discount, order.currency) if line.discount else ""
    return {"line": line, "price": format_money(line.unit_price, order.currency), "off": off}


def _payment(payment: Payment) -> dict[str, Any]:
    return {
        "payment": payment,
        "amount": format_money(payment.received, payment.currency),
        "refunds": [
            {"refund": refund, "amount": format_money(refund.amount, refund.currency)}
            for refund in payment.refunds.all()
        ],
    }


def _messages(order: Order) -> list[dict[str, Any]]:
    return [
        {"message": message, "why": reason_words(message.reason) if message.reason else ""}
        for message in list_messages_of(order.id)[:20]
    ]


def _acts(order: Order, paid: Payment | None, refundable: int, codes: list[dict[str, Any]]) -> list[Act]:
    """All that is ever done about an order, with what stands in the way now. The services check it again."""
    return [
        Act("refund", Power.REFUNDS, _("退款"), _no_refund(order, paid, refundable)),
        Act("replace", Power.CASES_WORK, _("换一张卡"), _no_replacement(paid, refundable, codes)),
        Act("resend", Power.ORDERS_FULFIL, _("重发消息给买家"), _no_message(order)),
        Act("contact", Power.CODES_REVEAL, _("更正联系方式"), _no_contact(order)),
        Act("close", Power.CASES_WORK, _("关闭未付款订单"), _no_closing(order)),
        Act("case", Power.CASES_WORK, _("转入异常订单"), ""),
    ]


def _no_refund(order: Order, paid: Payment | None, refundable: int) -> str:
    if paid is None:
        return str(REASONS["in_case"] if order.status == OrderStatus.ABNORMAL else REASONS["not_paid"])
    if find_failed_refund(paid):
        return str(REASONS["refund_failed_before"])
    if order.status == OrderStatus.ABNORMAL or list_unfinished_cases_of(order.id).exists():
        return str(REASONS["in_case"])
    return "" if refundable else _("钱已全部退回、正在退回，或因争议被冻结。")


def _no_replacement(paid: Payment | None, refundable: int, codes: list[dict[str, Any]]) -> str:
    if paid is None:
        return str(REASONS["not_paid"])
    if not any(code["usable"] for code in codes):
        return _("这笔订单没有买家可用的卡密，没有可换的。")
    return "" if refundable else str(REASONS["money_went_back"])


def _no_message(order: Order) -> str:
    if order.status not in DELIVERED:
        return _("还没有发货，没有可重发的内容。")
    reachable = order.contact_sealed and may_be_told(order.contact_type, order.contact_masked)
    return "" if reachable else reason_words("no_contact")


def _no_contact(order: Order) -> str:
    if order.status in OVER:
        return str(REASONS["over"])
    return "" if order.contact_sealed else str(REASONS["contact_erased"])


def _no_closing(order: Order) -> str:
    return "" if order.status == OrderStatus.PENDING_PAYMENT else str(REASONS["not_unpaid"])
