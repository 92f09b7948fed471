"""Statements as institutions write them, from lines that a test lays down."""

import csv
import gzip
import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
CLOCKS = {"wechatpay": CHINA, "alipay": CHINA, "stripe": UTC}
MERCHANT = {"wechatpay": "1900000109", "alipay": "2088000000000001", "stripe": ""}
SETTINGS = {
    "wechatpay": {"mch_id": MERCHANT["wechatpay"], "app_id": "wx0123456789abcdef"},
    "alipay": {"app_id": "2021000000000001", "seller_id": MERCHANT["alipay"]},
    "stripe": {"account": "", "country": "US"},
}
WECHAT = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,"
    "代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,"
    "申请退款金额,费率备注"
)
WECHAT_TOTALS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
ALIPAY = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,"
    "支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,"
    "退款批次号/请求号,服务费（元）,分润（元）,备注"
)
STRIPE = (
    "balance_transaction_id,created_utc,created,available_on_utc,available_on,currency,gross,fee,net,reporting_category,source_id,"
    "description,customer_facing_amount,customer_facing_currency,charge_id,payment_intent_id,payment_method_type,"
    "payment_metadata[kaquan_shop],payment_metadata[kaquan_payment],refund_metadata[kaquan_refund]"
)


class Said(NamedTuple):
    """A line: what an institution says of a payment (``amount`` above zero) or a refund."""

    number: str
    trade: str
    amount: int
    at: datetime
    fee: int = 0
    refund: str = ""  # its number at the institution
    refund_number: str = ""
    currency: str = "CNY"
    status: str = "SUCCESS"
    name: str = "点卡, 五十元"
    category: str = ""


def yuan(amount, digits=2):
    """Minor units as an institution writes them."""
    return f"{Decimal(amount).scaleb(-2):.{digits}f}"


def write(gateway, lines, shop="", **more):
    """A file of a channel."""
    if gateway == "stripe":
        return stripe(lines, shop, **more)
    return {"wechatpay": wechatpay, "alipay": alipay}[gateway](lines, **more)


def wechatpay(lines, *, merchant=MERCHANT["wechatpay"], packed=False, bom=True):
    """The trade bill."""
    rows = [_wechat_line(each, merchant) for each in lines]
    total = ",".join("`" + cell for cell in [str(len(rows)), *["0.00"] * 6])
    text = ("\ufeff" if bom else "") + "\r\n".join([WECHAT, *rows, WECHAT_TOTALS, total]) + "\r\n"
    return gzip.compress(text.encode()) if packed else text.encode()


def _wechat_line(said, merchant):
    refund, gone = bool(said.refund), yuan(abs(said.amount)) if said.refund else "0.00"
    cells = [
        f"{said.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}", "wx0123456789abcdef", merchant, "0", "", said.trade, said.number, "openid",
        "NATIVE", "REFUND" if refund else "SUCCESS", "OTHERS", said.currency, "0.00" if refund else yuan(said.amount), "0.00",
        said.refund or "0", said.refund_number or "0", gone, "0.00", "ORIGINAL" if refund else "", said.status if refund else "",
        said.name, "", yuan(said.fee, 5), "0.60%", "0.00" if refund else yuan(said.amount), gone, "",
    ]  # fmt: skip
    return ",".join("`" + cell for cell in cells)


def alipay(lines, *, merchant=MERCHANT["alipay"], day=None, packed=True):
    """Single trades, in GBK, in an archive beside a table of sums."""
    first = day or min(each.at.astimezone(CHINA).date() for each in lines)
    last = (day or max(each.at.astimezone(CHINA).date() for each in lines)) + timedelta(days=1)
    head = [
        "#支付宝业务明细查询",
        f"#账号：[{merchant}0156]",
        f"#起始日期：[{first:%Y年%m月%d日} 00:00:00]   终止日期：[{last:%Y年%m月%d日} 00:00:00]",
        "#-----------------------------------------业务明细列表----------------------------------------",
    ]
    after = [
        "#-----------------------------------------业务明细列表结束------------------------------------",
        f"#交易合计：{len(lines)}笔",
        "#导出时间：[2026年11月27日 09:00:00]",
    ]
    text = "\r\n".join([*head, ALIPAY, *map(_alipay_line, lines), *after]) + "\r\n"
    if not packed:
        return text.encode("gbk")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20887_20261125_业务明细(汇总).csv", "#支付宝业务汇总查询\r\n门店编号\r\n".encode("gbk"))
        archive.writestr("20887_20261125_业务明细.csv", text.encode("gbk"))
    return held.getvalue()


def _alipay_line(said):
    at, amount = f"{said.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}", yuan(said.amount)
    kind = "退款" if said.refund_number else "交易"
    begin = f"{said.trade}\t,{said.number}\t,{kind}\t,{said.name},{at},{at}\t"
    sums = ",".join([amount, amount, *["0.00"] * 5, "", "0.00", "0.00"])
    return f"{begin},,,,,张三(zha***@example.com)\t,{sums},{said.refund_number}\t,{yuan(-said.fee)},0.00,"


def stripe(lines, shop, *, payouts=()):
    """Balance change from activity, itemized."""
    text = io.StringIO()
    sheet = csv.writer(text, lineterminator="\n")
    sheet.writerow(STRIPE.split(","))
    for number, said in enumerate(lines):
        sheet.writerow(_stripe_line(number, said, shop))
    for number, (at, amount) in enumerate(payouts):
        cells = [
            f"txn_po{number}",
            f"{at:%Y-%m-%d %H:%M:%S}",
            "",
            "",
            "",
            "cny",
            yuan(-amount),
            "0.00",
            yuan(-amount),
            "payout",
        ]
        sheet.writerow([*cells, f"po_{number}", "STRIPE PAYOUT", *[""] * 8])
    return text.getvalue().encode()


def _stripe_line(number, said, shop):
    refund = bool(said.refund)
    category = said.category or ("refund" if refund else "charge")
    at = f"{said.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    charge = f"ch_{said.trade[3:]}"
    return [
        f"txn_{number:08d}", at, at, at, at, said.currency.lower(), yuan(said.amount), yuan(said.fee), yuan(said.amount - said.fee),
        category, said.refund or charge, said.name, yuan(said.amount), said.currency.lower(), charge, said.trade, "card",
        shop, said.number, said.refund_number if refund else "",
    ]  # fmt: skip


def day_start(gateway, day: date):
    """The first moment of a day by the institution's clock."""
    return datetime(day.year, day.month, day.day, tzinfo=CLOCKS[gateway])
