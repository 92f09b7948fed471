"""Lines of statements of movements and payouts, as institutions write them, come to rows that can be compared."""

import io
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tenants.reporting.enums import LineKind, StatementFormat
from tenants.reporting.reading import LineFault, iter_rows, open_statement, preview_statement
from tenants.reporting.reading.tables import read_head

CHINA = ZoneInfo("Asia/Shanghai")
ALIPAY = "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注"
WECHAT = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"
PAYOUT = (
    "automatic_payout_id,automatic_payout_effective_at,balance_transaction_id,created_utc,created,available_on,currency,gross,fee,net,"
    "reporting_category,source_id,description,customer_facing_amount,customer_facing_currency,charge_id,payment_intent_id,"
    "payment_metadata[kaquan_shop],payment_metadata[kaquan_payment],refund_metadata[kaquan_refund]"
)
TRADE, FLOW = "2026112522001468450500000001", "63000000000000"


def alipay(number, came, gone, what, name="订单 1", order="P1"):
    """A movement at Alipay."""
    first = f"{FLOW}{number}\t,{TRADE}\t,{order}\t,{name},2026-11-25 10:00:0{number}\t,zha***@example.com"
    return f"{first}\t,{came},{gone},900.00,支付宝,{what}\t,"


def wechat(number, business, what, way, amount):
    """A movement at WeChat Pay."""
    cells = [
        f"2026-11-25 10:00:0{number}",
        business,
        f"19000001{number}",
        what,
        what,
        way,
        amount,
        "900.00",
        "system",
        "备注,一",
        "V1",
    ]
    return ",".join("`" + cell for cell in cells)


def payout(number, category, gross, fee, source, intent="pi_1", shop="shop1", refund="", facing=None):
    """A line of a payout."""
    amount, currency = facing or (gross, "hkd")
    at = f"2026-11-25 10:00:0{number}"
    return (
        f'po_1,2026-11-27 00:00:00,txn_{number},{at},{at},{at},hkd,{gross},{fee},0,{category},{source},"Card, 50",{amount},{currency},'
        f"ch_1,{intent},{shop},P1,{refund}"
    )


def read(*lines, encoding="utf-8"):
    """Head and rows of a file."""
    content = "\r\n".join(lines).encode(encoding)
    with open_statement(lambda: io.BytesIO(content)) as numbered:
        head = read_head(numbered)
        return head, list(iter_rows(numbered, head, shop="shop1"))


def short(row):
    """What a row is compared by."""
    return row.kind, row.key, row.number, row.refund_number, row.trade_id, row.amount, row.fee, row.currency


def test_alipays_movements_are_read_with_fees_in_lines_of_their_own():
    head, rows = read(
        "#支付宝账务明细查询",
        "#账号：[20880000000000010156]",
        "#起始日期：[2026年11月25日 00:00:00]   终止日期：[2026年11月26日 00:00:00]",
        "#-----账务明细列表-----",
        ALIPAY,
        alipay(1, "45.00", "0.00", "在线支付", name="点卡,五十元"),
        alipay(2, "0.00", "-0.27", "收费"),
        alipay(3, "", "-15.00", "交易退款"),
        alipay(4, "0.09", "", "退费"),
        alipay(5, "0.00", "-500.00", "提现", order=""),
        "#-----账务明细列表结束-----",
        "#支出合计：3笔，共-515.27元",
        encoding="gbk",
    )
    assert (head.table.format, head.merchant) == (StatementFormat.ALIPAY_FUNDS, "2088000000000001")
    assert (head.first_day, head.last_day) == (date(2026, 11, 25), date(2026, 11, 25))
    assert (head.table.flow, head.covers_payments, head.covers_refunds) == (True, True, True)
    assert [short(row) for row in rows] == [
        (LineKind.PAYMENT, TRADE, "P1", "", TRADE, 4500, 0, "CNY"),
        (LineKind.FEE, f"{FLOW}2", "P1", "", TRADE, 0, 27, "CNY"),
        (LineKind.REFUND, f"{FLOW}3", "P1", "", TRADE, -1500, 0, "CNY"),
        (LineKind.FEE, f"{FLOW}4", "P1", "", TRADE, 0, -9, "CNY"),
        (LineKind.PAYOUT, f"{FLOW}5", "", "", "", -50000, 0, "CNY"),
    ]
    assert rows[0].at == datetime(2026, 11, 25, 10, 0, 1, tzinfo=CHINA)


