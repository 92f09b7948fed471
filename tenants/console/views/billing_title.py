"""To whom invoices are made out (发票抬头)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.errors import InvoiceTitleInvalid
from billing.selectors import find_account, find_own_invoice
from billing.services.save_invoice_title import save_invoice_title
from platform_core.kernel.clock import now
from platform_core.kernel.ids import read_uuid
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.billing_page import HOME, done, rights, where_charged
from tenants.console.billing_title_form import COMPANY, TitleForm, initial_of, problem_words
from tenants.console.staff import actor, note, staff_only


@staff_only(Power.BILLING_PAY)
@require_http_methods(["GET", "POST"])
@where_charged
def edit(request: HttpRequest) -> HttpResponse:
    """The title, and back to the bill for which it is wanted."""
    tenant = current_tenant()
    account = find_account(tenant.id)
    form = TitleForm(request.POST if request.method == "POST" else None, initial=initial_of(account))
    wanted = read_uuid(request.GET.get("bill", ""))
    if request.method == "POST" and form.is_valid():
        try:
            save_invoice_title(tenant=tenant, title=form.told(), by=actor(request), now=now())
        except InvoiceTitleInvalid as error:
            form.add_error(error.data["param"], problem_words(error.data["param"], error.data["reason"]))
        else:
            note(request, changed=form.changed_data)
            done(request, _("发票抬头已保存，之后申请的发票按它开。"))
            if wanted is not None and find_own_invoice(tenant.id, wanted) is not None:
                return redirect("console:billing_invoice", wanted)
            return redirect(HOME)
    context = {
        "form": form,
        "company": [form[name] for name in COMPANY],
        "bill": wanted,
        **rights(request),
    }
    return render(request, "console/billing/title.html", context, status=422 if form.errors else 200)
