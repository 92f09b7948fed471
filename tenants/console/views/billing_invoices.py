"""Bills of the platform: the list, each with its lines, paid again, and the Chinese invoice (发票) for it."""

from __future__ import annotations

import uuid
from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import Column, Table

from billing.enums import Collection, FapiaoState, InvoiceStatus
from billing.errors import InvoiceTitleInvalid
from billing.selectors import find_account, find_own_invoice, list_invoices
from billing.services.ask_fapiao import ask_fapiao
from billing.services.retry_payment import retry_payment
from platform_core.kernel.clock import now
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.bank_transfer import find_payee
from tenants.console.billing_page import done, refused, rights, where_charged
from tenants.console.billing_refusals import REFUSALS
from tenants.console.invoice_rows import lines_of, row_of
from tenants.console.listing import show_list
from tenants.console.staff import actor, note, staff_only
from tenants.console.tables import NUMBER, MomentColumn
from tenants.console.wording import badge

SHOWN = [each for each in InvoiceStatus.choices if each[0] != InvoiceStatus.DRAFT]


class InvoiceFilters(django_filters.FilterSet):
    """By number, state, invoice."""

    q = django_filters.CharFilter(
        label=_("账单号"),
        field_name="number",
        lookup_expr="icontains",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 64}),
    )
    status = django_filters.ChoiceFilter(label=_("状态"), choices=SHOWN, empty_label=_("全部"))
    fapiao = django_filters.ChoiceFilter(label=_("发票"), choices=FapiaoState.choices, empty_label=_("全部"))


class InvoiceTable(Table):
    number = Column(verbose_name=_("账单号"), orderable=False, empty_values=(), attrs={"td": {"class": "key"}})
    created_at = MomentColumn(verbose_name=_("开出时间"), orderable=False)
    period = Column(verbose_name=_("服务期"), orderable=False, accessor="pk")
    total = Column(verbose_name=_("金额"), orderable=False, attrs=NUMBER)
    status = Column(verbose_name=_("状态"), orderable=False)
    paid_by = Column(verbose_name=_("付款方式"), orderable=False, empty_values=())
    fapiao = Column(verbose_name=_("发票"), orderable=False)

    def render_number(self, record: Any) -> SafeString:
        """The way to the bill."""
        return format_html(
            '<a href="{}">{}</a>', reverse("console:billing_invoice", args=[record.id]), row_of(record, now()).number
        )

    def render_period(self, record: Any) -> str:
        """What it is for."""
        return row_of(record, now()).period or "—"

    def render_total(self, record: Any) -> str:
        """How much."""
        return row_of(record, now()).amount

    def render_status(self, record: Any) -> SafeString:
        """How far it is."""
        row = row_of(record, now())
        return badge(row.state, row.tone)

    def render_paid_by(self, record: Any) -> str:
        """With what."""
        return row_of(record, now()).paid_by or "—"

    def render_fapiao(self, record: Any) -> SafeString | str:
        """How far its invoice is."""
        row = row_of(record, now())
        return badge(row.fapiao, row.fapiao_tone) if row.fapiao else "—"


@staff_only(Power.BILLING_VIEW)
@require_safe
@where_charged
def index(request: HttpRequest) -> HttpResponse:
    """All bills, the newest first."""
    filters = InvoiceFilters(request.GET, queryset=list_invoices(current_tenant().id))
    context = {"empty_template": "console/billing/invoices_empty.html", **rights(request)}
    return show_list(
        request,
        template="console/billing/invoices.html",
        page="billing_invoices",
        table=InvoiceTable,
        filters=filters,
        context=context,
    )


def _own(invoice_id: uuid.UUID) -> Any:
    found = find_own_invoice(current_tenant().id, invoice_id)
    if found is None:
        raise Http404
    return found


@staff_only(Power.BILLING_VIEW)
@require_safe
@where_charged
def detail(request: HttpRequest, invoice_id: uuid.UUID) -> HttpResponse:
    """One bill: what for, how it can be paid, how far its invoice is."""
    bill = _own(invoice_id)
    is_open = bill.is_owed
    account = find_account(bill.tenant_id)
    context = {
        "row": row_of(bill, now()),
        "bill": bill,
        "lines": lines_of(bill),
        "is_open": is_open,
        "can_retry": is_open and bill.collection == Collection.AUTOMATIC,
        "payee": find_payee() if is_open else None,
        "account": account,
        "titled": account is not None and bool(account.title),
        **rights(request),
    }
    return render(request, "console/billing/invoice.html", context)


@staff_only(Power.BILLING_VIEW, post=Power.BILLING_PAY)
@require_POST
@where_charged
def pay(request: HttpRequest, invoice_id: uuid.UUID) -> HttpResponse:
    """Try to collect it once more, now. One that is paid meanwhile is not paid again."""
    bill = _own(invoice_id)
    if bill.status == InvoiceStatus.PAID:
        done(request, gettext("这张账单已经付清，没有重复扣款。"))
        return redirect("console:billing_invoice", invoice_id)
    try:
        retry_payment(tenant=current_tenant(), invoice_id=invoice_id, by=actor(request), now=now())
    except REFUSALS as error:
        refused(request, error)
        return redirect("console:billing_invoice", invoice_id)
    note(request, number=bill.number)
    if _own(invoice_id).status == InvoiceStatus.PAID:
        done(request, gettext("付款成功，已立即恢复正常。"))
    else:
        messages.info(request, gettext("付款正在处理，结果稍后显示在这里。"))
    return redirect("console:billing_invoice", invoice_id)


@staff_only(Power.BILLING_VIEW, post=Power.BILLING_PAY)
@require_POST
@where_charged
def fapiao(request: HttpRequest, invoice_id: uuid.UUID) -> HttpResponse:
    """Ask for the Chinese invoice of a bill that is paid."""
    bill = _own(invoice_id)
    try:
        ask_fapiao(tenant=current_tenant(), invoice_id=invoice_id, by=actor(request), now=now())
    except InvoiceTitleInvalid:
        messages.error(request, gettext("请先填写发票抬头，再申请开票。"))
        return redirect(f"{reverse('console:billing_title')}?bill={invoice_id}")
    except REFUSALS as error:
        refused(request, error)
    else:
        note(request, number=bill.number)
        done(request, gettext("已申请开票，一般 3 个工作日内开出，发到您的邮箱。"))
    return redirect("console:billing_invoice", invoice_id)
