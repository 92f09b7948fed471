"""What is done about one order, each with a reason, each on record."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.money import format_money
from platform_core.tenancy.client_address import ip_of
from tenants.access.powers import Power
from tenants.console.case_words import words_of
from tenants.console.forms import yuan
from tenants.console.message_words import refusal_words
from tenants.console.staff import actor, note, staff_only
from tenants.console.views.cases import read_id
from tenants.console.views.order_page import order_of, order_page
from tenants.issuance.services.reveal_code import reveal_code
from tenants.notifications.errors import MessageRefused
from tenants.orders.enums import CaseReason, OrderAct
from tenants.orders.selectors import list_codes_of
from tenants.orders.services.change_order_contact import change_order_contact
from tenants.orders.services.close_unpaid_order import close_unpaid_order
from tenants.orders.services.note_order import note_order
from tenants.orders.services.open_case_by_hand import open_case_by_hand
from tenants.orders.services.refund_order import WantedBack, refund_order
from tenants.orders.services.replace_code_of_order import replace_code_of_order
from tenants.orders.services.resend_message import resend_message


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()


def _done(request: HttpRequest, order_id: uuid.UUID, work: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, work())
    except RecordNotFound as error:
        raise Http404 from error
    except MessageRefused as error:
        messages.error(request, refusal_words(error))
    except DomainError as error:
        messages.error(request, words_of(error))
    except ValueError:
        messages.error(request, _("金额无法识别，请写成 45 或 45.00。"))
    return redirect("console:order", order_id=order_id)


@staff_only(Power.ORDERS_VIEW)
@require_POST
def add_note(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Say something about an order; it cannot be taken back."""

    def work() -> str:
        note_order(order_id=order_id, text=request.POST.get("text", ""), author=actor(request), now=now())
        return _("备注已保存。")

    return _done(request, order_id, work)


@staff_only(Power.REFUNDS)
@require_POST
def refund(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Send money back, once it was confirmed; the same form sent twice sends it once."""

    def work() -> str:
        codes = request.POST.get("codes", "")
        chosen = [read_id(each) for each in request.POST.getlist("code")] if codes == "chosen" else []
        wanted = WantedBack(
            token=read_id(request.POST.get("token", "")),
            amount=None if request.POST.get("how") == "whole" else yuan(request.POST.get("amount", "")),
            code_ids=None if codes == "void" else chosen,
            reason=_reason(request),
        )
        made = refund_order(order_id=order_id, wanted=wanted, actor=actor(request), now=now())
        amount = format_money(made.amount, made.currency)
        note(request, amount=amount, refund=made.number, codes=codes)
        return _("退款 %(amount)s 已提交给支付机构，到账后订单状态会更新。") % {"amount": amount}

    if request.POST.get("sure") != "1":
        messages.error(request, _("请先勾选确认，再发起退款。"))
        return redirect("console:order", order_id=order_id)
    return _done(request, order_id, work)


@staff_only(Power.CASES_WORK)
@require_POST
def replace(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Another code for a bad one."""

    def work() -> str:
        code_id = read_id(request.POST.get("code", ""))
        replace_code_of_order(
            order_id=order_id, code_id=code_id, reason=_reason(request), actor=actor(request), now=now()
        )
        note_order(order_id=order_id, act=OrderAct.REPLACED, text=_reason(request), author=actor(request), now=now())
        return _("已换卡：原卡作废，新卡已显示在买家的订单页。")

    return _done(request, order_id, work)


@staff_only(Power.ORDERS_FULFIL)
@require_POST
def resend(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Tell the buyer again where their codes are."""

    def work() -> str:
        sent = resend_message(order_id=order_of(order_id).id, now=now())
        note_order(order_id=order_id, act=OrderAct.RESENT, text="", author=actor(request), now=now())
        return _("已重新发送到 %(contact)s。") % {"contact": sent.contact_masked}

    return _done(request, order_id, work)


@staff_only(Power.ORDERS_VIEW, post=Power.CODES_REVEAL)
@require_POST
def contact(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Put a mistyped contact right."""

    def work() -> str:
        changed = change_order_contact(
            order_id=order_id,
            contact=request.POST.get("contact", ""),
            contact_type=request.POST.get("contact_type", ""),
            reason=_reason(request),
            actor=actor(request),
            now=now(),
        )
        return _("联系方式已更正为 %(contact)s，可以重发消息了。") % {"contact": changed.contact_masked}

    return _done(request, order_id, work)


@staff_only(Power.CASES_WORK)
@require_POST
def close(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Close an order that nobody paid."""

    def work() -> str:
        close_unpaid_order(order_id=order_id, reason=_reason(request), actor=actor(request), now=now())
        return _("订单已关闭，占用的卡密已放回库存。")

    return _done(request, order_id, work)


@staff_only(Power.CASES_WORK)
@require_POST
def open_case(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Put it into the queue of abnormal orders."""
    why = request.POST.get("why", "")
    if why not in CaseReason.values:
        raise Http404
    try:
        case = open_case_by_hand(
            order_id=order_id, reason=CaseReason(why), text=_reason(request), actor=actor(request), now=now()
        )
    except RecordNotFound as error:
        raise Http404 from error
    except DomainError as error:
        messages.error(request, words_of(error))
        return redirect("console:order", order_id=order_id)
    messages.success(request, _("已转入异常订单。"))
    return redirect("console:case", case_id=case.id)


@sensitive_variables("opened", "plain")
@staff_only(Power.ORDERS_VIEW, post=Power.CODES_REVEAL)
@require_POST
def reveal(request: HttpRequest, order_id: uuid.UUID, code_id: uuid.UUID) -> HttpResponse:
    """Show one code of an order; who looked, and why, is on record before it is shown."""
    order = order_of(order_id)
    if code_id not in {code.stored.id for code in list_codes_of(order)}:
        raise Http404
    if not _reason(request):
        messages.error(request, _("请填写查看原因，它会和您的名字一起记入日志。"))
        return redirect("console:order", order_id=order_id)
    moment, who = now(), actor(request)
    try:
        opened = reveal_code(code_id=code_id, actor=who[:80], ip=ip_of(request) or None, now=moment, counted=False)
    except DomainError as error:
        messages.error(request, words_of(error))
        return redirect("console:order", order_id=order_id)
    note_order(order_id=order_id, act=OrderAct.CODE_SHOWN, text=_reason(request), author=who, now=moment)
    plain = "----".join(part for part in opened.opened if part)
    return order_page(request, order, {code_id: plain})