def test_wechats_movements_are_read_with_fees_in_lines_of_their_own():
    head, rows = read(
        "\ufeff" + WECHAT,
        wechat(1, "4200001", "交易", "收入", "45.00"),
        wechat(2, "4200001", "扣除交易手续费", "支出", "0.27"),
        wechat(3, "5030001", "退款", "支出", "15.00"),
        wechat(4, "5030001", "退还交易手续费", "收入", "0.09"),
        wechat(5, "1000001", "提现", "支出", "500.00"),
        "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额",
        "`5,`2,`45.09,`3,`515.27",
    )
    assert (head.table.format, head.table.flow) == (StatementFormat.WECHATPAY_FUNDS, True)
    assert [short(row) for row in rows] == [
        (LineKind.PAYMENT, "4200001", "", "", "4200001", 4500, 0, "CNY"),
        (LineKind.FEE, "190000012", "", "", "4200001", 0, 27, "CNY"),
        (LineKind.REFUND, "5030001", "", "", "", -1500, 0, "CNY"),
        (LineKind.FEE, "190000014", "", "", "5030001", 0, -9, "CNY"),
        (LineKind.PAYOUT, "190000015", "", "", "", -50000, 0, "CNY"),
    ]
    assert (rows[2].provider_id, rows[0].at) == ("5030001", datetime(2026, 11, 25, 10, 0, 1, tzinfo=CHINA))


def test_stripes_payouts_are_read_in_the_currency_that_was_paid_in():
    head, rows = read(
        PAYOUT,
        payout(1, "charge", "45.00", "1.35", "ch_1"),
        payout(2, "refund", "-15.00", "0.00", "re_1", refund="R1"),
        payout(3, "charge", "90.00", "2.70", "ch_2", intent="pi_2", facing=("81.00", "cny")),
        payout(4, "dispute", "-45.00", "15.00", "dp_1"),
        payout(5, "fee", "-2.00", "0.00", "", intent=""),
        payout(6, "charge", "9.00", "0.30", "ch_3", intent="pi_3", shop="another"),
        payout(7, "refund_failure", "15.00", "0.00", "re_1", refund="R1"),
    )
    assert (head.table.format, head.covers_payments, head.covers_refunds) == (
        StatementFormat.STRIPE_PAYOUT,
        False,
        False,
    )
    assert [short(row) for row in rows] == [
        (LineKind.PAYMENT, "pi_1", "P1", "", "pi_1", 4500, 135, "HKD"),
        (LineKind.REFUND, "re_1", "P1", "R1", "pi_1", -1500, 0, "HKD"),
        (LineKind.PAYMENT, "pi_2", "P1", "", "pi_2", 8100, 243, "CNY"),
        (LineKind.DISPUTE, "dp_1", "P1", "", "pi_1", -4500, 1500, "HKD"),
        (LineKind.FEE, "txn_5", "P1", "", "ch_1", 0, 200, "HKD"),
        (LineKind.OTHER, "ch_3", "P1", "", "pi_3", 900, 30, "HKD"),
        (LineKind.RETURNED, "re_1", "P1", "R1", "pi_1", 1500, 0, "HKD"),
    ]
    assert rows[0].at == datetime(2026, 11, 25, 10, 0, 1, tzinfo=UTC)


BROKEN = {
    "alipay": (
        [ALIPAY, alipay(1, "x", "", "在线支付"), alipay(2, "1.00", "", "在线支付").replace("10:00", "25:00")],
        ["amount_unreadable", "time_unreadable"],
        alipay(3, "1.00", "", "在线支付"),
    ),
    "wechatpay": (
        [WECHAT, wechat(1, "4200001", "交易", "收入", "4.5.0"), "`2026-11-25"],
        ["amount_unreadable", "columns_mismatch"],
        wechat(3, "4200003", "交易", "收入", "1.00"),
    ),
    "stripe": (
        [
            PAYOUT,
            payout(1, "charge", "1.001", "0", "ch_1"),
            payout(2, "charge", "1", "0", "ch_1").replace("hkd", "??", 1),
        ],
        ["amount_unreadable", "currency_unreadable"],
        payout(3, "charge", "1.00", "0", "ch_3", intent="pi_3"),
    ),
}


@pytest.mark.parametrize("gateway", BROKEN)
def test_a_line_that_cannot_be_read_is_named_and_the_others_are_read(gateway):
    lines, codes, good = BROKEN[gateway]
    _, rows = read(*lines, good)
    assert [row.code for row in rows if isinstance(row, LineFault)] == codes
    assert [row.amount for row in rows if not isinstance(row, LineFault)] == [100]


def test_the_days_of_a_payout_are_those_of_its_lines():
    content = "\n".join([PAYOUT, payout(1, "charge", "45.00", "1.35", "ch_1")]).encode()
    shown = preview_statement(lambda: io.BytesIO(content), shop="shop1")
    assert (shown.first_day, shown.last_day, dict(shown.sums)) == (
        date(2026, 11, 25),
        date(2026, 11, 25),
        {("payment", "HKD"): 4500},
    )
