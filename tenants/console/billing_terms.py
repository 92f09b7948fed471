"""How a merchant stands with the platform, in words: what it has, what it costs, what happens next and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from billing.engines import is_left
from billing.enums import Collection, Interval, SubscriptionStatus
from billing.standing import ENDED, OVER, OWING, Facts, Way, facts_of, find_worst, stand_at, ways_of
from platform_core.entitlements.enums import Standing
from platform_core.entitlements.plans import PLANS
from platform_core.kernel.money import format_money

S = SubscriptionStatus
DAY: Final = dt.timedelta(days=1)
PER: Final[dict[str, Promise]] = {Interval.MONTH: _("月"), Interval.YEAR: _("年")}
TONES: Final = {Standing.ACTIVE: "green", Standing.GRACE: "amber", Standing.READ_ONLY: "red", Standing.SUSPENDED: "red"}


@dataclass(frozen=True, slots=True)
class Terms:
    """A subscription as its page shows it.

    Args:
        state: a word for it, in a ``tone``.
        lines: what it means, and what happens when, sentence by sentence.
        price: what an interval costs, after coupons; empty in a trial of ours.
        next_bill: when the next one comes, and how much it is.
        days_left: of a trial that runs; a day that has begun counts whole.
        overdue: is something owed?
    """

    plan: str
    state: str
    tone: str
    lines: list[str]
    standing: Standing
    price: str = ""
    before: str = ""
    next_at: dt.datetime | None = None
    next_amount: str = ""
    days_left: int | None = None
    subscribed: bool = False
    can_resume: bool = False
    overdue: bool = False
    descent: Way | None = None


class Said(NamedTuple):
    state: str
    tone: str
    lines: list[str]


def plan_name(code: str) -> str:
    """What a plan is called in the language of the page; its code where it is no longer offered."""
    return PLANS[code].name_in(get_language() or "zh-hans") if code in PLANS else code


def way_ahead(facts: Facts, now: dt.datetime) -> Way | None:
    """Where it goes if nothing is done: on down the way that is worst by now, or the next one that begins. None: nowhere."""
    ways = ways_of(facts, now)
    return find_worst(ways, now) or min(ways, key=lambda way: way.since, default=None)


def day(moment: dt.datetime) -> str:
    """A day, in the shop's time."""
    return f"{localtime(moment):%Y-%m-%d}"


def minute(moment: dt.datetime) -> str:
    """A day and the time, in the shop's time."""
    return f"{localtime(moment):%Y-%m-%d %H:%M}"


