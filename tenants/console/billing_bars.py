"""How full each limit of a plan is, in words and as a bar."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext

from billing.enums import Meter
from billing.usage_selectors import Usage, UsageOfMeter
from platform_core.entitlements.enums import Limit
from platform_core.entitlements.plans import Allowance
from tenants.console.billing_held import WAYS, Held
from tenants.console.billing_offer import amount_words
from tenants.console.billing_usage import quantity_words

NEARLY, FULL = 80, 100


class UsageBar(NamedTuple):
    """A limit. ``percent``: None where there is none. ``hint``: where it leads, and when."""

    key: str
    label: str
    used: str
    most: str
    percent: int | None
    tone: str
    hint: str
    path: str


def bars_of(allowance: Allowance, held: Held, usage: Usage) -> list[UsageBar]:
    """Every limit of a plan, and what is counted without one, the most important first."""
    meters = {each.meter: each for each in usage.meters}
    return [
        metered(Limit.CODES.value, gettext("本月发卡"), meters[Meter.CODES]),
        _counted(Limit.SKUS, gettext("商品规格"), held.skus, allowance.skus),
        _counted(Limit.STAFF, gettext("成员（含邀请）"), held.staff, allowance.staff),
        _counted(Limit.ENDPOINTS, gettext("Webhook 端点"), held.endpoints, allowance.endpoints),
        metered(Limit.STORAGE.value, gettext("存储空间"), meters[Meter.STORAGE]),
        metered("sms", gettext("本月短信"), meters[Meter.SMS]),
    ]


def metered(key: str, label: str, meter: UsageOfMeter) -> UsageBar:
    """Something that is measured, with what it will come to."""
    share = _share(meter.used, meter.limit)
    return UsageBar(
        key,
        label,
        quantity_words(meter.meter, meter.used),
        amount_words("storage_mb" if meter.meter == Meter.STORAGE else "", meter.limit)
        if meter.limit is not None
        else "",
        share,
        tone_of(share),
        forecast_words(meter),
        "",
    )


def forecast_words(meter: UsageOfMeter) -> str:
    """What the end of the month will see, and when the limit is reached."""
    if meter.limit is not None and meter.used >= meter.limit:
        if meter.meter == Meter.CODES:
            return gettext("已用满，新的发卡会被拒绝；下月 1 日重新计算，升级套餐立即生效。")
        return gettext("已用满，不能再上传；升级套餐立即生效。")
    if meter.hit_on is not None:
        return gettext("按现在的速度，%(day)s 用满。") % {"day": f"{meter.hit_on:%m-%d}"}
    if meter.forecast is not None:
        return gettext("预计到月底 %(total)s。") % {"total": quantity_words(meter.meter, meter.forecast)}
    return gettext("数据还少，满三天后开始预测。") if meter.used else ""


def tone_of(share: int | None) -> str:
    """Amber near the limit, red at it."""
    if share is None or share < NEARLY:
        return ""
    return "red" if share >= FULL else "amber"


def _counted(limit: Limit, label: str, used: int, most: int | None) -> UsageBar:
    share, hint = _share(used, most), ""
    if most is not None and used >= most:
        hint = gettext("已达上限，不能再添加。")
    path = WAYS[limit][0]
    return UsageBar(
        limit.value, label, f"{used:,}", f"{most:,}" if most is not None else "", share, tone_of(share), hint, path
    )


def _share(used: int, most: int | None) -> int | None:
    return None if most is None else min(used * 100 // max(most, 1), 999)
