from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.ids import read_uuid
from tenants.access.powers import Power
from tenants.access.selectors import list_holders
from tenants.console.case_words import words_of
from tenants.console.forms import yuan
from tenants.console.staff import actor, staff_only
from tenants.console.views.case_page import case_page
from tenants.console.views.queue import beside, onwards
from tenants.orders.enums import CaseStatus
from tenants.orders.selectors import get_case
from tenants.orders.services.accept_wrong_amount import accept_wrong_amount
from tenants.orders.services.add_case_note import add_case_note
from tenants.orders.services.close_case import close_case
from tenants.orders.services.deliver_case import deliver_case
from tenants.orders.services.refund_case import refund_case
from tenants.orders.services.replace_code_of_case import replace_code_of_case
from tenants.orders.services.retry_refund import retry_refund
from tenants.orders.services.retry_shares import retry_shares

COLOURS = {CaseStatus.OPEN: "amber", CaseStatus.WAITING: "blue", CaseStatus.REFUNDING: "blue", CaseStatus.CLOSED: ""}


def staff_addresses() -> list[str]:
    """Who may have cases."""
    return [member.email for member in list_holders({Power.CASES_WORK})]


def read_id(text: str) -> uuid.UUID:
    """An id of a form; one that is none finds nothing."""
    found = read_uuid(text)
    if found is None:
        raise Http404
    return found


@staff_only(Power.CASES_VIEW)
@require_safe
def detail(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """One case: what happened, and what can be done about it."""
    try:
        case = get_case(case_id)
    except RecordNotFound as error:
        raise Http404 from error
    context = {
        **case_page(case),
        **beside(request, case.id),
        "colour": COLOURS[CaseStatus(case.status)],
        "staff": staff_addresses(),
    }
    return render(request, "console/case.html", context)


@staff_only(Power.CASES_WORK)
@require_POST
def act(request: HttpRequest, case_id: uuid.UUID, verb: str) -> HttpResponse:
    """Do something about a case that sends no money."""
    if verb not in VERBS:
        raise Http404
    return _done(request, case_id, lambda: VERBS[verb](request, case_id))


@staff_only(Power.REFUNDS)
@require_POST
def refund(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Send money back, once it was confirmed."""
    if request.POST.get("sure") != "1":
        messages.error(request, _("请先勾选确认，再发起退款。"))
        return redirect("console:case", case_id=case_id)
    return _done(request, case_id, lambda: _refund(request, case_id))


@staff_only(Power.REFUNDS)
@require_POST
def share(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Have shares paid once more that were refused."""
    return _done(request, case_id, lambda: _share(request, case_id))


def _done(request: HttpRequest, case_id: uuid.UUID, work: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, work())
    except RecordNotFound as error:
        raise Http404 from error
    except DomainError as error:
        messages.error(request, words_of(error))
    except ValueError:
        messages.error(request, _("金额无法识别，请写成 45 或 45.00。"))
    return redirect(onwards(request, case_id))


def _refund(request: HttpRequest, case_id: uuid.UUID) -> str:
    who, moment = actor(request), now()
    if request.POST.get("how") == "again":
        retry_refund(case_id=case_id, actor=who, now=moment)
    else:
        refund_case(
            case_id=case_id,
            amount=_amount(request),
            code_ids=[read_id(each) for each in request.POST.getlist("code")],
            reason=request.POST.get("reason", "").strip()[:80],
            actor=who,
            now=moment,
        )
    return _("退款已提交给支付机构，到账后自动结案。")


def _amount(request: HttpRequest) -> int | None:
    """How much goes back; None: all that is left. The price of what has not come is told as it was shown."""
    how = request.POST.get("how")
    if how == "rest":
        return int(request.POST.get("rest", ""))
    return None if how == "whole" else yuan(request.POST.get("amount", ""))


def _share(request: HttpRequest, case_id: uuid.UUID) -> str:
    retry_shares(case_id=case_id, actor=actor(request), now=now())
    return _("分账已重新提交给支付机构，成功后自动结案。")


def _note(request: HttpRequest, case_id: uuid.UUID) -> str:
    add_case_note(case_id=case_id, text=request.POST.get("text", ""), author=actor(request), now=now())
    return _("备注已保存。")


def _deliver(request: HttpRequest, case_id: uuid.UUID) -> str:
    chosen: dict[uuid.UUID, uuid.UUID] = {
        read_id(name.removeprefix("line-")): read_id(str(value))
        for name, value in request.POST.items()
        if name.startswith("line-") and value
    }
    deliver_case(case_id=case_id, stand_ins=chosen, actor=actor(request), now=now())
    return _("已发货，买家的订单页现在就能看到。")


def _wait(request: HttpRequest, case_id: uuid.UUID) -> str:
    there = deliver_case(case_id=case_id, stand_ins={}, actor=actor(request), now=now(), wait=True)
    return _("库存够，已经发货。") if there else _("已排队，补货后优先发给这位买家。")


def _replace(request: HttpRequest, case_id: uuid.UUID) -> str:
    code, reason = read_id(request.POST.get("code", "")), request.POST.get("reason", "").strip()
    replace_code_of_case(case_id=case_id, code_id=code, reason=reason, actor=actor(request), now=now())
    return _("已换卡：原卡作废，新卡已显示在买家的订单页。")


def _accept(request: HttpRequest, case_id: uuid.UUID) -> str:
    accept_wrong_amount(case_id=case_id, actor=actor(request), now=now())
    return _("已按实收金额入账并发货。")


def _close(request: HttpRequest, case_id: uuid.UUID) -> str:
    close_case(case_id=case_id, reason=request.POST.get("reason", ""), actor=actor(request), now=now())
    return _("工单已关闭。")


VERBS: dict[str, Callable[[HttpRequest, uuid.UUID], str]] = {
    "note": _note,
    "deliver": _deliver,
    "wait": _wait,
    "replace": _replace,
    "accept": _accept,
    "close": _close,
}
