"""Subscriptions of merchants, for the platform's staff: the list, its file, one case with what can be done about it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing.engines import get_engine
from billing.enums import SubscriptionStatus
from billing.errors import BillingOff, BillingRefused, BillingUnavailable, SubscriptionStateInvalid
from billing.selectors import find_subscription
from billing.services.end_granted_plan import end_granted_plan
from billing.services.extend_trial import extend_trial
from billing.services.grant_plan_until import grant_plan_until
from billing.services.sync_customer import sync_customer
from platform_core.entitlements.enums import Standing
from platform_core.entitlements.plans import OFFER
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.site.billing_lists import ONLY, SORTS, find_subscriptions, list_rows, read_wanted, table_of
from platform_core.site.billing_words import plan_name, refusal_of
from platform_core.site.posted import day_of, text_of
from platform_core.site.shop_overview import find_shop
from platform_core.site.subscription_case import find_subscription_case, find_subscription_record, hide_secrets
from platform_core.site.views.staff import note, staff_of, staff_page
from platform_core.site.views.staff_boards import BOM

PAGE = 50
ACTS = ("refresh", "extend", "grant", "take")


@staff_page(StaffPower.BILLING)
@require_safe
def subscriptions(request: HttpRequest) -> HttpResponse:
    """Who subscribes to what, or tries it; found by shop, plan, state and standing, sorted by what is paid a month."""
    wanted, moment = read_wanted(request.GET.dict()), now()
    page = Paginator(find_subscriptions(wanted, moment), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": list_rows(page), "wanted": wanted, "only": ONLY.items(), "sorts": SORTS.items(),
        "plans": [(code, plan_name(code)) for code in OFFER.plans], "statuses": SubscriptionStatus.choices,
        "standings": Standing.choices, "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "site/staff_subscriptions.html", context)


@staff_page(StaffPower.BILLING)
@require_safe
def subscriptions_file(request: HttpRequest) -> HttpResponse:
    """What the list shows, whole, as CSV; amounts in the currency's unit."""
    out = io.StringIO()
    csv.writer(out).writerows(table_of(find_subscriptions(read_wanted(request.GET.dict()), now())))
    answer = HttpResponse(BOM + out.getvalue().encode(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="subscriptions.csv"'
    return answer


@staff_page(StaffPower.BILLING)
@require_safe
def subscription(request: HttpRequest, tenant_id: uuid.UUID) -> HttpResponse:
    """One merchant: plan, standing and where it leads, limits, bills, history."""
    shop = find_shop(tenant_id)
    if shop is None:
        raise Http404
    may_act = StaffPower.BILLING_ACT in staff_of(request).powers
    context = {**find_subscription_case(shop, now()), "may_act": may_act}
    return render(request, "site/staff_subscription.html", context)


@staff_page(StaffPower.BILLING)
@require_safe
def record(request: HttpRequest, tenant_id: uuid.UUID) -> HttpResponse:
    """What the provider sent about one merchant, what its owner was written; on wish the subscription as the provider has it now."""
    shop = find_shop(tenant_id)
    if shop is None:
        raise Http404
    context = find_subscription_record(shop)
    if request.GET.get("raw"):
        context["raw"] = _raw(request, tenant_id)
    return render(request, "site/staff_subscription_record.html", context)


def _raw(request: HttpRequest, tenant_id: uuid.UUID) -> str:
    found = find_subscription(tenant_id)
    if found is None or not found.remote_id:
        return ""
    try:
        raw: Any = get_engine(found.provider).raw("subscription", found.remote_id)
    except (BillingOff, BillingUnavailable, BillingRefused) as error:
        messages.error(request, refusal_of(error))
        return ""
    return json.dumps(hide_secrets(dict(raw)), indent=2, ensure_ascii=False, default=str)


@staff_page(StaffPower.BILLING, post=StaffPower.BILLING_ACT)
@require_POST
def act(request: HttpRequest, tenant_id: uuid.UUID, name: str) -> HttpResponse:
    """Read it again at the provider, let it try longer, give it a plan for nothing, or take that back."""
    shop = find_shop(tenant_id)
    if shop is None or name not in ACTS:
        raise Http404
    note(request, act=name)
    try:
        told = _do(request, tenant_id, name)
    except DomainError as error:
        messages.error(request, refusal_of(error))
    else:
        messages.success(request, told)
    return redirect("staff_subscription", tenant_id=tenant_id)


def _do(request: HttpRequest, tenant_id: uuid.UUID, name: str) -> str:
    by, because, moment = staff_of(request).email, text_of(request, "reason", 200), now()
    if name == "refresh":
        sync_customer(tenant_id=tenant_id, now=moment, by=by)
        return _("已与收款机构核对。")
    if name == "take":
        ended = end_granted_plan(tenant_id=tenant_id, by=by, because=because, now=moment)
        return _("已收回，商家恢复为自己订阅的套餐。") if ended else _("没有正在赠送的套餐。")
    day = day_of(request, "until")
    if day is None or day.year >= dt.MAXYEAR:
        raise SubscriptionStateInvalid(state="", reason="day")
    until = day + dt.timedelta(days=1)  # the day that was chosen belongs to it
    note(request, until=until.isoformat(), plan=text_of(request, "plan", 32))
    given: dict[str, Any] = {"tenant_id": tenant_id, "until": until, "by": by, "because": because, "now": moment}
    if name == "extend":
        extend_trial(**given)
        return _("试用已延长，商家会收到事件。")
    grant_plan_until(plan=text_of(request, "plan", 32), **given)
    return _("已赠送，数秒内生效。到期后商家恢复为自己订阅的套餐。")
