"""Papers that merchants handed in, for the platform's staff: looked at with their name on it, and decided about."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.compliance.enums import FileState, LookKind
from platform_core.compliance.errors import PaperUnviewable, SupplierActRefused
from platform_core.compliance.files.answering import answer_page
from platform_core.compliance.models import Document, DocumentLook, Finding
from platform_core.compliance.services.decide_document import decide_document
from platform_core.compliance.services.record_look import record_look
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.sealing import KeyMissing, SealBroken
from platform_core.site.supplier_words import REFUSALS
from platform_core.site.views.staff import staff_actor, staff_only
from platform_core.tenancy import directory
from platform_core.tenancy.client_address import ip_of

LOOKS = 100
DECISIONS = {"accept": True, "reject": False}


def _get(document_id: uuid.UUID) -> Document:
    paper = Document.objects.select_related("link").filter(pk=document_id).first()
    if paper is None:
        raise Http404
    return paper


@staff_only
@require_safe
def paper(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """One paper: its pages, what the merchant says stands in it, what was found, who looked at it."""
    found = _get(document_id)
    viewable = found.file_state == FileState.CLEAN and found.shredded_at is None
    context = {
        "paper": found,
        "tenant": directory.find_by_role(found.tenant_role),
        "pages": range(1, found.pages + 1) if viewable else [],
        "told": _told(found),
        "findings": Finding.objects.filter(subject_kind="document", subject_ref=str(found.id)).order_by("-found_at"),
        "looks": DocumentLook.objects.filter(document=found).order_by("-at", "-id")[:LOOKS],
        "viewable": viewable,
    }
    return render(request, "site/staff_paper.html", context)


def _told(paper: Document) -> list[tuple[str, str]]:
    """What was typed of an authorisation, in words and in the order of the form."""
    words = {
        "brand": _("品牌"), "grantor": _("授权方"), "grantor_uscc": _("授权方统一社会信用代码"), "grantee": _("被授权方"),
        "grantee_uscc": _("被授权方统一社会信用代码"), "region": _("授权区域"), "categories": _("授权的卡券类别"),
        "owner": _("授权方就是品牌方或发卡方"), "online": _("允许线上销售"), "sublicence": _("允许转授权"),
    }  # fmt: skip
    return [(word, _value(paper.fields[name])) for name, word in words.items() if name in paper.fields]


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


@staff_only
@require_safe
def page(request: HttpRequest, document_id: uuid.UUID, page: int) -> HttpResponse:
    """The picture of one page. That it was looked at is written before it goes out."""
    found, actor, moment = _get(document_id), staff_actor(request), now()
    tenant = directory.find_by_role(found.tenant_role)
    if tenant is None:
        raise Http404
    try:
        record_look(
            document=found,
            page=page,
            kind=LookKind.STAFF,
            who=actor.id,
            email=actor.email,
            address=ip_of(request),
            purpose=f"supplier {found.link.supplier_id}" if found.link else "merchant",
            now=moment,
        )
        return answer_page(
            owner=tenant.id, document=found, page=page, email=actor.email, shop=tenant.slug or tenant.code, at=moment
        )
    except (PaperUnviewable, RecordNotFound, KeyMissing, SealBroken) as error:
        raise Http404 from error


@staff_only
@require_POST
def act(request: HttpRequest, document_id: uuid.UUID, name: str) -> HttpResponse:
    """Take it, or not and say why."""
    if name not in DECISIONS:
        raise Http404
    note = request.POST.get("reason", "").strip()[:500]
    try:
        decide_document(
            document_id=document_id, actor=staff_actor(request), accept=DECISIONS[name], note=note, now=now()
        )
    except RecordNotFound as error:
        raise Http404 from error
    except PaperUnviewable:
        messages.error(request, _("文件没有通过安全检查，不能采纳。"))
    except SupplierActRefused as refused:
        messages.error(request, str(REFUSALS.get(str(refused.data["reason"]), _("这一步现在不能做。"))))
    else:
        messages.success(request, _("已记录。"))
    return redirect("staff_paper", document_id=document_id)