def days_until(moment: dt.datetime, now: dt.datetime) -> int:
    """Days that are left, one that has begun counts whole; 0 when it is over."""
    return -((now - moment) // DAY) if moment > now else 0


def terms_of(subscription: Any, now: dt.datetime) -> Terms:
    """A subscription in words, as of a moment."""
    facts = facts_of(subscription)
    stand, descent = stand_at(facts, now), way_ahead(facts, now)
    left = is_left(subscription.provider)
    runs = bool(subscription.provider) and subscription.status not in OVER | {S.INCOMPLETE} and not left
    said = _said(subscription, stand.standing, descent, now)
    amount = max(subscription.amount - subscription.discount, 0)
    trial = subscription.trial_ends_at
    tried = trial is not None and trial > now and subscription.status in {S.TRIALING, S.INCOMPLETE}
    ahead = subscription.period_end if not (tried and runs) else trial
    goes_on = runs and subscription.cancel_at is None and ahead is not None and ahead > now
    return Terms(
        plan=plan_name(subscription.plan_at(now)),
        state=said.state,
        tone=said.tone,
        lines=said.lines,
        standing=stand.standing,
        price=price_words(amount, subscription.currency, subscription.interval) if subscription.interval else "",
        before=format_money(subscription.amount, subscription.currency) if subscription.discount else "",
        next_at=ahead if goes_on else None,
        next_amount=format_money(amount, subscription.currency) if goes_on else "",
        days_left=days_until(trial, now) if tried and trial is not None else None,
        subscribed=runs,
        can_resume=runs and subscription.cancel_at is not None and subscription.cancel_at > now,
        overdue=facts.unpaid_since is not None
        or (runs and (subscription.status in OWING or stand.standing != Standing.ACTIVE)),
        descent=descent,
    )


def price_words(amount: int, currency: str, interval: str) -> str:
    """``¥3,000.00 / 月``."""
    return f"{format_money(amount, currency)} / {PER[interval]}"


def _said(subscription: Any, standing: Standing, descent: Way | None, now: dt.datetime) -> Said:
    status, provider = subscription.status, bool(subscription.provider)
    if provider and status in OVER:
        return _ended(subscription, standing, descent)
    if is_left(subscription.provider):
        return _left(standing, descent)
    if status == S.INCOMPLETE:
        return _begun(standing, descent)
    if not provider or status == S.PAUSED:
        return _tried(subscription, standing, descent)
    if standing != Standing.ACTIVE or status in OWING:
        return _owed(subscription, standing, descent)
    return _running(subscription, now)


def _tried(subscription: Any, standing: Standing, descent: Way | None) -> Said:
    if descent is None:
        return Said(gettext("试用中"), "blue", [])
    if standing == Standing.ACTIVE:
        first = gettext("试用到 %(at)s，不需要绑卡，到期不会扣款。") % {"at": minute(descent.since)}
        return Said(gettext("试用中"), "blue", [first, _if_not_subscribed(descent)])
    over = gettext("试用已在 %(day)s 结束。") % {"day": day(descent.since)}
    return Said(_word(standing), TONES[standing], [over, *_stairs(standing, descent, gettext("订阅后立即恢复。"))])


def _if_not_subscribed(descent: Way) -> str:
    return gettext(
        "到期前订阅，营业不中断；没有订阅的话，%(read_only)s 起后台转为只读，%(suspended)s 起店铺停用，数据一直保留。"
    ) % {"read_only": day(descent.read_only_at), "suspended": day(descent.suspended_at)}


def _begun(standing: Standing, descent: Way | None) -> Said:
    lines = [gettext("订阅还差一步：首次付款没有完成。完成付款后立即生效；没有付款就不会收费。")]
    if descent is not None and standing == Standing.ACTIVE:
        lines.append(gettext("试用照常到 %(day)s。") % {"day": day(descent.since)})
    elif descent is not None:
        lines += _stairs(standing, descent, gettext("付款后立即恢复。"))
    return Said(gettext("等待首次付款"), "amber", lines)


def _owed(subscription: Any, standing: Standing, descent: Way | None) -> Said:
    lines = [
        gettext("有一张账单没有付成功。")
        if subscription.collection == Collection.AUTOMATIC
        else gettext("有一张账单已过付款期限。")
    ]
    if descent is not None:
        lines += _stairs(standing, descent, gettext("付款后立即恢复，不需要联系客服。"))
    return Said(_word(standing) if standing != Standing.ACTIVE else gettext("逾期未付"), TONES[standing], lines)


def _left(standing: Standing, descent: Way | None) -> Said:
    """Another engine collected it, which is not used any more."""
    if descent is None or standing != Standing.ACTIVE:
        over = gettext("平台换了收款方式，原来的订阅已经结束。")
        more = _stairs(standing, descent, gettext("重新订阅后立即恢复。")) if descent is not None else []
        return Said(_word(standing), TONES[standing], [over, *more])
    dates = {"day": day(descent.since), "suspended": day(descent.suspended_at)}
    first = gettext("平台换了收款方式，原来的订阅用到 %(day)s，不再自动扣款。") % dates
    then = gettext(
        "请在那之前重新订阅，营业不中断；否则 %(day)s 起后台转为只读，%(suspended)s 起店铺停用，数据一直保留。"
    )
    return Said(pgettext("state", "到期结束"), "amber", [first, then % dates])


def _ended(subscription: Any, standing: Standing, descent: Way | None) -> Said:
    if subscription.status == S.INCOMPLETE_EXPIRED:
        first = gettext("首次付款没有完成，订阅没有开始，也没有收费。")
    else:
        first = gettext("订阅已在 %(day)s 结束。") % {"day": day(descent.since)} if descent else gettext("订阅已结束。")
    # What is owed is paid first: nobody subscribes anew on top of an open bill.
    owes = subscription.unpaid_since is not None
    cure = gettext("请先付清欠费账单，再重新订阅。") if owes else gettext("重新订阅后立即恢复。")
    more = _stairs(standing, descent, cure) if descent is not None else []
    return Said(_word(standing), TONES[standing], [first, *more])


def _running(subscription: Any, now: dt.datetime) -> Said:
    cancel, lines = subscription.cancel_at, []
    if cancel is not None and cancel > now:
        lines.append(
            gettext("已取消续订：%(at)s 前一切照常，之后后台转为只读，%(suspended)s 起店铺停用。改变主意可以随时恢复。")
            % {"at": minute(cancel), "suspended": day(Way(cancel, ENDED).suspended_at)}
        )
        return Said(pgettext("state", "到期结束"), "amber", lines)
    if subscription.status == S.TRIALING and subscription.trial_ends_at is not None:
        lines.append(gettext("已订阅。试用到 %(at)s，那时才第一次收费。") % {"at": minute(subscription.trial_ends_at)})
    if subscription.held_plan and subscription.held_until is not None and subscription.held_until > now:
        lines.append(
            gettext("已付的“%(old)s”用到 %(day)s，之后换成“%(new)s”。")
            % {
                "old": plan_name(subscription.held_plan),
                "day": day(subscription.held_until),
                "new": plan_name(subscription.plan),
            }
        )
    if not lines:
        lines.append(
            gettext("到期自动续订，随时可以取消。")
            if subscription.collection == Collection.AUTOMATIC
            else gettext("每期开出账单，7 天内付清即可，随时可以取消。")
        )
    word = gettext("已订阅，试用中") if subscription.status == S.TRIALING else gettext("使用中")
    return Said(word, "blue" if subscription.status == S.TRIALING else "green", lines)


def _stairs(standing: Standing, descent: Way, cure: str) -> list[str]:
    """What works at this step, and what comes next."""
    dates = {"read_only": day(descent.read_only_at), "suspended": day(descent.suspended_at)}
    if standing == Standing.SUSPENDED:
        return [gettext("店铺已停用：不能售卖和发卡。买家仍能查看买过的卡密，数据都在，可以导出。"), cure]
    if standing == Standing.READ_ONLY:
        now = gettext("后台现在只读：在售商品照常售卖，但不能上新、补货、添加成员。%(suspended)s 起店铺停用。")
        return [now % dates, cure]
    return [gettext("现在一切照常。%(read_only)s 起后台转为只读，%(suspended)s 起店铺停用。") % dates, cure]


def _word(standing: Standing) -> str:
    return str(standing.label)
