"""The statement of a day, in the columns of bill type ALL."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

HEAD = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,"
    "代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,"
    "申请退款金额,费率备注"
)
TOTALS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
CLOCK = ZoneInfo("Asia/Shanghai")


def statement(desk, day: dt.date) -> bytes:
    """Lines of the day; nothing when nothing happened."""
    lines = [_line(desk, number, paid) for number, paid in desk.payments.items() if _on(day, paid)]
    lines += [_line(desk, each["of"], each, name) for name, each in desk.refunds.items() if _on(day, each)]
    if not lines:
        return b""
    total = _cells([str(len(lines)), "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"])
    return ("\ufeff" + "\r\n".join([HEAD, *lines, TOTALS, total]) + "\r\n").encode()


def _on(day: dt.date, fact: dict) -> bool:
    return "at" in fact and fact["at"].astimezone(CLOCK).date() == day


def _line(desk, number: str, fact: dict, refund: str = "") -> str:
    paid = desk.payments[number]
    total = paid["asked"]["amount"]["total"]
    gone = fact["amount"]["refund"] if refund else 0
    fee = -(gone * 6 / 1000) if refund else total * 6 / 1000
    return _cells(
        [
            f"{fact['at'].astimezone(CLOCK):%Y-%m-%d %H:%M:%S}", desk.appid, desk.mchid, "", "", paid["id"], number, "openid",
            paid["kind"].upper(), "REFUND" if refund else "SUCCESS", "OTHERS", "CNY", "0.00" if refund else f"{total / 100:.2f}",
            "0.00", fact["id"] if refund else "0", refund or "0", f"{gone / 100:.2f}", "0.00", "ORIGINAL" if refund else "",
            "PROCESSING" if refund else "", "点卡, 五十元", "", f"{fee / 100:.5f}", "0.60%", f"{total / 100:.2f}",
            f"{gone / 100:.2f}", "",
        ]
    )  # fmt: skip


def _cells(cells: list[str]) -> str:
    return ",".join("`" + cell for cell in cells)
