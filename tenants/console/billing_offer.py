"""Plans as a merchant compares them: what each costs and holds, beside what it has now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from billing.enums import Interval, SubscriptionStatus
from platform_core.entitlements.plans import OFFER, Allowance, Plan
from platform_core.kernel.money import format_money
from tenants.console.billing_held import Held, Over, overs_of
from tenants.console.billing_terms import PER, plan_name

MEGABYTES: Final = 1024  # of a gigabyte
WORDS: Final[dict[str, Promise]] = {
    "codes": _("每月发卡"),
    "skus": _("商品规格"),
    "staff": _("成员"),
    "endpoints": _("Webhook 端点"),
    "storage_mb": _("存储空间"),
}


class Feature(NamedTuple):
    """A line of a plan. ``change``: ``more`` or ``less`` than now, or nothing."""

    label: str
    value: str
    change: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A plan at an interval.

    Args:
        act: what choosing it would be: ``current``, ``subscribe``, ``upgrade``, ``downgrade``, ``interval``.
        saving: what a year saves against twelve months; empty: nothing, or it is shown by the month.
        overs: what it would not hold.
    """

    plan: Plan
    name: str
    price: str
    per: str
    monthly: str
    saving: str
    features: list[Feature]
    act: str
    tried: bool
    overs: list[Over]


def cards_of(interval: str, subscription: Any, current: Allowance, held: Held) -> list[Card]:
    """Every plan that is for sale at this interval, the cheapest first."""
    return [_card(plan, interval, subscription, current, held) for plan in OFFER.for_sale if plan.prices.get(interval)]


def find_offered(code: str, interval: str) -> Plan | None:
    """A plan that is for sale at this interval; None: there is none."""
    return next((plan for plan in OFFER.for_sale if plan.code == code and plan.prices.get(interval)), None)


def act_of(plan: Plan, interval: str, subscription: Any, *, subscribed: bool) -> str:
    """What choosing a plan would be for a merchant; see ``Card``.

    Which plan is more follows from what a month of it costs, so that a year of a smaller one is no upgrade.
    """
    if subscription is None or not subscribed:
        return "subscribe"
    if plan.code == subscription.plan:
        return "current" if interval == subscription.interval else "interval"
    return "upgrade" if _worth(plan) > _worth_of(subscription) else "downgrade"


def takes_less(plan: Plan, interval: str, subscription: Any, now: dt.datetime) -> bool:
    """Is it a change that holds only when what is paid for is over? As billing weighs it: no more, at the same interval."""
    if interval != subscription.interval:
        return False
    held = OFFER.plans.get(subscription.held_plan)
    waits = subscription.held_until is not None and subscription.held_until > now and held is not None
    paid: int = held.prices.get(interval, 0) if waits and held is not None else subscription.amount
    return bool(plan.prices[interval] <= paid)


def _worth(plan: Plan) -> int:
    return plan.prices.get(Interval.MONTH) or plan.prices.get(Interval.YEAR, 0) // 12


def _worth_of(subscription: Any) -> int:
    held = OFFER.plans.get(subscription.plan)
    if held is not None and held.prices:
        return _worth(held)
    amount: int = subscription.amount
    return amount // 12 if subscription.interval == Interval.YEAR else amount


def _card(plan: Plan, interval: str, subscription: Any, current: Allowance, held: Held) -> Card:
    price = plan.prices[interval]
    subscribed = subscription is not None and bool(subscription.provider) and bool(subscription.interval)
    act = act_of(plan, interval, subscription, subscribed=subscribed and is_running(subscription))
    yearly = interval == Interval.YEAR
    saved = plan.prices.get(Interval.MONTH, 0) * 12 - price if yearly else 0
    return Card(
        plan=plan,
        name=plan_name(plan.code),
        price=format_money(price, OFFER.currency),
        per=str(PER[interval]),
        monthly=gettext("约 %(amount)s / 月") % {"amount": format_money(price // 12, OFFER.currency)} if yearly else "",
        saving=gettext("省 %(amount)s") % {"amount": format_money(saved, OFFER.currency)} if saved > 0 else "",
        features=features_of(plan.allowance, current if subscription is not None else None),
        act=act,
        tried=subscription is not None and subscription.is_trial and subscription.plan == plan.code,
        overs=[] if act in {"current", "upgrade", "interval"} else overs_of(held, plan.allowance),
    )


def is_running(subscription: Any) -> bool:
    """Is there a subscription that can be changed, at the provider that collects here?"""
    over = {SubscriptionStatus.CANCELED, SubscriptionStatus.INCOMPLETE_EXPIRED, SubscriptionStatus.INCOMPLETE}
    return (
        subscription is not None
        and subscription.provider == settings.KAQUAN_BILLING
        and subscription.status not in over
    )


def features_of(allowance: Allowance, current: Allowance | None) -> list[Feature]:
    """What an allowance holds, line by line, each against what there is now."""
    lines = []
    for name, label in WORDS.items():
        value = getattr(allowance, name)
        before = getattr(current, name) if current is not None else value
        was = amount_words(name, before) if before != value else ""
        lines.append(Feature(str(label), amount_words(name, value), _change(value, before), was))
    domain = allowance.custom_domain
    before = current.custom_domain if current is not None else domain
    change = "" if domain == before else "more" if domain else "less"
    lines.append(Feature(gettext("自有域名"), gettext("支持") if domain else gettext("不支持"), change))
    return lines


def amount_words(name: str, value: int | None) -> str:
    """An amount of something that plans count, by the name of its field."""
    if value is None:
        return gettext("不限")
    if name == "storage_mb":
        return f"{value // MEGABYTES} GB" if value % MEGABYTES == 0 and value else f"{value:,} MB"
    return f"{value:,}"


def _change(value: int | None, before: int | None) -> str:
    if value == before:
        return ""
    if value is None or (before is not None and value > before):
        return "more"
    return "less"
