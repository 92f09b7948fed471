"""Bills of the platform to merchants, for its staff: bank transfers that are waited for, Chinese invoices to be made, debts."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from billing.models import Invoice
from billing.selectors import find_account, find_own_invoice
from billing.services.decide_transfer import decide_transfer
from billing.services.note_fapiao import note_fapiao
from billing.services.take_transfer import take_transfer
from billing.staff_selectors import count_work, list_asked_fapiao, list_overdue, list_transfers
from platform_core.compliance.enums import ProposalKind, ProposalState
from platform_core.compliance.models import Proposal
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.money import exponent
from platform_core.site.billing_lists import name_shops
from platform_core.site.billing_words import money, refusal_of
from platform_core.site.posted import text_of
from platform_core.site.shop_overview import find_shop
from platform_core.site.views.staff import note, staff_actor, staff_of, staff_page

PAGE = 50
TABS: dict[str, Promise] = {
    "transfers": gettext_lazy("待转账"), "fapiao": gettext_lazy("待开发票"), "overdue": gettext_lazy("逾期"), "all": gettext_lazy("全部"),
}  # fmt: skip


@staff_page(StaffPower.BILLING)
@require_safe
def bills(request: HttpRequest) -> HttpResponse:
    """What waits for somebody: transfers, Chinese invoices, debts; under the last tab every bill, found by its number."""
    tab, wanted, moment = request.GET.get("tab", "transfers"), request.GET.get("q", "").strip()[:64], now()
    if tab not in TABS:
        raise Http404
    rows = {
        "transfers": list_transfers(), "fapiao": list_asked_fapiao(), "overdue": list_overdue(moment).order_by("due_at", "id"),
        "all": Invoice.objects.exclude(status="draft").order_by("-created_at", "-id"),
    }[tab]  # fmt: skip
    if wanted:
        rows = rows.filter(number__iexact=wanted) | rows.filter(remote_id=wanted) | rows.filter(bank_reference=wanted)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    asked = Proposal.objects.filter(kind=ProposalKind.TRANSFER, state=ProposalState.OPEN, expires_at__gt=moment)
    waiting = set(asked.values_list("subject_id", flat=True)) if tab == "transfers" else set()
    context = {
        "page": page, "tab": tab, "tabs": TABS.items(), "q": wanted, "work": count_work(moment),
        "rows": [(bill, shop, money(_open_or_all(bill), bill.currency), bill.id in waiting) for bill, shop in name_shops(page)],
    }  # fmt: skip
    return render(request, "site/staff_bills.html", context)


@staff_page(StaffPower.BILLING)
@require_safe
def bill(request: HttpRequest, tenant_id: uuid.UUID, invoice_id: uuid.UUID) -> HttpResponse:
    """One bill: its lines, how it is paid, its Chinese invoice, and what staff can do about it."""
    return _page(request, tenant_id, invoice_id)


@staff_page(StaffPower.BILLING, post=StaffPower.BILLING_ACT)
@require_POST
def act(request: HttpRequest, tenant_id: uuid.UUID, invoice_id: uuid.UUID, name: str) -> HttpResponse:
    """Note a bank transfer, after a second look; or the number of a Chinese invoice."""
    found = _get_bill(tenant_id, invoice_id)
    if name not in {"transfer", "fapiao"}:
        raise Http404
    reference, number = text_of(request, "reference", 80), text_of(request, "number", 40)
    amount = _amount_of(request, found.currency)
    sure = request.POST.get("sure") == "yes"
    if name == "transfer" and not sure and amount == found.amount_remaining and reference and found.is_owed:
        note(request, bill=found.number, looked="first")
        return _page(request, tenant_id, invoice_id, check={"reference": reference, "amount": request.POST["amount"]})
    note(
        request, bill=found.number, amount=amount, reference=reference, fapiao=number, fapiao_before=found.fapiao_number
    )
    actor, moment = staff_actor(request), now()
    try:
        if name == "fapiao":
            note_fapiao(invoice_id=invoice_id, number=number, by=actor.email, now=moment)
            told = _("发票号码已记下，商家在账单页可以看到。")
        else:
            made = take_transfer(invoice_id=invoice_id, amount=amount, reference=reference, actor=actor, now=moment)
            told = (
                _("金额较大，须由另一位平台人员确认后入账。")
                if isinstance(made, Proposal)
                else _("已登记为已支付，店铺立即恢复使用。")
            )
    except DomainError as error:
        messages.error(request, refusal_of(error))
    else:
        messages.success(request, told)
    return redirect("staff_bill", tenant_id=tenant_id, invoice_id=invoice_id)


@staff_page(StaffPower.BILLING, post=StaffPower.BILLING_ACT)
@require_POST
def decide(request: HttpRequest, proposal_id: uuid.UUID, name: str) -> HttpResponse:
    """The second person agrees that the transfer came, or does not."""
    proposal = Proposal.objects.filter(pk=proposal_id, kind=ProposalKind.TRANSFER).first()
    if proposal is None or name not in {"agree", "refuse"}:
        raise Http404
    note(request, decision=name, **{key: proposal.payload[key] for key in ("number", "amount", "reference")})
    try:
        decide_transfer(
            proposal_id=proposal_id, actor=staff_actor(request), agree=name == "agree",
            answer=text_of(request, "reason"), now=now(),
        )  # fmt: skip
    except RecordNotFound as error:
        raise Http404 from error
    except DomainError as error:
        messages.error(request, refusal_of(error))
    else:
        messages.success(
            request, _("已登记为已支付，店铺立即恢复使用。") if name == "agree" else _("已记录，账单仍待支付。")
        )
    return redirect("staff_bill", tenant_id=proposal.payload["tenant"], invoice_id=proposal.subject_id)


def _get_bill(tenant_id: uuid.UUID, invoice_id: uuid.UUID) -> Invoice:
    found = find_own_invoice(tenant_id, invoice_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, tenant_id: uuid.UUID, invoice_id: uuid.UUID, check: dict[str, str] | None = None
) -> HttpResponse:
    found, shop = _get_bill(tenant_id, invoice_id), find_shop(tenant_id)
    if shop is None:
        raise Http404
    staff = staff_of(request)
    asked = Proposal.objects.filter(kind=ProposalKind.TRANSFER, subject_id=found.id).order_by("-asked_at")
    waiting = next((each for each in asked[:1] if each.state == ProposalState.OPEN and each.expires_at > now()), None)
    context = {
        "bill": found, "shop": shop, "check": check, "waiting": waiting, "title": found.titled or _title(tenant_id),
        "own": waiting is not None and waiting.asked_by == staff.user_id,
        "may_act": StaffPower.BILLING_ACT in staff.powers,
        "total": money(found.total, found.currency), "open_amount": money(found.amount_remaining, found.currency),
        "paid_amount": money(found.amount_paid, found.currency),
        "lines": [(each.get("text", ""), money(int(each.get("amount", 0)), found.currency)) for each in found.lines],
        "two": found.amount_remaining >= settings.KAQUAN_TRANSFER_SECOND_FROM,
        "second_from": money(settings.KAQUAN_TRANSFER_SECOND_FROM, found.currency),
    }  # fmt: skip
    return render(request, "site/staff_bill.html", context)


def _title(tenant_id: uuid.UUID) -> dict[str, Any]:
    account = find_account(tenant_id)
    return {"title": account.title, "tax_number": account.tax_number} if account and account.title else {}


def _open_or_all(found: Invoice) -> int:
    return found.amount_remaining if found.is_owed else found.total


def _amount_of(request: HttpRequest, currency: str) -> int:
    """Minor units of what was typed as 3,000.00; -1: no amount."""
    typed = text_of(request, "amount", 20).replace(",", "").replace("，", "").lstrip("¥￥").strip()
    try:
        minor = Decimal(typed).scaleb(exponent(currency))
    except ArithmeticError:  # no number, or one beyond all bounds
        return -1
    return int(minor) if minor.is_finite() and minor == minor.to_integral_value() and 0 <= minor < 10**15 else -1
