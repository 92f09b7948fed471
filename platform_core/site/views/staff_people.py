"""Who works for the platform, in which roles, and until when they are logged in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from platform_core.identity.enums import StaffPower, StaffRole
from platform_core.identity.errors import StaffRoleRefused
from platform_core.identity.models import User
from platform_core.identity.selectors import list_staff, list_staff_history
from platform_core.identity.services.change_staff_roles import change_staff_roles
from platform_core.identity.services.end_staff_sessions import end_staff_sessions
from platform_core.identity.staff_powers import STAFF_ROLES
from platform_core.kernel.clock import now
from platform_core.site.views.staff import note, staff_of, staff_only, staff_page

REFUSALS = {
    "own": gettext_lazy("不能更改自己的角色，请另一位运营管理员操作。"),
    "last_operator": gettext_lazy("至少要有一位运营管理员。"),
    "nobody": gettext_lazy("这个邮箱没有账号。请对方先注册，再添加。"),
    "unknown": gettext_lazy("没有这个角色。"),
}


@staff_only
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, with what each role may do."""
    labels = dict(StaffRole.choices)
    context = {
        "people": [
            {
                "person": each,
                "roles": [labels[role] for role in each.roles],
                "own": each.user_id == staff_of(request).user_id,
            }
            for each in list_staff()
        ],
        "roles": StaffRole.choices,
        "powers": [
            (power.label, [(role.label, power in STAFF_ROLES[role]) for role in StaffRole]) for power in StaffPower
        ],
        "history": list_staff_history(),
        "may_edit": StaffPower.PEOPLE in staff_of(request).powers,
    }
    return render(request, "site/staff_people.html", context)


@staff_page(StaffPower.PEOPLE)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Make somebody who has an account one of the staff."""
    email = request.POST.get("email", "").strip().lower()
    user = User.objects.filter(email=email, is_active=True).first()
    return _change(request, user.id if user else uuid.UUID(int=0))


@staff_page(StaffPower.PEOPLE)
@require_POST
def act(request: HttpRequest, user_id: uuid.UUID, name: str) -> HttpResponse:
    """Other roles, or an end to all their sessions."""
    if name == "roles":
        return _change(request, user_id)
    if name != "end":
        raise Http404
    note(request, ended=end_staff_sessions(user_id=user_id))
    messages.success(request, _("已让对方在所有设备上退出。"))
    return redirect("staff_people")


def _change(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    staff, roles = staff_of(request), request.POST.getlist("roles")
    note(request, roles=sorted(roles))
    try:
        change_staff_roles(user_id=user_id, roles=roles, by=staff.email, by_user=staff.user_id, now=now())
    except StaffRoleRefused as error:
        messages.error(request, str(REFUSALS[error.data["reason"]]))
    else:
        messages.success(request, _("已保存，从对方的下一次操作起生效。"))
    return redirect("staff_people")
