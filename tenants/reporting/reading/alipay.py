"""Alipay: single trades (业务明细) and the movements of the account (账务明细)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from tenants.reporting.enums import LineKind, LineStatus
from tenants.reporting.reading.cells import minor, moment
from tenants.reporting.reading.rows import ID, CannotRead, StatementRow, alipay_refund_id

CLOCK = ZoneInfo("Asia/Shanghai")
UNIT = re.compile(r"[（(][+＋\-－]?元[）)]$")
TRADES = frozenset(
    {"支付宝交易号", "商户订单号", "业务类型", "商品名称", "完成时间", "订单金额", "服务费", "退款批次号/请求号"}
)
FUNDS = frozenset(
    {"账务流水号", "业务流水号", "商户订单号", "商品名称", "发生时间", "收入金额", "支出金额", "业务类型"}
)
NAME = "商品名称"
ACCOUNT = re.compile(r"账号[：:]\s*\[?(\d{16})")
PERIOD = re.compile(r"(起始|终止)日期[：:]\s*\[?(\d{4})年(\d{2})月(\d{2})日(?:\s+(\d{2}:\d{2}:\d{2}))?")


def read_account(remark: str) -> str:
    """Whose statement it says it is, in a remark above the table; "" if it says nothing."""
    found = ACCOUNT.search(remark)
    return found[1] if found else ""


def read_period(remark: str) -> dict[str, dt.date]:
    """``first`` and ``last`` day, as far as a remark says so. A period that ends at midnight does not have the day that begins."""
    found = {}
    for which, year, month, day, clock in PERIOD.findall(remark):
        date = dt.date(int(year), int(month), int(day))
        if which == "起始":
            found["first"] = date
        else:
            found["last"] = date - dt.timedelta(days=1) if clock == "00:00:00" else date
    return found


def read_trade(line: int, cells: Mapping[str, str], shop: str) -> StatementRow:
    """A payment or a refund.

    Raises:
        CannotRead
    """
    trade, refund_number = cells["支付宝交易号"], cells["退款批次号/请求号"]
    refund = "退款" in cells["业务类型"]
    kind = LineKind.REFUND if refund else LineKind.PAYMENT if cells["业务类型"] == "交易" else LineKind.OTHER
    if not trade:
        raise CannotRead("number_missing")
    amount = abs(minor(cells["订单金额"], "CNY"))
    fact = alipay_refund_id(trade, refund_number) if refund and refund_number else "" if refund else trade
    return StatementRow(
        line=line,
        kind=kind,
        key=(fact or f"{trade}/{cells['完成时间'].strip()}/{amount}")[: ID + 32],
        number=cells["商户订单号"][:ID],
        refund_number=refund_number[:ID] if refund else "",
        provider_id=fact[:ID],
        trade_id=trade[:ID],
        amount=-amount if refund else amount,
        fee=-minor(cells["服务费"], "CNY", rounded=True),
        currency="CNY",
        at=moment(cells["完成时间"], CLOCK),
        status=LineStatus.DONE,
    )


def read_fund(line: int, cells: Mapping[str, str], shop: str) -> StatementRow:
    """A movement. Its refunds say of which trade they are and not which request; fees have lines of their own.

    Raises:
        CannotRead
    """
    came, gone = abs(minor(cells["收入金额"], "CNY")), abs(minor(cells["支出金额"], "CNY"))
    flow, trade, what = cells["账务流水号"], cells["业务流水号"], cells["业务类型"]
    if not flow:
        raise CannotRead("number_missing")
    if what.startswith(("收费", "服务费", "退费")):
        kind = LineKind.FEE
    elif "退款" in what and gone:
        kind = LineKind.REFUND
    elif what in {"交易付款", "在线支付", "交易"} and came:
        kind = LineKind.PAYMENT
    elif "提现" in what:
        kind = LineKind.PAYOUT
    else:
        kind = LineKind.OTHER
    return StatementRow(
        line=line,
        kind=kind,
        key=(trade if kind == LineKind.PAYMENT and trade else flow)[:ID],
        number="" if kind == LineKind.PAYOUT else cells["商户订单号"][:ID],
        refund_number="",
        provider_id=trade[:ID] if kind == LineKind.PAYMENT else "",
        trade_id="" if kind == LineKind.PAYOUT else trade[:ID],
        amount=0 if kind == LineKind.FEE else came - gone,
        fee=gone - came if kind == LineKind.FEE else 0,
        currency="CNY",
        at=moment(cells["发生时间"], CLOCK),
        status=LineStatus.DONE,
    )
