"""Why something could not be done about an order, in words for whoever tried."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.compliance.errors import RuleRefused
from platform_core.kernel.errors import DomainError
from tenants.console.card_form import rule_text
from tenants.customers.errors import BlockRefused
from tenants.inventory.errors import CodesNotKept, CodeStockExhausted
from tenants.issuance.errors import AlreadyRedeemed, AlreadyRefunded, CodeStateInvalid, IssuanceNotCancelable
from tenants.orders.errors import ContactRefused, OrderActionRefused
from tenants.payments.errors import RefundExceedsPayment

REASONS = {
    "case_closed": gettext_lazy("这个工单已结案，刚才的操作没有执行。"),
    "refunding": gettext_lazy("退款正在进行，等支付机构答复后再处理。"),
    "not_waiting_for_delivery": gettext_lazy("这笔订单没有等待补发的内容。"),
    "not_paid": gettext_lazy("没有收到这笔订单的付款。"),
    "money_went_back": gettext_lazy("钱已退回、正在退回或因争议被冻结，不能再发货。"),
    "stand_in_unfit": gettext_lazy("替代规格须为同一币种，且面额不低于原规格。"),
    "not_by_hand": gettext_lazy("这一项由系统自动发货。"),
    "handed_over": gettext_lazy("这一项已经发货，买家看到的是先前的内容。"),
    "still_owed": gettext_lazy("买家已付款，尚未收到卡密或退款，不能直接关闭。"),
    "nothing_unallocated": gettext_lazy("这笔钱不在本单名下（另一笔交易或其他币种），请在支付机构后台退回后再关闭。"),
    "whole_only": gettext_lazy("这笔钱只能整笔退回。"),
    "rest_only": gettext_lazy("补货已到一部分：只能退未到部分的金额，或全部退款。金额可能刚刚变化，请刷新后再试。"),
    "refund_failed_before": gettext_lazy("上一笔退款失败，请重新发起那一笔。"),
    "nothing_failed": gettext_lazy("没有失败的退款。"),
    "no_share_failed": gettext_lazy("没有失败的分账。"),
    "shares_not_covered": gettext_lazy("支付机构的余额不够分账，请用其他方式支付后关闭工单。"),
    "reason_missing": gettext_lazy("请填写原因。"),
    "in_case": gettext_lazy("这笔订单在异常订单里等待处理，请在对应的工单里补发或退款。"),
    "not_unpaid": gettext_lazy("只有待支付的订单可以关闭；已付款的请退款。"),
    "over": gettext_lazy("订单已关闭或已退款，不再发送任何内容，联系方式不用更正。"),
    "already_read": gettext_lazy("买家已经看过这笔订单的内容，说明能打开订单；为防止有人冒领，不能再改联系方式。"),
    "contact_erased": gettext_lazy("买家的个人信息已删除，联系方式不能恢复。"),
    "text_missing": gettext_lazy("请填写内容（最多 4000 字）。"),
}
ERRORS: dict[type[DomainError], object] = {
    CodeStockExhausted: gettext_lazy("库存不足，没有发出任何卡密。"),
    RefundExceedsPayment: gettext_lazy("退款金额超过这笔付款剩余可退的金额。"),
    AlreadyRedeemed: gettext_lazy("有卡密已被核销，不能作废。请改为部分退款。"),
    AlreadyRefunded: gettext_lazy("有卡密已经退过款。"),
    CodeStateInvalid: gettext_lazy("有卡密已作废或冻结，不能这样处理。"),
    ContactRefused: gettext_lazy("请填写真实的联系方式；太简单或格式不对的不能用。"),
    BlockRefused: gettext_lazy("没有改变：请填写原因，并确认这位客户目前的状态。"),
    CodesNotKept: gettext_lazy(
        "卡密内容已按保存期限销毁（交付、导出或作废满 180 天），无法再查看；仍可核销、换卡和退款。"
    ),
    IssuanceNotCancelable: gettext_lazy("补货刚刚到齐，请刷新后再处理。"),
}


def words_of(error: DomainError) -> str:
    """What to tell who was refused; nothing was changed."""
    if isinstance(error, RuleRefused):
        return rule_text(error)
    if isinstance(error, OrderActionRefused) and error.data.get("reason") in REASONS:
        return str(REASONS[error.data["reason"]])
    return str(ERRORS.get(type(error), _("没有完成，什么都没有改变。请刷新后再试。")))
