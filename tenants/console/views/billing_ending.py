"""Ending a subscription with its period, and letting it go on after all."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from billing.selectors import find_subscription
from billing.services.cancel_subscription import cancel_subscription
from billing.services.resume_subscription import resume_subscription
from billing.standing import ENDED, Way
from platform_core.kernel.clock import now
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.billing_offer import is_running
from tenants.console.billing_page import HOME, done, refused, rights, where_charged
from tenants.console.billing_refusals import REFUSALS
from tenants.console.billing_terms import minute, plan_name
from tenants.console.staff import actor, note, staff_only

REASONS: Final[dict[str, Promise]] = {
    "expensive": gettext_lazy("太贵了"),
    "unused": gettext_lazy("用不上这么多"),
    "missing": gettext_lazy("缺少我要的功能"),
    "other_tool": gettext_lazy("换了别的系统"),
    "closing": gettext_lazy("不做这门生意了"),
    "other": gettext_lazy("其他"),
}
LONGEST: Final = 160


def _ends(subscription: Any) -> dt.datetime:
    return subscription.period_end or subscription.trial_ends_at or now()


@staff_only(Power.BILLING_EDIT)
@require_http_methods(["GET", "POST"])
@where_charged
def cancel(request: HttpRequest) -> HttpResponse:
    """Until when everything works, what happens then, and why it is that they go."""
    tenant = current_tenant()
    subscription = find_subscription(tenant.id)
    if subscription is None or not is_running(subscription):
        return redirect(HOME)
    if subscription.cancel_at is not None:
        if request.method == "POST":  # pressed twice
            done(request, _("已取消续订，没有重复操作。"))
        return redirect(HOME)
    if request.method == "POST":
        return _cancelled(request)
    ends = _ends(subscription)
    way = Way(ends, ENDED)
    context = {
        "plan": plan_name(subscription.plan_at(now())),
        "ends": ends,
        "read_only": way.read_only_at,
        "suspended": way.suspended_at,
        "reasons": REASONS.items(),
        **rights(request),
    }
    return render(request, "console/billing/cancel.html", context)


def _cancelled(request: HttpRequest) -> HttpResponse:
    why = request.POST.get("why", "")
    more = " ".join(request.POST.get("more", "").split())[:LONGEST]
    because = ": ".join(each for each in (why if why in REASONS else "", more) if each)
    try:
        ended = cancel_subscription(tenant=current_tenant(), reason=because, by=actor(request), now=now())
    except REFUSALS as error:
        refused(request, error)
    else:
        note(request, why=because)
        until = ended.cancel_at or _ends(ended)
        done(request, _("已取消续订：%(at)s 前一切照常，改变主意可以随时恢复。") % {"at": minute(until)})
    return redirect(HOME)


@staff_only(Power.BILLING_EDIT)
@require_POST
@where_charged
def resume(request: HttpRequest) -> HttpResponse:
    """It goes on after all."""
    tenant = current_tenant()
    subscription = find_subscription(tenant.id)
    if subscription is None or not is_running(subscription):
        return redirect(HOME)
    if subscription.cancel_at is None:
        done(request, _("订阅在续订中，没有重复操作。"))
        return redirect(HOME)
    try:
        resume_subscription(tenant=tenant, by=actor(request), now=now())
    except REFUSALS as error:
        refused(request, error)
    else:
        done(request, _("已恢复续订，一切照旧。"))
    return redirect(HOME)
