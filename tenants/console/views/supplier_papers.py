"""Papers of a supplier: handed in, corrected, taken back, and looked at, which is written down."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.compliance.enums import DocumentKind, FileFault, FileState, LookKind
from platform_core.compliance.errors import PaperNotEditable, PaperRefused, PaperUnviewable, SupplyNotEditable
from platform_core.compliance.files.answering import answer_page
from platform_core.compliance.files.limits import MOST_BYTES
from platform_core.compliance.selectors import find_own_paper, list_looks, list_own_papers
from platform_core.compliance.services.describe_paper import describe_paper
from platform_core.compliance.services.record_look import record_look
from platform_core.compliance.services.remove_paper import remove_paper
from platform_core.compliance.services.upload_paper import upload_paper
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.sealing import KeyMissing, SealBroken
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.paper_form import PaperForm, initial_of, paper_form
from tenants.console.staff import note, person, staff_only
from tenants.console.supplier_file import EDITABLE
from tenants.console.views.supplier_file import find_own, refuse_edit

LOOKS = 50


def _paper(contract_id: uuid.UUID, document_id: uuid.UUID) -> tuple[Any, Any, Any]:
    contract, link = find_own(contract_id)
    paper = find_own_paper(document_id)
    if paper is None or paper.link_id != link.id or paper.shredded_at is not None:
        raise Http404
    return contract, link, paper


def _kind(text: str) -> DocumentKind:
    try:
        return DocumentKind(text)
    except ValueError as error:
        raise Http404 from error


def _replaced(request: HttpRequest, link: Any) -> Any:
    wanted = request.GET.get("replaces", "")
    if not wanted:
        return None
    try:
        old = list_own_papers(link.id).filter(pk=uuid.UUID(wanted)).first()
    except ValueError as error:
        raise Http404 from error
    if old is None:
        raise Http404
    return old


@staff_only(Power.SUPPLIERS_VIEW, post=Power.SUPPLIERS_EDIT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Hand in a paper of a kind; ``replaces`` names the one whose place it is to take."""
    contract, link = find_own(contract_id)
    kind, old = _kind(request.GET.get("kind", "")), _replaced(request, link)
    initial = {**initial_of(old), "valid_from": None, "valid_to": None} if old else {}
    sent = request.method == "POST"
    form = paper_form(kind, request.POST if sent else None, request.FILES if sent else None, initial=initial)
    if sent and form.is_valid() and _upload(request, link, form, old):
        return redirect("console:supplier_file", contract_id=contract_id)
    context = {"contract": contract, "form": form, "kind": kind, "old": old, "link": link}
    return render(request, "console/suppliers/paper_form.html", context, status=422 if form.errors else 200)


def _upload(request: HttpRequest, link: Any, form: PaperForm, old: Any) -> bool:
    file, who = form.cleaned_data["file"], person(request)
    try:
        paper = upload_paper(
            link_id=link.id,
            told=form.told(),
            content=file.head(MOST_BYTES + 1),
            filename=file.name,
            user_id=str(who.user_id),
            email=who.email,
            replaces=old.id if old else None,
            now=now(),
        )
    except PaperRefused as refused:
        form.add_error("file", str(FileFault(refused.data["reason"]).label))
        return False
    except SupplyNotEditable:
        refuse_edit(request)
        return True
    note(request, paper=str(paper.id), kind=paper.kind)
    messages.success(request, _("已上传，正在做安全检查。"))
    return True


@staff_only(Power.SUPPLIERS_VIEW, post=Power.SUPPLIERS_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, contract_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Correct what was said of a paper; its file stays."""
    contract, link, paper = _paper(contract_id, document_id)
    kind = DocumentKind(paper.kind)
    data = request.POST if request.method == "POST" else None
    form = paper_form(kind, data, initial=initial_of(paper), needs_file=False)
    if request.method == "POST" and form.is_valid():
        try:
            describe_paper(document_id=paper.id, told=form.told())
        except PaperNotEditable:
            refuse_edit(request)
        else:
            messages.success(request, _("已保存。"))
        return redirect("console:supplier_file", contract_id=contract_id)
    context = {"contract": contract, "form": form, "kind": kind, "paper": paper, "link": link}
    return render(request, "console/suppliers/paper_form.html", context, status=422 if form.errors else 200)


@staff_only(Power.SUPPLIERS_VIEW, post=Power.SUPPLIERS_EDIT)
@require_POST
def remove(request: HttpRequest, contract_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Take a paper back: its file is deleted."""
    _contract, _link, paper = _paper(contract_id, document_id)
    try:
        remove_paper(document_id=paper.id, now=now())
    except PaperNotEditable:
        refuse_edit(request)
    else:
        note(request, kind=paper.kind)
        messages.success(request, _("已移除，文件已删除。"))
    return redirect("console:supplier_file", contract_id=contract_id)


@staff_only(Power.SUPPLIERS_VIEW)
@require_safe
def show(request: HttpRequest, contract_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Look at a paper: its pages with who looks on them, what was said of it, who looked before."""
    contract, link, paper = _paper(contract_id, document_id)
    if paper.file_state != FileState.CLEAN:
        messages.error(request, _("文件还在安全检查，或没有通过检查，不能查看。"))
        return redirect("console:supplier_file", contract_id=contract_id)
    editable = link.state in EDITABLE
    context = {"contract": contract, "paper": paper, "pages": range(1, paper.pages + 1), "editable": editable}
    context["looks"] = list(list_looks(paper.id)[:LOOKS])
    return render(request, "console/suppliers/paper.html", context)


@staff_only(Power.SUPPLIERS_VIEW)
@require_safe
def page(request: HttpRequest, contract_id: uuid.UUID, document_id: uuid.UUID, page: int) -> HttpResponse:
    """The picture of one page. That it was looked at is written before it goes out."""
    _contract, _link, paper = _paper(contract_id, document_id)
    who, tenant, moment = person(request), current_tenant(), now()
    try:
        record_look(
            document=paper,
            page=page,
            kind=LookKind.MERCHANT,
            who=str(who.user_id),
            email=who.email,
            address=ip_of(request),
            now=moment,
        )
        return answer_page(owner=tenant.id, document=paper, page=page, email=who.email, shop=tenant.slug, at=moment)
    except (PaperUnviewable, RecordNotFound, KeyMissing, SealBroken) as error:
        raise Http404 from error
