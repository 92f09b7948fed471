"""What the platform agrees with this shop: versions in force and to come, and what the shop says to each."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from platform_core.compliance.agreement_selectors import list_in_force, list_own_answers, list_to_begin
from platform_core.compliance.services.answer_agreement import answer_agreement
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import read_uuid
from platform_core.tenancy.addresses import platform_url
from tenants.access.powers import Power
from tenants.console.staff import note, person, staff_only


@staff_only(Power.SETTINGS_EDIT)
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Read, accept, or do not accept and be told how to leave."""
    if request.method == "POST":
        return _answer(request)
    versions = [*list_to_begin(now()), *list_in_force(now())]
    answers = list_own_answers([version.pk for version in versions])
    rows = [
        {
            "version": version,
            "answer": answers.get(version.pk),
            "coming": version.begins_at > now(),
            "path": platform_url(f"/terms/{version.kind}/{version.number}"),
        }
        for version in versions
    ]
    return render(
        request, "console/settings/agreements.html", {"rows": rows, "history": platform_url("/terms/history")}
    )


def _answer(request: HttpRequest) -> HttpResponse:
    version_id, accepted, who = read_uuid(request.POST.get("version", "")), request.POST.get("answer"), person(request)
    if version_id is None or accepted not in {"yes", "no"}:
        raise Http404
    try:
        answer_agreement(
            version_id=version_id, accepted=accepted == "yes", user_id=str(who.user_id), email=who.email, now=now()
        )
    except RecordNotFound as error:
        raise Http404 from error
    note(request, version=str(version_id), accepted=accepted == "yes")
    if accepted == "yes":
        messages.success(request, _("已记录：接受。"))
    else:
        messages.success(request, _("已记录：不接受。店铺照常营业，适用修改前的版本；要退出请联系平台，平台不得阻止。"))
    return redirect("console:agreements")
