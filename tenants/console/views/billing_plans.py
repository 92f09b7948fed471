"""Choosing a plan: compared, subscribed to, changed after seeing what that costs."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from billing.enums import Collection, Interval
from billing.providers.base import Preview
from billing.selectors import find_subscription
from billing.services.change_subscription import change_subscription
from billing.services.open_checkout import open_checkout
from billing.services.preview_change import preview_change
from platform_core.entitlements.plans import OFFER, Plan
from platform_core.entitlements.selectors import find_entitlement
from platform_core.kernel.clock import now
from platform_core.kernel.money import format_money
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.billing_held import allowance_of, held_by, overs_of
from tenants.console.billing_offer import act_of, cards_of, features_of, find_offered, is_running, takes_less
from tenants.console.billing_page import HOME, abilities, absolute, done, refused, rights, where_charged
from tenants.console.billing_quote import quote_of
from tenants.console.billing_refusals import REFUSALS
from tenants.console.billing_terms import PER, plan_name, price_words, terms_of
from tenants.console.billing_ways import ways_of
from tenants.console.staff import actor, note, staff_only

PLANS: Final = "console:billing_plans"
GOOD_FOR: Final = dt.timedelta(minutes=15)  # what a preview says is charged for so long
CODE: Final = 64  # characters of a coupon


def interval_of(request: HttpRequest, subscription: Any = None) -> str:
    """By the month or by the year: as asked, else as it is now, else by the month."""
    asked = request.POST if request.method == "POST" else request.GET
    chosen = asked.get("interval", "")
    if chosen in Interval.values:
        return chosen
    return subscription.interval if subscription is not None and subscription.interval else Interval.MONTH.value


def _chosen(request: HttpRequest) -> tuple[Plan | None, str]:
    asked = request.POST if request.method == "POST" else request.GET
    interval = asked.get("interval", "")
    return find_offered(asked.get("plan", ""), interval), interval


@staff_only(Power.BILLING_VIEW)
@require_safe
@where_charged
def index(request: HttpRequest) -> HttpResponse:
    """All plans beside each other, by the month or by the year."""
    tenant, moment = current_tenant(), now()
    subscription = find_subscription(tenant.id)
    if subscription is None:
        return redirect(HOME)
    interval = interval_of(request, subscription)
    context = {
        "cards": cards_of(interval, subscription, allowance_of(find_entitlement(tenant.id)), held_by()),
        "interval": interval,
        "intervals": [(each.value, each.label) for each in Interval],
        "terms": terms_of(subscription, moment),
        "subscription": subscription,
        **rights(request),
    }
    return render(request, "console/billing/plans.html", context)


@staff_only(Power.BILLING_EDIT)
@require_http_methods(["GET", "POST"])
@where_charged
def subscribe(request: HttpRequest) -> HttpResponse:
    """The last look before the page of payment: what, from when, how it is paid."""
    tenant, moment = current_tenant(), now()
    subscription = find_subscription(tenant.id)
    plan, interval = _chosen(request)
    if subscription is None:
        return redirect(HOME)
    if is_running(subscription):  # a second press, or another tab: nothing is bought twice
        return redirect(HOME)
    if plan is None:
        return redirect(PLANS)
    overs = overs_of(held_by(), plan.allowance)
    if request.method == "POST" and not overs:
        collection = request.POST.get("collection", "")
        code = request.POST.get("coupon", "").strip()[:CODE]
        try:
            url = open_checkout(
                tenant=tenant, plan=plan.code, interval=interval,
                collection=collection if collection in Collection.values else Collection.AUTOMATIC.value,
                coupon=code, by=actor(request), done_url=absolute("billing_done"), back_url=absolute("billing_plans"),
                now=moment,
            )  # fmt: skip
        except REFUSALS as error:
            refused(request, error)
        else:
            note(request, plan=plan.code, interval=interval)
            return redirect(url)
    return _subscribe_page(request, subscription, plan, interval, overs)


def _subscribe_page(
    request: HttpRequest, subscription: Any, plan: Plan, interval: str, overs: list[Any]
) -> HttpResponse:
    moment, trial, can = now(), subscription.trial_ends_at, abilities()
    price = plan.prices[interval]
    context = {
        "plan": plan,
        "name": plan_name(plan.code),
        "interval": interval,
        "price": format_money(price, OFFER.currency),
        "per": PER[interval],
        "trial_until": trial if subscription.is_trial and trial is not None and trial > moment else None,
        "features": features_of(plan.allowance, None),
        "overs": overs,
        "ways": ways_of(can),
        "coupons": can.coupons,
        "typed": request.POST.get("coupon", ""),
        "chosen": request.POST.get("collection") or Collection.AUTOMATIC.value,
        **rights(request),
    }
    return render(request, "console/billing/subscribe.html", context, status=422 if request.method == "POST" else 200)


@staff_only(Power.BILLING_EDIT)
@require_http_methods(["GET", "POST"])
@where_charged
def change(request: HttpRequest) -> HttpResponse:
    """Another plan, or another interval: what it costs, then done. To a smaller one from the next bill on."""
    tenant = current_tenant()
    subscription = find_subscription(tenant.id)
    plan, interval = _chosen(request)
    if subscription is None or not is_running(subscription) or plan is None:
        return redirect(HOME if subscription is None else PLANS)
    act = act_of(plan, interval, subscription, subscribed=True)
    if act == "current":
        if request.method == "POST":  # pressed twice
            done(request, _("现在就是“%(plan)s”，没有重复更换。") % {"plan": plan_name(plan.code)})
        return redirect(HOME)
    less = takes_less(plan, interval, subscription, now())
    overs = overs_of(held_by(), plan.allowance) if act == "downgrade" else []
    if request.method == "POST" and not overs:
        return _changed(request, plan, interval, less)
    return _change_page(request, subscription, plan, interval, less, overs)


def _changed(request: HttpRequest, plan: Plan, interval: str, less: bool) -> HttpResponse:
    moment = now()
    at = parse_datetime(request.POST.get("at", "")) if not less else moment
    again = redirect(f"{request.path}?plan={plan.code}&interval={interval}")
    if at is None or at.tzinfo is None or not moment - GOOD_FOR <= at <= moment:
        done(request, _("报价已更新，请再看一眼金额后确认。"))
        return again
    try:
        changed = change_subscription(
            tenant=current_tenant(), plan=plan.code, interval=interval, at=at, by=actor(request), now=moment
        )
    except REFUSALS as error:
        refused(request, error)
        return redirect(HOME)
    note(request, plan=plan.code, interval=interval)
    named = {"plan": plan_name(plan.code)}
    if changed.held_plan and changed.held_until is not None and changed.held_until > moment:
        named["old"], named["day"] = plan_name(changed.held_plan), f"{changed.held_until:%Y-%m-%d}"
        done(request, _("已安排：%(day)s 前继续用“%(old)s”，之后换成“%(plan)s”。") % named)
    else:
        done(request, _("已换成“%(plan)s”，立即生效。") % named)
    return redirect(HOME)


def _change_page(
    request: HttpRequest, subscription: Any, plan: Plan, interval: str, less: bool, overs: list[Any]
) -> HttpResponse:
    tenant, moment = current_tenant(), now()
    told: Preview | None = None
    if not less:
        try:
            told = preview_change(tenant=tenant, plan=plan.code, interval=interval, now=moment)
        except REFUSALS as error:
            refused(request, error)
            return redirect(PLANS)
    current = allowance_of(find_entitlement(tenant.id))
    context = {
        "plan": plan,
        "name": plan_name(plan.code),
        "old": plan_name(subscription.plan),
        "interval": interval,
        "price": price_words(plan.prices[interval], OFFER.currency, interval),
        "less": less,
        "until": subscription.period_end,
        "quote": quote_of(told, plan_name(subscription.plan), plan_name(plan.code)) if told is not None else None,
        "features": [each for each in features_of(plan.allowance, current) if each.change],
        "overs": overs,
        "collection": subscription.collection,
        **rights(request),
    }
    return render(request, "console/billing/change.html", context, status=422 if request.method == "POST" else 200)
