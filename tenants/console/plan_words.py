"""What somebody in the back office is told when the plan or the subscription does not allow what they did."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from platform_core.entitlements.enums import Limit, Standing
from platform_core.entitlements.errors import LimitReached, SubscriptionInactive
from platform_core.kernel.errors import DomainError

REFUSALS: Final = (SubscriptionInactive, LimitReached)
NO_CONTENT, PAYMENT_REQUIRED = 204, 402


def find_plan_words(error: DomainError) -> str:
    """Why the plan or the subscription does not allow it, and what to do; empty: that was not the reason."""
    if isinstance(error, SubscriptionInactive):
        return _standing_words(str(error.data.get("standing")))
    if isinstance(error, LimitReached):
        return _limit_words(error)
    return ""


def _standing_words(standing: str) -> str:
    if standing == Standing.SUSPENDED:
        return _("没有执行：订阅已停用。续费后立即恢复；已售订单的发货、换卡和退款不受影响。")
    return _("没有执行：订阅已逾期，店铺为只读状态，不能新增内容；在售商品照常销售。续费后立即恢复。")


def _limit_words(error: LimitReached) -> str:
    facts = {"limit": error.data.get("limit"), "used": error.data.get("used")}
    words = {
        Limit.SKUS: _("没有执行：套餐最多 %(limit)s 个规格，现有 %(used)s 个。请归档不卖的商品，或升级套餐。"),
        Limit.STAFF: _(
            "没有执行：套餐最多 %(limit)s 位成员，现有 %(used)s 位（含未接受的邀请）。请撤回邀请、移除成员，或升级套餐。"
        ),
        Limit.ENDPOINTS: _("没有执行：套餐最多 %(limit)s 个端点，现有 %(used)s 个。请删除不用的，或升级套餐。"),
        Limit.CODES: _("没有执行：本月最多发卡 %(limit)s 张，已发 %(used)s 张。升级套餐后可继续。"),
        Limit.STORAGE: _("没有执行：存储空间上限 %(limit)s MB，已用 %(used)s MB。请升级套餐。"),
        Limit.DOMAIN: _("没有执行：当前套餐不含自有域名。请升级套餐。"),
    }
    return words[Limit(error.data["quota"])] % facts


def answer_refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Say it: on a page of its own with the way to the plans; a part of a page is loaded again and says it there."""
    text = find_plan_words(error)
    in_panel = request.headers.get("HX-Target") == "panel-body"
    if request.headers.get("HX-Request") and not in_panel:
        messages.error(request, text)
        return HttpResponse(status=NO_CONTENT, headers={"HX-Refresh": "true"})
    context = {"text": text, "upgrade_url": error.data.get("upgrade_url", "")}
    return render(request, "console/plan_refused.html", context, status=PAYMENT_REQUIRED)
