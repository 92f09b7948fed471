"""What a coupon is, in the words of lists and pages."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from platform_core.kernel.errors import DomainError
from platform_core.kernel.money import format_money
from tenants.marketing.enums import CouponState
from tenants.marketing.models import Coupon

TONES = {
    CouponState.RUNNING: "green",
    CouponState.PLANNED: "blue",
    CouponState.OVER: "",
    CouponState.USED_UP: "",
    CouponState.OFF: "amber",
}


def off_words(coupon: Coupon) -> str:
    """What it takes off, from how much on."""
    if coupon.percent is not None:
        tens, ones = divmod(100 - coupon.percent, 10)
        words = _("减 %(percent)d%%（%(fold)s 折）") % {
            "percent": coupon.percent,
            "fold": f"{tens}.{ones}" if ones else f"{tens}",
        }
        if coupon.cap is not None:
            words += _("，最多减 %(cap)s") % {"cap": format_money(coupon.cap, coupon.currency)}
    else:
        words = _("减 %(amount)s") % {"amount": format_money(coupon.amount_off or 0, coupon.currency)}
    if coupon.minimum:
        words = _("满 %(least)s ") % {"least": format_money(coupon.minimum, coupon.currency)} + words
    return words


def used_words(coupon: Coupon) -> str:
    """How often it was used, of how many times."""
    return f"{coupon.used} / {coupon.most_uses}" if coupon.most_uses is not None else f"{coupon.used} / ∞"


def _minute(at: dt.datetime) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}"


def period_words(coupon: Coupon) -> str:
    """From when until when it is good."""
    since, until = coupon.starts_at, coupon.ends_at
    if since and until:
        return f"{_minute(since)} – {_minute(until)}"
    if until:
        return _("到 %(until)s") % {"until": _minute(until)}
    return _("从 %(since)s 起") % {"since": _minute(since)} if since else _("长期有效")


def refusal_words(error: DomainError) -> tuple[str | None, str]:
    """The field of the form that is wrong, and what to do about it."""
    reason = error.data.get("reason")
    if error.code == "coupon_code_taken":
        return "code", _("这个优惠码已经用过了，换一个；停用的也不能重复，买家会混淆。")
    if reason == "below_used":
        return "most_uses", _("已经用了 %(used)s 次，总次数不能比它少。") % error.data
    if reason == "too_many":
        return "count", _("这次最多能生成 %(maximum)s 个。") % error.data
    return None, _("没有保存，请重试。")
