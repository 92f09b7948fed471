"""Plans and prices in words, for the public page of prices and for sign-up."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from billing.enums import Interval
from platform_core.entitlements.plans import OFFER, Plan
from platform_core.kernel.money import exponent, format_money


class PlanCard(NamedTuple):
    """A plan as it is offered. ``saving``: what a year costs less than twelve months; empty: nothing."""

    code: str
    name: str
    price: str
    per: str
    saving: str
    points: list[str]
    tried: bool


class CompareRow(NamedTuple):
    """A line of the table: what is compared, and each plan's word on it."""

    label: str
    cells: list[str]


def short_money(amount: int, currency: str) -> str:
    """``¥5,000``: without decimals where there are none to tell."""
    text = format_money(amount, currency)
    return text if amount % 10 ** exponent(currency) else text.split(".")[0]


def list_plan_cards(interval: str) -> list[PlanCard]:
    """The plans that are for sale at an interval, the cheapest first."""
    return [_card(plan, interval) for plan in OFFER.for_sale if interval in plan.prices]


def find_plan_card(code: str, interval: str = Interval.MONTH) -> PlanCard | None:
    """A plan by its code; None: it is not for sale."""
    return next((card for card in list_plan_cards(interval) if card.code == code), None)


def year_saving_words() -> str:
    """What paying by year saves on every plan, for the switch: whole months where it is the same of all; empty: nothing."""
    prices = [plan.prices for plan in OFFER.for_sale if {Interval.MONTH, Interval.YEAR} <= plan.prices.keys()]
    saved = {divmod(each[Interval.MONTH] * 12 - each[Interval.YEAR], each[Interval.MONTH]) for each in prices}
    if len(saved) == 1:
        months, rest = saved.pop()
        if months > 0 and not rest:
            return ngettext("省 %(count)d 个月", "省 %(count)d 个月", months) % {"count": months}
    return _("更省") if any(each[Interval.YEAR] < each[Interval.MONTH] * 12 for each in prices) else ""


def list_compare_rows() -> list[CompareRow]:
    """What the plans differ in, in the order of their cards."""
    plans = OFFER.for_sale
    return [CompareRow(label, [word(plan) for plan in plans]) for label, word in _compared()]


def _card(plan: Plan, interval: str) -> PlanCard:
    language = get_language() or "zh-hans"
    month, year = (plan.prices.get(each, 0) for each in (Interval.MONTH, Interval.YEAR))
    saved = month * 12 - year if month and year and interval == Interval.YEAR else 0
    allowed = plan.allowance
    points = [
        _("%(count)s 个规格在售") % {"count": _count(allowed.skus)},
        _("每月发卡 %(count)s 张") % {"count": _count(allowed.codes)},
        _("%(count)s 名成员") % {"count": _count(allowed.staff)},
        _("可绑定自有域名") if allowed.custom_domain else _("平台赠送的店铺网址"),
    ]
    return PlanCard(
        code=plan.code, name=plan.name_in(language), price=short_money(plan.prices[interval], OFFER.currency),
        per=_("每年") if interval == Interval.YEAR else _("每月"),
        saving=_("比按月省 %(amount)s") % {"amount": short_money(saved, OFFER.currency)} if saved > 0 else "",
        points=points, tried=plan.code == OFFER.trial_plan and bool(OFFER.trial_days),
    )  # fmt: skip


def _count(limit: int | None) -> str:
    return _("不限") if limit is None else f"{limit:,}"


def _storage(limit: int | None) -> str:
    return _("不限") if limit is None else f"{limit // 1024} GB"


def _compared() -> list[Any]:
    currency = OFFER.currency
    return [
        (_("按月付"), lambda plan: short_money(plan.prices.get(Interval.MONTH, 0), currency)),
        (_("按年付"), lambda plan: short_money(plan.prices.get(Interval.YEAR, 0), currency)),
        (_("规格数"), lambda plan: _count(plan.allowance.skus)),
        (_("每月发卡量"), lambda plan: _count(plan.allowance.codes)),
        (_("成员数"), lambda plan: _count(plan.allowance.staff)),
        (_("Webhook 端点数"), lambda plan: _count(plan.allowance.endpoints)),
        (_("存储空间"), lambda plan: _storage(plan.allowance.storage_mb)),
        (_("自有域名"), lambda plan: _("支持") if plan.allowance.custom_domain else "—"),
        (_("接口：每秒查询"), lambda plan: f"{plan.api.read:,}"),
        (_("接口：每秒发卡"), lambda plan: f"{plan.api.write:,}"),
    ]
