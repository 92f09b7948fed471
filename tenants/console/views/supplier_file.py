"""The file of a supplier: filled in by the merchant, handed in, and how it stands with the platform."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.compliance.errors import AppealOver, SupplyIncomplete, SupplyNotEditable
from platform_core.compliance.sealed_contacts import masked_contacts
from platform_core.compliance.selectors import get_own_link, list_supply_standings
from platform_core.compliance.services.appeal_supplier import appeal_supplier
from platform_core.compliance.services.describe_supplier import describe_supplier
from platform_core.compliance.services.renew_supplier import renew_supplier
from platform_core.compliance.services.submit_supplier import submit_supplier
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from tenants.access.powers import Power
from tenants.console.staff import note, person, staff_only
from tenants.console.supplier_file import EDITABLE, find_file
from tenants.console.supplier_form import CategoryForm, ContactsForm, LicenceForm, find_uscc_fault, typed
from tenants.inventory.selectors import list_contracts


def find_own(contract_id: uuid.UUID) -> tuple[Any, Any]:
    """A contract of this shop with what was told of its supplier."""
    contract = get_object_or_404(list_contracts(), pk=contract_id)
    try:
        return contract, get_own_link(contract.supplier_id)
    except RecordNotFound as error:
        raise Http404 from error


def refuse_edit(request: HttpRequest) -> None:
    """It is with the platform just now."""
    messages.error(request, _("资料正在平台审核，暂不能修改；平台要求补充时会在这里告诉您。"))


@staff_only(Power.SUPPLIERS_VIEW)
@require_safe
def show(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    """How the file stands, what is missing, every paper."""
    contract, link = find_own(contract_id)
    context = {"contract": contract, "contacts": masked_contacts(link), **find_file(contract_id, link, now())}
    return render(request, "console/suppliers/file.html", context)


@staff_only(Power.SUPPLIERS_VIEW)
@require_safe
def papers(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    """The papers alone: asked for again while one of them is being scanned; when none is any more, the page comes anew."""
    contract, link = find_own(contract_id)
    context = {"contract": contract, **find_file(contract_id, link, now())}
    answer = render(request, "console/suppliers/papers.html", context)
    if not context["scanning"]:
        answer["HX-Refresh"] = "true"
    return answer


@staff_only(Power.SUPPLIERS_VIEW, post=Power.SUPPLIERS_EDIT)
@require_POST
def category(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    """What is bought from it: which papers that takes is shown at once."""
    _contract, link = find_own(contract_id)
    form = CategoryForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择供货类别。"))
    else:
        _describe(request, link, form.cleaned_data)
    return redirect("console:supplier_file", contract_id=contract_id)


def _describe(request: HttpRequest, link: Any, told: dict[str, Any]) -> bool:
    try:
        describe_supplier(link_id=link.id, told=told, edited_by=str(person(request).user_id))
    except SupplyNotEditable:
        refuse_edit(request)
        return False
    note(request, changed=sorted(told))
    messages.success(request, _("已保存。"))
    return True


@staff_only(Power.SUPPLIERS_VIEW, post=Power.SUPPLIERS_EDIT)
@require_http_methods(["GET", "POST"])
def licence(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    """What stands on its licence."""
    contract, link = find_own(contract_id)
    initial = {name: typed(getattr(link, name)) for name in LicenceForm.base_fields}
    form = LicenceForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["uscc"].widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})
    if request.method == "POST" and form.is_valid() and _describe(request, link, form.cleaned_data):
        return redirect("console:supplier_file", contract_id=contract_id)
    context = {"contract": contract, "form": form, "editable": link.state in EDITABLE}
    return render(request, "console/suppliers/licence.html", context, status=422 if form.errors else 200)


@staff_only(Power.SUPPLIERS_VIEW)
@require_safe
def number(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Says while it is typed whether a number can be right."""
    wanted = request.GET.get("uscc", "").strip()[:40]
    return render(request, "console/suppliers/number.html", {"wanted": wanted, "fault": find_uscc_fault(wanted)})


@staff_only(Power.SUPPLIERS_VIEW, post=Power.SUPPLIERS_EDIT)
@require_http_methods(["GET", "POST"])
def contacts(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Numbers of people and accounts: sealed when they are sent, masked ever after."""
    contract, link = find_own(contract_id)
    form = ContactsForm(request.POST if request.method == "POST" else None, kept=masked_contacts(link))
    if request.method == "POST" and form.is_valid():
        given = form.given()
        if not given or _describe(request, link, given):
            return redirect("console:supplier_file", contract_id=contract_id)
    context = {"contract": contract, "form": form, "editable": link.state in EDITABLE}
    return render(request, "console/suppliers/contacts.html", context, status=422 if form.errors else 200)


@staff_only(Power.SUPPLIERS_VIEW, post=Power.SUPPLIERS_EDIT)
@require_POST
def submit(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Hand it in, or (of one whose papers ended) hand it in again."""
    _contract, link = find_own(contract_id)
    who = person(request)
    hand_in = submit_supplier if link.state in EDITABLE else renew_supplier
    try:
        hand_in(link_id=link.id, user_id=str(who.user_id), email=who.email, now=now())
    except SupplyIncomplete:
        messages.error(request, _("还不能提交，请先补齐下面列出的各项。"))
    except SupplyNotEditable:
        refuse_edit(request)
    else:
        messages.success(request, _("已提交，平台开始核验。结果会显示在这里，通过后即可销售。"))
    return redirect("console:supplier_file", contract_id=contract_id)


@staff_only(Power.SUPPLIERS_VIEW, post=Power.SUPPLIERS_EDIT)
@require_POST
def appeal(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Say why a restriction is wrong; other staff than those who made it decide."""
    _contract, link = find_own(contract_id)
    text, who = request.POST.get("text", "").strip()[:2000], person(request)
    restriction = list_supply_standings([link.id])[link.id].restriction_id
    if len(text) < 10:
        messages.error(request, _("请写明申诉理由，至少 10 个字。"))
    elif restriction is None:
        messages.error(request, _("限制已解除，不需要申诉。"))
    else:
        try:
            appeal_supplier(
                link_id=link.id,
                restriction_id=restriction,
                text=text,
                user_id=str(who.user_id),
                email=who.email,
                now=now(),
            )
        except AppealOver:
            messages.error(request, _("申诉期已过，或已有一份申诉在处理中。"))
        else:
            messages.success(request, _("申诉已提交，由作出限制以外的平台人员处理。"))
    return redirect("console:supplier_file", contract_id=contract_id)
