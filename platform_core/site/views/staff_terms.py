"""Versions of the platform's own agreement and rules: what was published and what shops said to it; one proposes, another publishes."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from platform_core.compliance.agreement_enums import AgreementKind
from platform_core.compliance.agreement_selectors import list_agreement_versions, list_answers, list_in_force
from platform_core.compliance.agreements import NOTICE, Draft
from platform_core.compliance.enums import ProposalKind, ProposalState
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.models import Proposal
from platform_core.compliance.services.propose_agreement import propose_agreement
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.site.posted import day_of, text_of
from platform_core.site.views.staff import note, staff_actor, staff_of, staff_page
from platform_core.tenancy.models import Tenant

MOST_TEXT: Final = 100_000
FAULTS: Final[dict[str, Promise]] = {
    "text": gettext_lazy("正文太短。"),
    "summary": gettext_lazy("请写明修改了什么。"),
    "consultation": gettext_lazy("请写明怎样征求了意见、结果如何（《电子商务法》第三十四条）。"),
    "too_soon": gettext_lazy("修改须在发布满七日后生效；请把生效日期定在发布日的八天以后，并留出确认的时间。"),
    "order": gettext_lazy("生效日期须晚于上一版。"),
    "already_open": gettext_lazy("同一文本已有一项待确认的提议。"),
    "rules": gettext_lazy("规则 SHOW-03 不允许这样发布。"),
}


@staff_page(StaffPower.VIEW, post=StaffPower.VOUCH)
@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest) -> HttpResponse:
    """The versions with what shops said, what waits for the second person, and the form of a new one."""
    if request.method == "POST" and _propose(request):
        return redirect("staff_terms")
    versions = list(list_agreement_versions().defer("text", "text_en"))
    answers, held = list_answers([version.pk for version in versions]), {each.pk for each in list_in_force(now())}
    against = {row.tenant_role for _many, rows in answers.values() for row in rows}
    shops = dict(Tenant.objects.filter(role_name__in=against).values_list("role_name", "name"))
    waiting = Proposal.objects.filter(kind=ProposalKind.AGREEMENT, state=ProposalState.OPEN, expires_at__gte=now())
    context: dict[str, Any] = {
        "rows": [
            {
                "version": version,
                "held": version.pk in held,
                "coming": version.begins_at > now(),
                "accepted": answers[version.pk][0],
                "against": [(row, shops.get(row.tenant_role, "–")) for row in answers[version.pk][1]],
            }
            for version in versions
        ],
        "waiting": [(row, AgreementKind(row.payload["kind"]).label) for row in waiting.order_by("asked_at")],
        "kinds": AgreementKind.choices,
        "typed": request.POST,
        "days": NOTICE.days,
        "may_propose": StaffPower.VOUCH in staff_of(request).powers,
    }
    return render(request, "site/staff_terms.html", context, status=422 if request.method == "POST" else 200)


def _propose(request: HttpRequest) -> bool:
    begins, kind = day_of(request, "begins_on"), request.POST.get("kind", "")
    if begins is None or kind not in AgreementKind.values:
        messages.error(request, _("请选择文本和生效日期。"))
        return False
    draft = Draft(
        kind=AgreementKind(kind),
        text=text_of(request, "text", MOST_TEXT),
        text_en=text_of(request, "text_en", MOST_TEXT),
        summary=text_of(request, "summary"),
        consultation=text_of(request, "consultation"),
        begins_at=begins,
    )
    try:
        propose_agreement(draft=draft, actor=staff_actor(request), now=now())
    except ProposalInvalid as error:
        messages.error(request, str(FAULTS.get(str(error.data["reason"]), _("这一步现在不能做。"))))
        return False
    note(request, kind=kind)
    messages.success(request, _("已提交，待另一位主管在“两人确认”里发布。"))
    return True
