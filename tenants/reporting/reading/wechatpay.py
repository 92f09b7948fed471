"""WeChat Pay: the trade bill (交易账单) and the bill of movements (资金账单)."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from tenants.reporting.enums import LineKind, LineStatus
from tenants.reporting.reading.cells import currency_of, minor, moment
from tenants.reporting.reading.rows import ID, CannotRead, StatementRow

CLOCK = ZoneInfo("Asia/Shanghai")
TRADES = frozenset({"交易时间", "商户号", "微信订单号", "商户订单号", "交易状态", "货币种类", "手续费", "订单金额"})
FUNDS = frozenset({"记账时间", "微信支付业务单号", "资金流水单号", "业务类型", "收支类型", "收支金额"})
REFUND_COLUMN, REFUND_TIME = "微信退款单号", "退款成功时间"  # without, with: a bill of payments, of refunds alone
TOTALS = ("总交易单数", "资金流水总笔数")
STATUSES = {
    "SUCCESS": LineStatus.DONE,
    "PROCESSING": LineStatus.PROCESSING,
    "CHANGE": LineStatus.FAILED,
    "REFUNDCLOSE": LineStatus.FAILED,
    "FAIL": LineStatus.FAILED,
}
NOTHING = {"", "0"}


def read_trade(line: int, cells: Mapping[str, str], shop: str) -> StatementRow:
    """A payment or a refund of the trade bill.

    Raises:
        CannotRead
    """
    refund_id = cells.get(REFUND_COLUMN, "")
    refund = cells["交易状态"] in {"REFUND", "REVOKED"} or refund_id not in NOTHING
    trade, currency = cells["微信订单号"], currency_of(cells["货币种类"])
    known = refund_id if refund else trade
    if known in NOTHING:
        raise CannotRead("number_missing")
    asked = cells.get("申请退款金额") or cells.get("退款金额", "")
    return StatementRow(
        line=line,
        kind=LineKind.REFUND if refund else LineKind.PAYMENT,
        key=known[:ID],
        number=cells["商户订单号"][:ID],
        refund_number=cells.get("商户退款单号", "")[:ID] if refund else "",
        provider_id=known[:ID],
        trade_id=trade[:ID],
        amount=-minor(asked, currency) if refund else minor(cells["订单金额"], currency),
        fee=minor(cells["手续费"], currency, rounded=True),
        currency=currency,
        at=moment(cells["交易时间"], CLOCK),
        status=STATUSES.get(cells.get("退款状态", ""), LineStatus.UNSAID) if refund else LineStatus.DONE,
        merchants=tuple(each for each in (cells["商户号"], cells.get("特约商户号", "")) if each not in NOTHING),
    )


def read_fund(line: int, cells: Mapping[str, str], shop: str) -> StatementRow:
    """A movement: fees have lines of their own.

    Raises:
        CannotRead
    """
    amount, what = minor(cells["收支金额"], "CNY"), cells["业务类型"]
    came, trade, flow = cells["收支类型"] == "收入", cells["微信支付业务单号"], cells["资金流水单号"]
    if not flow:
        raise CannotRead("number_missing")
    if "手续费" in what:
        kind = LineKind.FEE
    elif what == "交易" and came:
        kind = LineKind.PAYMENT
    elif what == "退款" and not came:
        kind = LineKind.REFUND
    elif "提现" in what:
        kind = LineKind.PAYOUT
    else:
        kind = LineKind.OTHER
    fee = (-amount if came else amount) if kind == LineKind.FEE else 0
    fact = trade if kind in {LineKind.PAYMENT, LineKind.REFUND} else flow
    return StatementRow(
        line=line,
        kind=kind,
        key=fact[:ID],
        number="",
        refund_number="",
        provider_id=fact[:ID],
        trade_id="" if kind in {LineKind.REFUND, LineKind.PAYOUT} else trade[:ID],
        amount=0 if kind == LineKind.FEE else amount if came else -amount,
        fee=fee,
        currency="CNY",
        at=moment(cells["记账时间"], CLOCK),
        status=LineStatus.UNSAID,
    )
