"""What staff read when a step about a supplier is refused, by the reason of the refusal."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: Final[dict[str, Promise]] = {
    "state": _("供应商的状态刚刚变了，请刷新后再看。"),
    "actor": _("这一步不由平台人员来做。"),
    "reason": _("请写明原因；它会记入历史，需要时告知商家。"),
    "unchecked": _("自动核验还没有完成，请稍候再看。"),
    "own_work": _("资料由您提交或修改，须由其他人审核。"),
    "already_approved": _("您已经通过一次，第二次审核须由其他人来做。"),
    "own_decision": _("限制由您作出，申诉与恢复须由其他人决定。"),
    "too_early": _("限额期未满 30 天。"),
    "too_few_orders": _("订单不足 100 笔，暂不能解除限额。"),
    "too_many_disputes": _("纠纷率达到 1%，暂不能解除限额。"),
    "two_people": _("须由两人确认。"),
    "same_person": _("提议由您发起，须由另一人确认。"),
    "over": _("该提议已处理或已过期。"),
    "incomplete": _("请填写原因、整改方式、法律依据并附证据。"),
    "review_on": _("请填写将来的复查日期。"),
    "bounds": _("入库时间的起点不能晚于终点。"),
    "already_open": _("已有一项待确认的提议。"),
    "appeal_over": _("该申诉已处理。"),
    "on_list": _("名单筛查有命中未排除：请先处理相应的发现，属实的不得通过。"),
    "unscreened": _("还没有对照最新名单筛查，通常几分钟内完成，请稍后再试。"),
    "watch_lists": _("监管名单缺失或超过一天未更新，更新前不能通过审核。"),
}
