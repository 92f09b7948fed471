from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from tenants.access.enums import ApprovalState
from tenants.access.powers import Power
from tenants.access.selectors import list_approvals
from tenants.access.services.withdraw_approval import withdraw_approval
from tenants.console import two_people
from tenants.console.staff import note, person, staff_only

AT_ONCE = 100
TONES = {
    ApprovalState.WAITING: "amber",
    ApprovalState.APPROVED: "blue",
    ApprovalState.DONE: "green",
    ApprovalState.REFUSED: "red",
    ApprovalState.WITHDRAWN: "",
}


@staff_only(Power.START)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What two people must do: what waits for this person, what this person asked for."""
    me, moment, held = person(request), now(), request.powers  # type: ignore[attr-defined]
    rows = []
    for approval in list_approvals()[:AT_ONCE]:
        mine = approval.asked_by == me.user_id
        may_see = mine or Power.APPROVE in held or approval.decided_by == me.user_id
        if may_see:
            over = moment >= approval.expires_at and approval.state in {ApprovalState.WAITING, ApprovalState.APPROVED}
            may_decide = not mine and not over and approval.state == ApprovalState.WAITING and Power.APPROVE in held
            rows.append({"approval": approval, "mine": mine, "over": over, "may_decide": may_decide})
            rows[-1]["tone"] = "" if over else TONES[ApprovalState(approval.state)]
    return render(request, "console/approvals.html", {"rows": rows})


@staff_only(Power.START, post=Power.APPROVE)
@require_POST
def decide(request: HttpRequest, approval_id: uuid.UUID) -> HttpResponse:
    """Allow or refuse; what is allowed and can be done at once is done at once."""
    approved = request.POST.get("decision") == "approve"
    approval = list_approvals().filter(pk=approval_id).first()
    if approval is None:
        raise Http404
    note(request, act=approval.act, approved=approved, asked_by=approval.asked_email)
    try:
        done = two_people.decide(approval_id, approved=approved, person=person(request))
    except DomainError as problem:
        words = {
            "second_person_needed": _("这是双人操作，申请人不能自己批准。"),
            "approval_over": _("该申请已处理、已撤回或已过期。"),
        }
        messages.error(request, words.get(problem.code) or _("没有执行：内容已经变化，请重新申请。"))
    else:
        messages.success(request, _("已批准并执行。") if done else _("已批准。") if approved else _("已拒绝。"))
    return redirect("console:approvals")


@staff_only(Power.START)
@require_POST
def withdraw(request: HttpRequest, approval_id: uuid.UUID) -> HttpResponse:
    """Take back what one asked for."""
    try:
        withdraw_approval(approval_id=approval_id, person=person(request), now=now())
    except RecordNotFound as error:
        raise Http404 from error
    except DomainError:
        messages.error(request, _("该申请已处理、已撤回或已过期。"))
    else:
        messages.success(request, _("已撤回。"))
    return redirect("console:approvals")
