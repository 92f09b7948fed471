"""What staff read about subscriptions: steps, refusals, names of plans, amounts."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from billing.enums import Interval, SubscriptionStatus
from billing.models import SubscriptionStep
from platform_core.entitlements.enums import Standing
from platform_core.entitlements.plans import OFFER
from platform_core.kernel.errors import DomainError
from platform_core.kernel.money import format_money

STEPS: Final[dict[str, Promise]] = {
    "trial_began": _("开始试用"),
    "trial_extended": _("延长试用"),
    "subscribed": _("订阅"),
    "status": _("订阅状态变化"),
    "plan": _("更换套餐"),
    "renewed": _("续期"),
    "cancel_set": _("安排到期结束"),
    "cancel_unset": _("取消到期结束"),
    "ended": _("订阅结束"),
    "standing": _("使用状态变化"),
    "granted": _("赠送套餐"),
}
BY: Final[dict[str, Promise]] = {"provider": _("收款机构"), "clock": _("到时自动"), "operator": _("平台运营者")}
TONES: Final = {
    Standing.ACTIVE: "green",
    Standing.GRACE: "amber",
    Standing.READ_ONLY: "amber",
    Standing.SUSPENDED: "red",
}
REASONS: Final[dict[str, Promise]] = {
    "because": _("请写明原因。"),
    "day": _("请选择日期。"),
    "not_later": _("日期须晚于现在的到期日。"),
    "too_long": _("日期太远：试用总共最多 90 天，赠送最多一年。"),
    "reference": _("请填写银行流水号或附言。"),
    "amount": _("金额与待支付的金额不一致，没有登记。部分到账或多付的，请先与商家核对。"),
    "marked": _("这张账单已登记过另一笔转账。"),
    "paid_twice": _("这张账单已由收款机构收到款，转账是多付的一笔：请把转账退回商家。"),
    "number": _("发票号码须为 20 位数字；旧版为 8 位，或连同发票代码 18 位。"),
    "same_person": _("须由另一人确认。"),
    "over": _("这项申请已有结果，或已过期。"),
    "already_open": _("这张账单已有一笔转账在等另一人确认。"),
}
CODES: Final[dict[str, Promise]] = {
    "subscription_state_invalid": _("订阅的状态不允许这样做，请刷新后再看。"),
    "invoice_state_invalid": _("账单的状态不允许这样做，请刷新后再看。"),
    "plan_not_for_sale": _("没有这个套餐。"),
    "billing_off": _("这个平台没有开启订阅收费。"),
    "billing_unavailable": _("收款机构没有答复，不知道是否已办成。请稍后再试一次，重复不会多办。"),
    "billing_refused": _("收款机构拒绝了这个操作，没有办成。"),
}


def refusal_of(error: DomainError) -> str:
    """What staff are told of a refusal: what is wrong, and what to do."""
    reason = str(error.data.get("reason", ""))
    known = REASONS.get(reason) or CODES.get(error.code)
    return str(known) if known else str(_("这一步现在不能做。"))


def plan_name(code: str) -> str:
    """What a plan is called in the reader's language; its code where it is not on offer any more."""
    plan = OFFER.plans.get(code)
    return plan.name_in((get_language() or "zh-hans").lower()) if plan else code


def money(amount: int, currency: str = "") -> str:
    """An amount in the offer's currency, unless told."""
    return format_money(amount, currency or OFFER.currency)


def by_words(by: str) -> str:
    """Who did something, in words or as an address."""
    return str(BY.get(by, by))


def step_words(step: SubscriptionStep) -> str:
    """What changed from what to what, in words."""
    before, after = _value(step.what, step.before), _value(step.what, step.after)
    return f"{before} → {after}" if before and after and before != after else after or before


def _value(what: str, text: str) -> str:
    if what == "standing" and text in Standing.values:
        return str(Standing(text).label)
    if what == "granted":
        code, _space, until = text.partition(" ")
        return f"{plan_name(code)} {_moment(until)}".strip() if code else ""
    if text in SubscriptionStatus.values:
        return str(SubscriptionStatus(text).label)
    code, _space, interval = text.partition(" ")
    if code in OFFER.plans:
        words = dict(Interval.choices)
        return f"{plan_name(code)} · {words[interval]}" if interval in words else plan_name(code)
    return _moment(text)


def _moment(text: str) -> str:
    try:
        return f"{localtime(dt.datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"
    except ValueError:
        return text
