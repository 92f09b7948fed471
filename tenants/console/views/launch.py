"""The launch checklist of a new shop."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import now
from tenants.access.powers import Power
from tenants.access.selectors import get_shop_settings
from tenants.access.services.save_shop_settings import save_shop_settings
from tenants.console.launch_steps import list_steps, may_dismiss, next_of
from tenants.console.staff import staff_only


@staff_only(Power.START)
@require_safe
def checklist(request: HttpRequest) -> HttpResponse:
    """What is still to be done before the first sale, each with the way there."""
    steps = list_steps(request.staff)  # type: ignore[attr-defined]
    context = {
        "steps": steps,
        "next": next_of(steps),
        "done": sum(step.done for step in steps),
        "total": len(steps),
        "may_dismiss": may_dismiss(steps) and get_shop_settings().launch_dismissed_at is None,
    }
    return render(request, "console/home/launch.html", context)


@staff_only(Power.START, post=Power.SETTINGS_EDIT)
@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """Put the list away, once everything on it is done that must be."""
    if not may_dismiss(list_steps(request.staff)):  # type: ignore[attr-defined]
        messages.error(request, _("还有必须完成的步骤。"))
        return redirect("console:launch")
    save_shop_settings(changes={"launch_dismissed_at": now()}, now=now())
    messages.success(request, _("开店清单已收起，随时可以从左侧再打开。"))
    return redirect("console:start")
