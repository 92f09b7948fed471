"""Letters of authorities: uploaded with a request, looked at page by page with the name of who looks on it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.compliance.enums import FileFault, FileState
from platform_core.compliance.errors import PaperUnviewable
from platform_core.compliance.export_enums import ExportScope, ExportState
from platform_core.compliance.export_selectors import find_letter, find_pages_seen, list_letter_looks
from platform_core.compliance.files.answering import answer_page
from platform_core.compliance.files.limits import MOST_BYTES
from platform_core.compliance.models import AuthorityExport, ExportLetter
from platform_core.compliance.services.ask_export import Letter
from platform_core.compliance.services.look_at_letter import look_at_letter
from platform_core.identity.enums import StaffPower
from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.sealing import KeyMissing, SealBroken
from platform_core.site.views.staff import staff_actor, staff_page
from platform_core.tenancy.client_address import ip_of

LOOKS = 200


def letter_of(request: HttpRequest) -> Letter | None:
    """The file that a form came with."""
    file = request.FILES.get("letter")
    return Letter(file.read(MOST_BYTES + 1), file.name or "") if file else None


def letter_facts(export: AuthorityExport, who: str) -> dict[str, Any]:
    """What the page of a request says of its letter to this person."""
    letter = find_letter(export.id)
    refused = letter is not None and letter.file_state == FileState.REFUSED
    pages = letter.pages if letter is not None else 0
    seen = find_pages_seen(letter, who) if letter is not None and pages else 0
    missing = (letter is None or refused) and export.scope != ExportScope.TAX
    return {
        "letter": letter,
        "fault": FileFault(letter.file_reason).label if letter is not None and refused else "",
        "seen": seen,
        "read": export.scope == ExportScope.TAX or (pages > 0 and seen == pages),
        "wants_letter": missing and export.state == ExportState.REQUESTED,
        "looks": list_letter_looks(export.id)[:LOOKS],
    }


def _get(export_id: uuid.UUID) -> ExportLetter:
    found = find_letter(export_id)
    if found is None or found.file_state != FileState.CLEAN:
        raise Http404
    return found


@staff_page(StaffPower.DECIDE)
@require_safe
def letter(request: HttpRequest, export_id: uuid.UUID) -> HttpResponse:
    """All pages of the letter, below what was typed of it."""
    found = _get(export_id)
    context = {"letter": found, "export": found.export, "pages": range(1, found.pages + 1)}
    return render(request, "site/staff_letter.html", context)


@staff_page(StaffPower.DECIDE)
@require_safe
def page(request: HttpRequest, export_id: uuid.UUID, page: int) -> HttpResponse:
    """The picture of one page. That it was looked at is written before it goes out."""
    found, actor, moment = _get(export_id), staff_actor(request), now()
    try:
        look_at_letter(letter=found, page=page, actor=actor, address=ip_of(request), now=moment)
        name = f"letter {found.export_id.hex[-8:]}"
        return answer_page(owner=platform_owner(), document=found, page=page, email=actor.email, shop=name, at=moment)
    except (PaperUnviewable, RecordNotFound, KeyMissing, SealBroken) as error:
        raise Http404 from error
