"""One merchant's subscription as the platform's staff see it: what it has, how it stands and where that leads, what happened."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from billing.engines import is_billing_on
from billing.enums import Meter
from billing.figures import beginning_of, list_months
from billing.selectors import find_account, find_granted_plan, list_invoices, list_steps
from billing.services.extend_trial import LONGEST
from billing.staff_selectors import list_events_of, list_letters, list_subscriptions, sum_usage
from billing.standing import Facts, facts_of, find_next, stand_at, ways_of
from platform_core.entitlements.enums import Standing
from platform_core.entitlements.models import Entitlement
from platform_core.entitlements.plans import OFFER
from platform_core.entitlements.selectors import find_entitlement
from platform_core.site.billing_words import STEPS, TONES, by_words, money, plan_name, step_words
from platform_core.tenancy.models import Tenant

BILLS, HISTORY, EVENTS = 24, 40, 100
DASHBOARD: Final = "https://dashboard.stripe.com"


class Stair(NamedTuple):
    """A step of the stairs: which standing begins when; ``done``: it did."""

    standing: Standing
    at: dt.datetime
    done: bool


class LimitRow(NamedTuple):
    """A limit: what is counted, how much there may be, how much there is this month (empty: not known here)."""

    label: str
    most: str
    used: str


def find_subscription_case(tenant: Tenant, now: dt.datetime) -> dict[str, Any]:
    """The context of the page: seven queries."""
    subscription = list_subscriptions(now).filter(tenant_id=tenant.id).first()
    entitlement, account = find_entitlement(tenant.id), find_account(tenant.id)
    context: dict[str, Any] = {
        "shop": tenant, "subscription": subscription, "entitlement": entitlement, "account": account,
        "entitled": plan_name(entitlement.plan) if entitlement else "", "billing_on": is_billing_on(),
    }  # fmt: skip
    usage = sum_usage(tenant.role_name, beginning_of(list_months(now, 1)[0]))
    context["limits"] = _limits(entitlement, usage)
    if subscription is None:
        return context
    granted = find_granted_plan(tenant.id)
    runs = granted is not None and granted.runs_at(now)
    facts = facts_of(subscription)
    context |= {
        "plan": plan_name(subscription.plan), "held": plan_name(subscription.held_plan), "granted": granted if runs else None,
        "granted_plan": plan_name(granted.plan) if granted else "", "tone": TONES[Standing(subscription.standing)],
        "standing": Standing(subscription.standing), "stairs": _stairs(facts, now), "next_at": stand_at(facts, now).next_at,
        "worth": money(subscription.worth, subscription.currency), "owed": subscription.owed,  # type: ignore[attr-defined]
        "owed_text": money(subscription.owed, subscription.currency),  # type: ignore[attr-defined]
        "price": money(subscription.amount, subscription.currency), "discount": money(subscription.discount, subscription.currency),
        "bills": [(each, money(each.total, each.currency)) for each in list_invoices(tenant.id)[:BILLS]],
        "steps": _steps(tenant.id), "plans": [(each.code, plan_name(each.code)) for each in OFFER.for_sale],
        "trial_most": subscription.trial_began_at + LONGEST if subscription.trial_began_at else None,
        "dashboard": _dashboard(subscription.provider, account.customer_id if account else ""),
    }  # fmt: skip
    return context


def find_subscription_record(tenant: Tenant) -> dict[str, Any]:
    """What the provider sent about a merchant, and what its owner was written: two queries."""
    return {
        "shop": tenant, "events": list(list_events_of(tenant.id)[:EVENTS]), "letters": list(list_letters(tenant.id)[:EVENTS]),
    }  # fmt: skip


def hide_secrets(found: Any) -> Any:
    """What a provider writes of an object, without what would let somebody act for the customer: secrets, keys, addresses of pages."""
    if isinstance(found, dict):
        return {key: "…" if _is_secret(str(key)) and value else hide_secrets(value) for key, value in found.items()}
    return [hide_secrets(each) for each in found] if isinstance(found, list) else found


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in ("secret", "token", "key", "url", "pdf", "fingerprint"))


def _stairs(facts: Facts, now: dt.datetime) -> list[Stair]:
    """Where it goes if nothing is done; nothing where it goes nowhere."""
    descent = find_next(ways_of(facts, now), now)
    if descent is None:
        return []
    steps = (
        (Standing.GRACE, descent.since),
        (Standing.READ_ONLY, descent.read_only_at),
        (Standing.SUSPENDED, descent.suspended_at),
    )
    return [
        Stair(standing, at, at <= now)
        for standing, at in steps
        if standing != Standing.GRACE or at < descent.read_only_at
    ]


def _steps(tenant_id: uuid.UUID) -> list[dict[str, Any]]:
    return [
        {
            "at": each.at, "word": STEPS.get(each.what, each.what), "text": step_words(each), "by": by_words(each.by),
            "because": each.because, "amount": ("+" if each.amount > 0 else "") + money(each.amount) if each.amount else "",
        }
        for each in list_steps(tenant_id)[:HISTORY]
    ]  # fmt: skip


def _limits(entitlement: Entitlement | None, usage: dict[str, int]) -> list[LimitRow]:
    if entitlement is None:
        return []

    def most(value: int | None) -> str:
        return _("不限") if value is None else f"{value:,}"

    allowed = entitlement.allowance
    return [
        LimitRow(_("规格数"), most(allowed.skus), ""), LimitRow(_("成员数"), most(allowed.staff), ""),
        LimitRow(_("每月发卡量"), most(allowed.codes), f"{usage.get(Meter.CODES, 0):,}"),
        LimitRow(_("Webhook 端点数"), most(allowed.endpoints), ""),
        LimitRow(_("存储空间（MB）"), most(allowed.storage_mb), f"{usage.get(Meter.STORAGE, 0):,}"),
        LimitRow(_("自有域名"), _("有") if allowed.custom_domain else _("没有"), ""),
        LimitRow(_("短信"), _("不限"), f"{usage.get(Meter.SMS, 0):,}"),
        LimitRow(
            _("API 每秒（读 / 写）"), f"{entitlement.read:,} / {entitlement.write:,}", ""
        ),
    ]  # fmt: skip


def _dashboard(provider: str, customer_id: str) -> str:
    """The customer's page at the provider; empty: it has none."""
    if provider != "stripe" or not customer_id:
        return ""
    trying = settings.KAQUAN_STRIPE_KEY.startswith(("sk_test_", "rk_test_"))
    return f"{DASHBOARD}{'/test' if trying else ''}/customers/{customer_id}"
