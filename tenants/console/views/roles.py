"""Roles and what they may do: the matrix, and roles of the shop's own."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.identity.enums import Role
from platform_core.identity.selectors import list_members
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from tenants.access.models import StaffRole
from tenants.access.powers import OWNERS_ALONE, ROLES, SENSITIVE_OF_OWN, Power, completed, conflicts_in
from tenants.access.role_inputs import RoleFacts
from tenants.access.selectors import list_staff_roles
from tenants.access.services.archive_staff_role import archive_staff_role
from tenants.access.services.create_staff_role import create_staff_role
from tenants.access.services.update_staff_role import update_staff_role
from tenants.console.power_words import conflict_words, list_areas
from tenants.console.staff import note, staff_only


def _refusal(error: DomainError) -> str:
    words = {
        "role_name_missing": _("请填写角色名称。"),
        "role_name_taken": _("已有同名的角色，换一个名称。"),
        "role_powers_cross": _("有互相冲突的权限，见下方说明。"),
        "role_powers_refused": _("有只属于店主的权限，不能放进自定义角色。"),
        "role_in_use": _("还有成员或未接受的邀请在用这个角色，请先给他们换角色。"),
        "role_changed": _("这个角色刚被别人改过，请刷新后重试。"),
        "too_many_roles": _("自定义角色最多 20 个。"),
    }
    return words.get(error.code, _("没有保存，请重试。"))


@staff_only(Power.PEOPLE_EDIT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Roles × powers: what each may do, at a glance."""
    language = get_language() or ""
    columns: list[dict[str, Any]] = [
        {"key": role.value, "name": str(role.label), "powers": ROLES[role.value], "own": None} for role in Role
    ]
    columns += [
        {"key": role.key, "name": role.name_in(language), "powers": set(role.powers), "own": role}
        for role in list_staff_roles()
    ]
    members = [member.role for member in list_members()]
    for column in columns:
        column["members"] = members.count(column["key"])
    areas = [
        {
            "label": area.label,
            "lines": [
                {"power": line.power, "cells": [line.power in column["powers"] for column in columns]}
                for line in area.lines
            ],
        }
        for area in list_areas()
    ]
    context = {"columns": columns, "areas": areas, "width": len(columns) + 1, "here": "roles"}
    return render(request, "console/people/roles.html", context)


def _facts(request: HttpRequest) -> RoleFacts:
    said = request.POST
    return RoleFacts(said.get("name_zh", ""), said.get("name_en", ""), said.getlist("powers"))


def _form(request: HttpRequest, facts: RoleFacts, role: StaffRole | None, error: str = "") -> HttpResponse:
    areas = list_areas()
    context = {
        "areas": areas,
        "facts": facts,
        "held": set(facts.powers),
        "role": role,
        "error": error,
        "conflicts": conflict_words(set(facts.powers)),
        "sensitive": SENSITIVE_OF_OWN,
        "always": Power.START,
    }
    return render(request, "console/people/role_form.html", context, status=422 if error else 200)


@staff_only(Power.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A role of the shop's own, perhaps beginning with another's powers."""
    if request.method == "GET":
        return _form(request, _copied(request.GET.get("copy", "")), None)
    facts = _facts(request)
    note(request, name=facts.name_zh, powers=sorted(facts.powers))
    try:
        create_staff_role(facts=facts, now=now())
    except DomainError as error:
        return _form(request, facts, None, _refusal(error))
    messages.success(request, _("角色“%(name)s”已创建，可以分配给成员了。") % {"name": facts.name_zh})
    return redirect("console:people_roles")


def _copied(key: str) -> RoleFacts:
    """What a role made after another begins with; what an owner alone may, and what crosses, is left out."""
    own = {role.key: role for role in list_staff_roles()}
    if key in own:
        return RoleFacts("", "", own[key].powers)
    held = set(ROLES.get(key, ())) - OWNERS_ALONE
    return RoleFacts("", "", held - {first for first, _second in conflicts_in(held)})


def _role(role_id: uuid.UUID) -> StaffRole:
    role = list_staff_roles().filter(pk=role_id).first()
    if role is None:
        raise Http404
    return role


@staff_only(Power.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, role_id: uuid.UUID) -> HttpResponse:
    """Another name or other powers, from the next request of whoever has it."""
    role = _role(role_id)
    if request.method == "GET":
        return _form(request, RoleFacts(role.name_zh, role.name_en, role.powers), role)
    facts, version = _facts(request), request.POST.get("version", "")
    added = sorted(completed(facts.powers) - set(role.powers))
    note(request, name=facts.name_zh, added=added, removed=sorted(set(role.powers) - completed(facts.powers)))
    try:
        seen = int(version) if version.isascii() and version.isdigit() else 0
        update_staff_role(role_id=role_id, version=seen, facts=facts, now=now())
    except DomainError as error:
        return _form(request, facts, role, _refusal(error))
    messages.success(request, _("已保存，立即生效。"))
    return redirect("console:people_roles")


@staff_only(Power.PEOPLE_EDIT)
@require_POST
def archive(request: HttpRequest, role_id: uuid.UUID) -> HttpResponse:
    """Put a role away that nobody has."""
    note(request, name=_role(role_id).name_zh)
    try:
        archive_staff_role(role_id=role_id, now=now())
    except RecordNotFound as error:
        raise Http404 from error
    except DomainError as error:
        messages.error(request, _refusal(error))
    else:
        messages.success(request, _("角色已停用。"))
    return redirect("console:people_roles")


@staff_only(Power.PEOPLE_EDIT, changes=False)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Which of the chosen powers cross, while they are chosen. A fragment."""
    held = set(request.POST.getlist("powers"))
    proven = not SENSITIVE_OF_OWN.isdisjoint(held)
    context = {"conflicts": conflict_words(held & set(Power.values)), "second_factor": proven}
    return render(request, "console/people/role_conflicts.html", context)
