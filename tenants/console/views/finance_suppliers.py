from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.money import format_money
from tenants.access.powers import Power
from tenants.console.finance_form import SupplierPaymentForm
from tenants.console.finance_period import asked_period, presets, today
from tenants.console.finance_reports import REPORTS
from tenants.console.finance_sheet import draw, ledger_url
from tenants.console.staff import actor, note, staff_only
from tenants.console.undo import tell_undoable
from tenants.finance.days import Period
from tenants.finance.enums import AccountCode
from tenants.finance.errors import SupplierPaymentRefused
from tenants.finance.selectors import find_supplier_payment, list_supplier_payments
from tenants.finance.services.record_supplier_payment import record_supplier_payment
from tenants.finance.services.undo_supplier_payment import undo_supplier_payment
from tenants.inventory.selectors import list_contracts
from tenants.payments.selectors import list_split_sums
from tenants.reporting.reports.sheet import Column, Row
from tenants.reporting.reports.supplier_statements import statement_of

SHOWN = 50  # payments
LONGEST = 366 * 3


@staff_only(Power.FINANCE_VIEW, post=Power.FINANCE_SETTLE)
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, supplier_id: uuid.UUID) -> HttpResponse:
    """What is owed to a supplier and why; record what was paid to it."""
    contract = list_contracts().filter(supplier_id=supplier_id).first()
    if contract is None:
        raise Http404
    form = SupplierPaymentForm(request.POST or None, today=today())
    if request.method == "POST" and form.is_valid() and _record(request, supplier_id, form):
        return redirect(reverse("console:finance_supplier", args=[supplier_id]))
    period = asked_period(request, longest=LONGEST)
    sheet = statement_of(supplier_id, period)
    owed = [format_money(row.cells[-2], row.currency) for row in sheet.totals]
    context: dict[str, Any] = {
        "contract": contract, "sheet": sheet, "drawn": draw(sheet, _link), "period": period, "presets": presets(period),
        "form": form, "owed": owed, "payments": _payments(supplier_id), "reports": REPORTS, "here": "suppliers",
        "on_the_way": [format_money(amount, currency) for currency, amount in list_split_sums(supplier_id).items()],
        "may_settle": Power.FINANCE_SETTLE in request.powers,  # type: ignore[attr-defined]
        "may_export": Power.FINANCE_EXPORT in request.powers,  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "console/finance/supplier.html", context, status=422 if form.errors else 200)


@staff_only(Power.FINANCE_SETTLE)
@require_POST
def undo(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    """Take a recorded payment back by an entry the other way."""
    payment = find_supplier_payment(payment_id)
    if payment is None:
        raise Http404
    try:
        reason = request.POST.get("reason", "").strip() or _("登记后立即撤销")
        undo_supplier_payment(payment_id=payment_id, reason=reason, actor=actor(request), now=now())
    except SupplierPaymentRefused:
        messages.error(request, _("这笔付款已经撤销过了。"))
    else:
        note(request, supplier=str(payment.supplier_id), amount=payment.amount, currency=payment.currency)
        messages.success(request, _("已撤销，账簿里记了一笔相反的分录。"))
    return redirect(reverse("console:finance_supplier", args=[payment.supplier_id]))


def _record(request: HttpRequest, supplier_id: uuid.UUID, form: SupplierPaymentForm) -> bool:
    given = form.cleaned_data
    try:
        payment = record_supplier_payment(
            payment_id=given["payment_id"],
            supplier_id=supplier_id,
            amount=form.minor_units,
            currency=given["currency"],
            paid_on=given["paid_on"],
            reference=given["reference"],
            note=given["note"],
            prepaid=given["prepaid"],
            actor=actor(request),
            now=now(),
        )
    except SupplierPaymentRefused as error:
        owed = error.data.get("owed")
        if owed is None:
            form.add_error(None, _("这张表单已经登记过另一笔付款，请刷新页面再填。"))
        else:
            text = _("只欠这家供应商 %(owed)s。多付的部分如果是预付款，请勾选下面的选项。")
            form.add_error("amount", text % {"owed": format_money(max(owed, 0), given["currency"])})
        return False
    note(
        request,
        supplier=str(supplier_id),
        amount=payment.amount,
        currency=payment.currency,
        reference=payment.reference,
    )
    text = _("已登记付款 %(amount)s。") % {"amount": format_money(payment.amount, payment.currency)}
    tell_undoable(request, text, reverse("console:supplier_payment_undo", args=[payment.id]))
    return True


def _payments(supplier_id: uuid.UUID) -> list[dict[str, Any]]:
    return [
        {"payment": each, "amount": format_money(each.amount, each.currency)}
        for each in list_supplier_payments(supplier_id, SHOWN)
    ]


def _link(row: Row, column: Column) -> str:
    if not isinstance(row.key, tuple) or column.key not in {"more", "less", "count"}:
        return ""
    day, kind = row.key
    account = AccountCode.SUPPLIER_PAYABLE.value
    return ledger_url(Period(day, day), account=account, kind=kind.value, currency=row.currency)
