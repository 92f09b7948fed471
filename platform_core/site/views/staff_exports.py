"""Exports for authorities: what is due, who decided, the file and who took it."""

from __future__ import annotations

import uuid
from typing import Final

from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.compliance.enums import FileFault
from platform_core.compliance.errors import PaperRefused, ReportRefused
from platform_core.compliance.export_basis import BASES, title_of
from platform_core.compliance.export_enums import ExportScope, ExportState
from platform_core.compliance.export_pack import blocks_of
from platform_core.compliance.export_sections import name_of
from platform_core.compliance.export_selectors import WARN_AT, find_persons, list_exports, list_quarters, list_told
from platform_core.compliance.models import AuthorityExport
from platform_core.compliance.services.add_export_letter import add_export_letter
from platform_core.compliance.services.decide_export import decide_export
from platform_core.compliance.services.fetch_export import fetch_export
from platform_core.compliance.services.note_export_filed import note_export_filed
from platform_core.identity.enums import StaffPower
from platform_core.identity.errors import FactorRefused, TooManyFactorTries
from platform_core.identity.services.check_code import check_code
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.site.export_words import REFUSALS
from platform_core.site.views.staff import note, staff_actor, staff_of, staff_page
from platform_core.site.views.staff_letters import letter_facts, letter_of
from platform_core.tenancy import directory

PAGE: Final = 50
CODE: Final = 6  # figures of an authenticator app


@staff_page(StaffPower.DECIDE)
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """The queue, the most urgent first; the quarters that the tax authority waits for; how many persons were named this year."""
    moment, closed = now(), request.GET.get("tab") == "closed"
    page = Paginator(list_exports(closed=closed), PAGE).get_page(request.GET.get("page"))
    persons, shops = find_persons(moment.year)
    context = {
        "page": page,
        "closed": closed,
        "rows": [(row, directory.find_by_role(row.tenant_role) if row.tenant_role else None) for row in page],
        "quarters": list_quarters(moment),
        "persons": persons,
        "shops": [(directory.find_by_role(role), many) for role, many in shops[:3]],
        "many": persons >= WARN_AT,
        "limit": WARN_AT,
        "now": moment,
    }
    return render(request, "site/staff_exports.html", context)


@staff_page(StaffPower.DECIDE)
@require_safe
def export(request: HttpRequest, export_id: uuid.UUID) -> HttpResponse:
    """One request with its timeline, and what can be done now."""
    return _case(request, export_id)


def _case(request: HttpRequest, export_id: uuid.UUID, password: str = "", status: int = 200) -> HttpResponse:
    found = AuthorityExport.objects.filter(pk=export_id).first()
    if found is None:
        raise Http404
    staff, moment = staff_of(request), now()
    me, tax = str(staff.user_id), found.scope == ExportScope.TAX
    context = {
        "export": found,
        "shop": directory.find_by_role(found.tenant_role) if found.tenant_role else None,
        "basis": title_of(found.basis, found.basis_detail),
        "confirm": found.basis in BASES and BASES[found.basis].confirm,
        "sections": [name_of(section) for section in found.sections],
        "steps": list(found.steps.order_by("at", "id")),
        "overdue": found.filed_at is None and found.due_at < moment,
        "open": found.filed_at is None and found.state != ExportState.REFUSED,
        "own": str(found.asked_by) == me,
        "may_decide": StaffPower.CONFIRM in staff.powers and str(found.asked_by) != me,
        "may_fetch": found.state in {ExportState.BUILT, ExportState.DOWNLOADED}
        and me in {str(found.asked_by), str(found.decided_by)},
        "may_file": found.filed_at is None and found.state in {ExportState.DOWNLOADED, ExportState.EXPIRED},
        "digest": bytes(found.sha256).hex() if found.sha256 else "",
        "tax": tax,
        "password": password,
        **letter_facts(found, me),
        "told": [] if tax else [(directory.find_by_role(role), at) for role, at in list_told(found.id)],
    }
    return render(request, "site/staff_export.html", context, status=status)


@staff_page(StaffPower.DECIDE, acts={"approve": StaffPower.CONFIRM, "refuse": StaffPower.CONFIRM})
@require_POST
def act(request: HttpRequest, export_id: uuid.UUID, name: str) -> HttpResponse:
    """Decide, put another letter to it, fetch the file, or note that it was handed over.

    To approve and to fetch, people show again that it is them.
    """
    actor, moment = staff_actor(request), now()
    note(request, decision=name)
    try:
        if name in {"approve", "refuse"}:
            if name == "approve":
                _prove(request)
            answer = request.POST.get("reason", "")
            password = decide_export(
                export_id=export_id, actor=actor, agree=name == "approve", answer=answer, now=moment
            )
            if password:
                return _case(request, export_id, password)
        elif name == "download":
            _prove(request)
            return _file(fetch_export(export_id=export_id, actor=actor, now=moment))
        elif name == "letter":
            given = letter_of(request)
            if given is None:
                raise ReportRefused(reason="letter")
            add_export_letter(
                export_id=export_id, content=given.content, filename=given.filename, actor=actor, now=moment
            )
        elif name == "file":
            note_export_filed(export_id=export_id, actor=actor, receipt=request.POST.get("receipt", ""), now=moment)
        else:
            raise Http404
    except RecordNotFound as error:
        raise Http404 from error
    except ReportRefused as error:
        messages.error(request, str(REFUSALS[str(error.data["reason"])]))
    except PaperRefused as error:
        messages.error(request, str(FileFault(error.data["reason"]).label))
    else:
        messages.success(request, _("已记录。"))
    return redirect("staff_export", export_id=export_id)


def _prove(request: HttpRequest) -> None:
    """The password once more, or a code of the authenticator app: a session that was left open is not enough."""
    proof, staff = request.POST.get("proof", ""), staff_of(request)
    if len(proof) == CODE and proof.isdecimal():
        try:
            check_code(user_id=staff.user_id, code=proof, now=now())
        except (FactorRefused, TooManyFactorTries) as error:
            raise ReportRefused(reason="proof") from error
        return
    user = authenticate(request, username=staff.email, password=proof)
    if user is None or user.pk != staff.user_id:
        raise ReportRefused(reason="proof")


def _file(found: AuthorityExport) -> HttpResponse:
    answer = StreamingHttpResponse(blocks_of(found.id), content_type="application/zip")
    answer.headers["Content-Length"] = str(found.size)
    answer.headers["Content-Disposition"] = f'attachment; filename="export-{found.id.hex[-8:]}.zip"'
    return answer  # type: ignore[return-value]
