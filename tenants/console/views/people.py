"""Who works here: members, invitations, ownership."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.identity.enums import Role
from platform_core.identity.selectors import Member, list_invited, list_members
from platform_core.identity.services.remove_member import remove_member
from platform_core.identity.services.withdraw_invitation import withdraw_invitation
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.kernel.masking import mask_contact
from tenants.access.models import StaffRole
from tenants.access.powers import Power
from tenants.access.selectors import list_staff_roles
from tenants.access.services.give_role import give_role
from tenants.access.services.hand_over_shop import hand_over_shop
from tenants.access.services.invite_staff import invite_staff
from tenants.access.services.resend_invitation import resend_invitation
from tenants.console.plan_words import find_plan_words
from tenants.console.staff import note, person, staff_only


def refusal(error: DomainError) -> str:
    """Why something about members was not done, in words that say what to do."""
    words = {
        "mail_address_invalid": _("邮箱地址不正确，请检查后重试。"),
        "last_owner": _("店铺至少要有一位店主。请先把另一位成员设为店主。"),
        "member_unknown": _("没有执行：该成员已不在店铺，或您已不是店主。"),
        "invitation_gone": _("这份邀请已被接受或撤回。"),
        "role_invalid": _("这个角色已不存在，请重新选择。"),
        "too_many_invitations": _("一小时内发出的邀请太多，请稍后再试。"),
    }
    if plan := find_plan_words(error):
        return plan
    if error.code == "invitation_refused":
        reasons = {"member": _("对方已经是成员。"), "invited": _("已经邀请过对方，可在下方重新发送。")}
        return reasons.get(str(error.data.get("reason")), _("没有发送：只有店主可以邀请成员。"))
    return words.get(error.code, _("没有执行，请重试。"))


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def role_names() -> dict[str, str]:
    """What each role is called now, by its key; also roles that were put away."""
    own = {role.key: role.name_in(_language()) for role in StaffRole.objects.all()}
    return {**{role.value: str(role.label) for role in Role}, **own}


def role_options(*, owner: bool) -> list[tuple[str, str]]:
    """Roles to choose from."""
    built_in = [(role.value, str(role.label)) for role in Role if owner or role != Role.OWNER]
    return built_in + [(role.key, role.name_in(_language())) for role in list_staff_roles()]


@staff_only(Power.PEOPLE_EDIT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Members, and who was asked to be one."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    names, me, moment = role_names(), person(request), now()
    members = list_members()
    context = {
        "rows": [
            {"member": member, "role": names.get(member.role, ""), "me": member.user_id == me.user_id}
            for member in members
        ],
        "invited": [
            {"invitation": each, "role": names.get(each.role, ""), "over": moment >= each.expires_at}
            for each in list_invited()
        ],
        "roles": role_options(owner=False),
        "required": settings.KAQUAN_REQUIRE_SECOND_FACTOR,
        "alone": len(members) == 1,
        "here": "people",
        **more,
    }
    return render(request, "console/people/members.html", context, status=status)


@staff_only(Power.PEOPLE_EDIT)
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Ask somebody by mail."""
    email, role = request.POST.get("email", ""), request.POST.get("role", "")
    language = "en" if request.POST.get("language") == "en" else "zh-hans"
    me, name = person(request), request.staff["name"]  # type: ignore[attr-defined]
    note(request, invited=mask_contact(email), role=role)
    try:
        invite_staff(email=email, role=role, by=me.user_id, by_name=name or me.email, language=language, now=now())
    except DomainError as error:
        return _page(request, 422, email=email, role=role, error=refusal(error))
    messages.success(request, _("邀请已发往 %(email)s，7 天内有效。") % {"email": email})
    return redirect("console:people")


def _do(request: HttpRequest, act: Callable[[], Any], done: str) -> HttpResponse:
    """Do it and say so, or say why not."""
    try:
        act()
    except DomainError as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, done)
    return redirect("console:people")


@staff_only(Power.PEOPLE_EDIT)
@require_POST
def resend(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """The same invitation with a new link."""
    me, name = person(request), request.staff["name"]  # type: ignore[attr-defined]
    open_ones = {each.id: each.role for each in list_invited()}
    if invitation_id not in open_ones:
        raise Http404

    def act() -> None:
        resend_invitation(
            invitation_id=invitation_id,
            role=open_ones[invitation_id],
            by=me.user_id,
            by_name=name or me.email,
            language=_language(),
            now=now(),
        )

    return _do(request, act, _("已重新发送，之前的链接作废。"))


@staff_only(Power.PEOPLE_EDIT)
@require_POST
def withdraw(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    by = person(request).user_id
    return _do(request, lambda: withdraw_invitation(invitation_id=invitation_id, by=by, now=now()), _("邀请已撤回。"))


def _member(user_id: uuid.UUID) -> Member:
    found = next((member for member in list_members() if member.user_id == user_id), None)
    if found is None:
        raise Http404
    return found


@staff_only(Power.PEOPLE_EDIT)
@require_safe
def member(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """One member, and what can be done."""
    found = _member(user_id)
    owners = [each.user_id for each in list_members() if each.role == Role.OWNER and each.is_active]
    context = {
        "member": found,
        "me": found.user_id == person(request).user_id,
        "only_owner": owners == [found.user_id],
        "role": role_names().get(found.role, ""),
        "roles": role_options(owner=True),
        "roles_after": role_options(owner=False),
    }
    return render(request, "console/people/member.html", context)


@staff_only(Power.PEOPLE_EDIT)
@require_POST
def change_role(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """Another role, at once."""
    found, role, by = _member(user_id), request.POST.get("role", ""), person(request).user_id
    note(request, before=found.role, after=role)
    answer = _do(request, lambda: give_role(user_id=user_id, role=role, by=by), _("角色已更改，立即生效。"))
    return redirect("console:start") if by == user_id and role != Role.OWNER else answer


@staff_only(Power.PEOPLE_EDIT)
@require_POST
def remove(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """No longer a member, at once."""
    found, by = _member(user_id), person(request).user_id
    note(request, role=found.role)
    return _do(request, lambda: remove_member(user_id=user_id, by=by), _("已移除，对方立即失去访问权限。"))


@staff_only(Power.PEOPLE_EDIT)
@require_POST
def hand_over(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """The shop to another owner; whoever asks stays as what they choose."""
    _member(user_id)
    role, by = request.POST.get("role", ""), person(request).user_id
    note(request, stays=role)
    if request.POST.get("sure") != "on" or role == Role.OWNER:
        messages.error(request, _("请勾选确认后再转让。"))
        return redirect("console:people")
    return _done_over(_do(request, lambda: hand_over_shop(to=user_id, role=role, by=by), _("店铺已转让。")))


def _done_over(answer: HttpResponse) -> HttpResponse:
    """Whoever was the owner may not see the members any more."""
    answer.headers["Location"] = "/console/"
    return answer
