"""Statements of movements and payouts, as institutions write them, from the lines that a test lays down."""

from datetime import UTC

from tests.integration.reporting.institutions import CHINA, MERCHANT, yuan

WECHAT = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"
ALIPAY = "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注"
PAYOUT = (
    "automatic_payout_id,balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,"
    "payment_intent_id,payment_metadata[kaquan_shop],payment_metadata[kaquan_payment],refund_metadata[kaquan_refund]"
)


def movements(gateway, lines):
    """The statement of movements: each payment and refund, and what was taken or given back for it in a line of its own."""
    return {"wechatpay": _wechat, "alipay": _alipay}[gateway](lines)


def _wechat(lines):
    rows, count = [], 0
    for said in lines:
        fact, word = (said.refund, "退款") if said.refund else (said.trade, "交易")
        moved = [(said.category or word, said.amount)]
        if said.fee:
            moved.append(("扣除交易手续费" if said.fee > 0 else "退还交易手续费", -said.fee))
        for what, amount in moved:
            count += 1
            way = "收入" if amount > 0 else "支出"
            at = f"{said.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
            cells = [at, fact, f"19{count:012d}", what, what, way, yuan(abs(amount)), "0.00", "system", "", fact]
            rows.append(",".join("`" + cell for cell in cells))
    return "\r\n".join(["\ufeff" + WECHAT, *rows, "资金流水总笔数,收入笔数", f"`{count},`0", ""]).encode()


def _alipay(lines):
    rows, count = [], 0
    for said in lines:
        moved = [(said.category or ("交易退款" if said.amount < 0 else "在线支付"), said.amount)]
        if said.fee:
            moved.append(("收费" if said.fee > 0 else "退费", -said.fee))
        for what, amount in moved:
            count += 1
            came, gone = (yuan(amount), "0.00") if amount > 0 else ("0.00", yuan(amount))
            at = f"{said.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
            rows.append(
                f"63{count:012d}\t,{said.trade}\t,{said.number}\t,卡,密,{at}\t,a@b.c\t,{came},{gone},0.00,支付宝,{what}\t,"
            )
    begin, over = "2026年11月25日 00:00:00", "2026年11月26日 00:00:00"
    head = [f"#账号：[{MERCHANT['alipay']}0156]", f"#起始日期：[{begin}]   终止日期：[{over}]", ALIPAY]
    return "\r\n".join([*head, *rows, "#导出时间：[2026年11月27日 09:00:00]"]).encode("gbk")


def payouts(lines, shop):
    """Payout reconciliation at Stripe: what is in the payouts of a period, which says nothing of what is not."""
    rows = []
    for count, said in enumerate(lines):
        category = "refund" if said.refund else "charge"
        rows.append(
            f"po_1,txn_{count},{said.at.astimezone(UTC):%Y-%m-%d %H:%M:%S},{said.currency.lower()},{yuan(said.amount)},{yuan(said.fee)},0,"
            f"{category},{said.refund or 'ch_' + said.trade},ch_{said.trade},{said.trade},{shop},{said.number},{said.refund_number}"
        )
    return "\n".join([PAYOUT, *rows]).encode()
