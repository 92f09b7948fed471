from __future__ import annotations

import uuid
from collections import Counter

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from platform_core.compliance.selectors import find_clearances
from platform_core.compliance.services.register_supplier import register_supplier
from platform_core.compliance.supply_due import list_supply_due
from platform_core.kernel.clock import now
from tenants.access.powers import Power
from tenants.console.contract_form import ContractForm, end_of
from tenants.console.finance_period import today
from tenants.console.staff import staff_only
from tenants.inventory.selectors import list_contracts
from tenants.inventory.services.add_contract import add_contract
from tenants.inventory.services.change_contract import change_contract
from tenants.orders.selectors import list_replaced_counts

AT_ONCE = 200  # the newest


@staff_only(Power.SUPPLIERS_VIEW, post=Power.SUPPLIERS_EDIT)
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Suppliers with their clearance; register another."""
    if request.method == "POST":
        name = request.POST.get("name", "").strip()[:120]
        if len(name) < 2:
            messages.error(request, _("请填写供应商全称。"))
        else:
            with transaction.atomic():
                supplier_id = register_supplier(name=name)
                contract = add_contract(supplier_id=supplier_id, name=name, now=now())
            messages.success(request, _("已登记。请填写资料并上传资质文件，平台审核通过后即可销售它的卡密。"))
            return redirect("console:supplier_file", contract_id=contract.id)
        return redirect("console:suppliers")
    words = {"registered": _("待审核"), "cleared": _("已通过"), "suspended": _("已暂停")}
    rows, bad = [], Counter[uuid.UUID | None]()
    for count in list_replaced_counts():
        bad[count.supplier_id] += count.replaced
    day, contracts = today(), list(list_contracts().order_by("-id")[:AT_ONCE])
    clearances = find_clearances([contract.supplier_id for contract in contracts])
    moment, dues = now(), list_supply_due([contract.supplier_id for contract in contracts])
    for contract in contracts:
        clearance = clearances[contract.supplier_id]
        replaced = bad[contract.supplier_id]
        row = {"contract": contract, "clearance": clearance, "words": words[clearance], "replaced": replaced}
        due = dues.get(contract.supplier_id)
        asked = due if due is not None and due.is_asked(moment) else None
        rows.append(
            {**row, "end": end_of(contract.ends_on, day), "due": asked, "over": asked and asked.is_over(moment)}
        )
    return render(request, "console/suppliers.html", {"rows": rows})


@staff_only(Power.SUPPLIERS_VIEW, post=Power.SUPPLIERS_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    """What was agreed with one of them."""
    contract = get_object_or_404(list_contracts(), pk=contract_id)
    form = ContractForm(request.POST or None, initial={"ends_on": contract.ends_on, "contact": contract.contact})
    if request.method == "POST" and form.is_valid():
        change_contract(contract_id=contract_id, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect("console:suppliers")
    shown = {"contract": contract, "form": form, "end": end_of(contract.ends_on, today())}
    return render(request, "console/supplier.html", shown)
