"""Forms of the shop's settings."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.kernel.clock import now
from platform_core.tenancy.enums import ShopLanguage
from tenants.access.enums import EntityKind
from tenants.access.models import ShopSettings
from tenants.console.place_names import PLACES

USUAL = ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "UTC")
MOMENT = "%Y-%m-%dT%H:%M"


@cache  # a walk over hundreds of files
def _zones() -> list[tuple[str, str]]:
    others = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [(name, name) for name in (*USUAL, *(name for name in others if name not in USUAL))]


def _places() -> list[tuple[str, Any]]:
    return [("", gettext_lazy("请选择")), *PLACES.items()]


class ShopForm(forms.Form):
    """What the shop is called, how it greets, by whose days it counts, who runs it."""

    name = forms.CharField(label=gettext_lazy("店铺名称"), max_length=80)
    language = forms.ChoiceField(
        label=gettext_lazy("店铺语言"),
        choices=ShopLanguage.choices,
        required=False,
        help_text=gettext_lazy("访客自己选过语言的，按访客的选择。"),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("时区"),
        choices=_zones,
        help_text=gettext_lazy("报表按这个时区的自然日统计，后台与店铺的时间也按它显示。更改后按日统计会重新计算。"),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("经营主体所在国家或地区"),
        choices=_places,
        required=False,
        help_text=gettext_lazy("决定能开通哪些收款机构。"),
    )
    entity = forms.ChoiceField(
        label=gettext_lazy("主体类型"), choices=[("", gettext_lazy("请选择")), *EntityKind.choices], required=False
    )


class OpeningForm(forms.Form):
    """Open, or closed for a while."""

    closed = forms.BooleanField(label=gettext_lazy("歇业：页面可看，暂不接单"), required=False)
    reopens_at = forms.DateTimeField(
        label=gettext_lazy("预计恢复营业时间（可选）"),
        required=False,
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        help_text=gettext_lazy("到时自动恢复接单；留空则由您手动恢复。"),
    )
    closed_text = forms.CharField(
        label=gettext_lazy("歇业说明"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("显示在每一页的顶部；留空使用默认文字。"),
    )

    def clean(self) -> dict[str, Any]:
        """A day to come, where one is given."""
        given: dict[str, Any] = super().clean() or {}
        at: dt.datetime | None = given.get("reopens_at")
        if given.get("closed") and at is not None and at <= now():
            self.add_error("reopens_at", ValidationError(_("请填写将来的时间。")))
        if not given.get("closed"):
            given["reopens_at"] = None
        return given


class KeepingForm(forms.Form):
    """How long data is kept."""

    retention_years = forms.IntegerField(
        label=gettext_lazy("订单中的买家信息保留（年）"),
        min_value=ShopSettings.LEAST_YEARS,
        max_value=ShopSettings.MOST_YEARS,
        help_text=gettext_lazy(
            "《电子商务法》要求自交易完成之日起至少保存三年。到期后抹去联系方式、买家填写的信息和留言；金额、时间和账目保留。"
            "记名或满 10,000 元的购卡至少五年；持牌机构至少十年。"
            "卡密在交付、导出或作废 180 天后销毁（有未结的异常订单、退款、冻结或召回时除外），"
            "之后买家、您和平台都无法再查看，仍可核销、换卡和退款。"
        ),
    )
    request_log_days = forms.IntegerField(
        label=gettext_lazy("接口请求日志保留（天）"),
        min_value=ShopSettings.LEAST_DAYS,
        max_value=ShopSettings.MOST_DAYS,
        help_text=gettext_lazy(
            "正式环境的接口请求；测试环境固定 7 天。谁在何时从哪里调用了接口、是否被拒，属于网络安全日志，"
            "《网络安全法》要求留存不少于六个月，因此最短 183 天。缩短后，更早的记录会被删除。"
        ),
    )


class SafetyForm(forms.Form):
    """How long large orders of new buyers wait before they are delivered."""

    safety_minutes = forms.TypedChoiceField(
        label=gettext_lazy("大额新客订单"),
        coerce=int,
        choices=[
            ("0", gettext_lazy("付款后立即发货")),
            ("30", gettext_lazy("付款后延迟 30 分钟发货")),
            ("60", gettext_lazy("付款后延迟 60 分钟发货")),
            ("120", gettext_lazy("付款后延迟 120 分钟发货")),
        ],
        help_text=gettext_lazy(
            "骗子常冒充客服、公检法或领导，诱导受害人大额买卡；延迟一会儿，多数人能醒悟。"
            "适用于：新买家 10 分钟内购卡超过 20 张或 5,000 元，或凌晨 0–6 点首单满 2,000 元（标准由平台统一制定）。"
            "卡密为买家保留，到时间自动发货；"
            "您可以在“异常订单”里随时提前发货或全额退款。老买家与接口发卡不受影响。"
        ),
    )
