"""Statements of a day, as Alipay hands them out: two tables in GBK in one archive."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.base import BillLine
from tenants.payments.gateways.registry import get_gateway

DAY = dt.date(2026, 11, 25)
HEAD = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,"
    "支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,"
    "退款批次号/请求号,服务费（元）,分润（元）,备注"
)
BEFORE = ["#支付宝业务明细查询", "#账号：[20880000000000010156]", "#起始日期：[2026年11月25日 00:00:00]"]
AFTER = ["#-----业务明细列表结束-----", "#交易合计：1笔，商家实收共45.00元", "#导出时间：[2026年11月26日 09:00:00]"]


def line(kind, amount, fee, refund="", name="订单 1"):
    trade = f"2026112522001468450500000001\t,P1\t,{kind}\t,{name},2026-11-25 23:59:00,2026-11-25 23:59:30\t"
    return f"{trade},,,,,张三(zha***@example.com)\t,{amount},{amount},0.00,0.00,0.00,0.00,0.00,,0.00,0.00,{refund}\t,{fee},0.00,"


def read(alipay, account):
    return list(get_gateway("alipay").bill(account, DAY))


def test_payments_and_refunds_of_a_day_are_read(inside, alipay, account):
    odd = line("交易", "1234567.89", "-7407.41", name="卡,密，囍𠮷".replace("𠮷", "?"))
    alipay.put_bill([*BEFORE, HEAD, line("交易", "45.00", "-0.27"), line("退款", "-15.00", "0.09", "R1"), odd, *AFTER])
    moment = dt.datetime(2026, 11, 25, 23, 59, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    trade = "2026112522001468450500000001"
    assert read(alipay, account) == [
        BillLine("P1", trade, "", 4500, 27, "CNY", moment),
        BillLine("P1", trade, "R1", -1500, -9, "CNY", moment),
        BillLine("P1", trade, "", 123456789, 740741, "CNY", moment),
    ]


def test_a_day_without_lines_is_empty_and_one_without_a_bill_is_refused(inside, alipay, account):
    with pytest.raises(GatewayRefused, match="bill_not_exist"):
        read(alipay, account)
    alipay.put_bill([*BEFORE, HEAD, *AFTER])
    assert read(alipay, account) == []


@pytest.mark.parametrize(
    "broken",
    [line("交易", "45.001", "0"), line("交易", "", "0"), "2026,P1,交易", line("交易", "1.00", "0").replace(":30", "")],
)
def test_a_line_that_cannot_be_read_is_not_passed_over(inside, alipay, account, broken):
    alipay.put_bill([*BEFORE, HEAD, broken, *AFTER])
    with pytest.raises(GatewayUnavailable, match="form of the bill"):
        read(alipay, account)


def test_what_is_no_archive_is_not_a_bill(inside, alipay, account):
    alipay.bill = b"<html>expired</html>"
    with pytest.raises(GatewayUnavailable, match="form of the bill"):
        read(alipay, account)
