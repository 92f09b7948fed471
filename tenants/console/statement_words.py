"""Statements of institutions in words: why one was refused, what is wrong with a line, what a difference means and asks for."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.kernel.errors import DomainError
from tenants.payments.enums import GatewayName, PaymentState, RefundState
from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.reporting.enums import DifferenceKind, DifferenceState, LineKind, StatementState
from tenants.reporting.errors import DifferenceNotOpen, StatementInUse, StatementRepeated
from tenants.reporting.models import Difference

STATEMENT_TONES = {
    StatementState.LOADING: "blue",
    StatementState.LOADED: "blue",
    StatementState.MATCHED: "green",
    StatementState.SETTLED: "green",
    StatementState.DIFFERENT: "amber",
    StatementState.REJECTED: "red",
}
DIFFERENCE_TONES = {
    DifferenceState.OPEN: "amber",
    DifferenceState.EXPECTED: "blue",
    DifferenceState.RESOLVED: "green",
    DifferenceState.CLEARED: "green",
}
REFUSALS: dict[str, str | Promise] = {
    "file_missing": gettext_lazy("请选择账单文件。"),
    "file_empty": gettext_lazy("文件里没有内容。"),
    "file_binary": gettext_lazy("这不是文本账单。请下载 CSV 格式，不要用截图或 PDF。"),
    "file_spreadsheet": gettext_lazy("这是 Excel 工作簿。请在支付机构后台下载 CSV 格式，直接上传原文件。"),
    "file_corrupt": gettext_lazy("文件已损坏，无法打开。请重新下载。"),
    "file_encrypted": gettext_lazy("压缩包有密码。请先解压，再上传里面的 CSV。"),
    "file_too_large": gettext_lazy("文件过大（上限 128 MB，压缩包 32 MB）。请按天下载后分别上传。"),
    "archive_without_table": gettext_lazy("压缩包里没有明细账单。请不要只上传汇总表。"),
    "archive_with_several": gettext_lazy("压缩包里有多份明细。请解压后逐份上传。"),
    "format_unknown": gettext_lazy("没有认出这份账单。请上传支付机构原样下载的明细文件，不要删改表头。"),
    "without_lines": gettext_lazy("这份账单没有明细行。"),
    "no_line_readable": gettext_lazy("没有一行能读懂，未载入任何内容。"),
    "no_account": gettext_lazy("还没有配置这个渠道的收款账户。请先到“收款账户”填写，再上传账单。"),
    "other_merchant": gettext_lazy("这份账单属于另一个商户号，不是本店的收款账户。"),
    "day_not_over": gettext_lazy("账单的日期还没有结束。请等到第二天账单生成后再载入。"),
    "period_invalid": gettext_lazy("账单日期不对：开始不能晚于结束，最多 400 天。"),
    "given_up": gettext_lazy("多次尝试后仍未完成，没有载入任何内容。请重新上传。"),
    "isp.bill_not_exist": gettext_lazy("支付宝没有这一天的账单：当天没有交易，或账单还没有生成（次日 9 点后）。"),
    "NO_STATEMENT_EXIST": gettext_lazy("微信支付没有这一天的账单。"),
}
LINE_FAULTS: dict[str, Promise] = {
    "amount_unreadable": gettext_lazy("金额无法识别"),
    "time_unreadable": gettext_lazy("时间无法识别"),
    "currency_unreadable": gettext_lazy("币种无法识别"),
    "number_missing": gettext_lazy("没有交易号"),
    "columns_mismatch": gettext_lazy("列数与表头不一致"),
    "quote_unclosed": gettext_lazy("引号没有闭合"),
    "line_too_long": gettext_lazy("这一行太长"),
    "encoding_invalid": gettext_lazy("有无法识别的字符"),
    "other_merchant": gettext_lazy("属于另一个商户号"),
}


class Advice(NamedTuple):
    """What a difference means, and what to do."""

    means: str | Promise
    todo: str | Promise


ADVICE: dict[str, Advice] = {
    DifferenceKind.MISSING_HERE: Advice(
        gettext_lazy("支付机构收到了这笔钱，平台没有这笔付款。"),
        gettext_lazy("先“立即查询”让平台补记；若是店外收款或其他店铺的交易，写明原因后标记为已处理。"),
    ),
    DifferenceKind.MISSING_THERE: Advice(
        gettext_lazy("平台记录已收款，账单里没有这一笔。"),
        gettext_lazy("确认账单是否完整、是否下载了正确的商户号；确实没有到账时转为异常订单。"),
    ),
    DifferenceKind.AMOUNT_DIFFERS: Advice(
        gettext_lazy("两边都有这一笔，金额不同。"),
        gettext_lazy("以支付机构为准核实实收金额，再决定补款或退款。"),
    ),
    DifferenceKind.CURRENCY_DIFFERS: Advice(
        gettext_lazy("两边都有这一笔，币种不同。"), gettext_lazy("核实收款账户的结算币种。")
    ),
    DifferenceKind.STATUS_DIFFERS: Advice(
        gettext_lazy("两边对这一笔的结果说法不同。"),
        gettext_lazy("“立即查询”让平台按支付机构的答复更新；在支付机构后台做的退款会自动补记。"),
    ),
    DifferenceKind.DUPLICATE: Advice(
        gettext_lazy("同一笔在账单里出现了不止一次，或买家付了两次。"),
        gettext_lazy("交易号不同说明买家付了两次：转为异常订单后退回多付的一笔。"),
    ),
}


def refusal_of(error: DomainError) -> str:
    """What to tell whoever loaded a statement that was refused."""
    if isinstance(error, StatementRepeated):
        return _("这份账单已经载入过，没有重复计算。")
    if isinstance(error, StatementInUse):
        count = error.data.get("resolved")
        if count:
            return _("有 %(count)d 条差异已经处理过，不能撤销。请先重新打开它们。") % {"count": count}
        return _("账单现在的状态不能这样做，请刷新后再试。")
    if isinstance(error, DifferenceNotOpen):
        return _("这条差异已经处理过或已自动消除，请刷新。")
    if isinstance(error, GatewayUnavailable | GatewayRefused):
        return _("支付机构没有给出结果（%(reason)s），什么都没有改变。") % {"reason": error.data.get("reason", "")}
    if error.data.get("reason") == "other_channel":
        names = {name: str(GatewayName(error.data[name]).label) for name in ("found", "wanted")}
        return _("这是%(found)s的账单，您要上传的是%(wanted)s。请换到对应的渠道。") % names
    if error.data.get("reason") == "other_merchant" and error.data.get("found"):
        told = {name: error.data[name] for name in ("found", "wanted")}
        return _("这份账单的商户号是 %(found)s，本店的是 %(wanted)s，没有载入。") % told
    return failure_of(str(error.data.get("reason", "")))


def failure_of(reason: str) -> str:
    """Why a statement could not be loaded."""
    return str(REFUSALS.get(reason) or _("无法载入（%(reason)s）。") % {"reason": reason})


def fault_of(code: str) -> str:
    """What is wrong with a line."""
    return str(LINE_FAULTS.get(code, code))


def our_state_of(difference: Difference) -> str:
    """How far the payment or refund is on our side."""
    states: type[PaymentState | RefundState] = PaymentState if difference.fact == LineKind.PAYMENT else RefundState
    return str(states(difference.our_state).label) if difference.our_state in states.values else ""
