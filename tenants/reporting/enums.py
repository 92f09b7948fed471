from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportType(models.TextChoices):
    """What an export lists."""

    ISSUANCES = "issuances"
    CODES = "codes"
    REDEMPTIONS = "redemptions"
    REFUNDS = "refunds"
    LEDGER = "ledger"
    STOCK = "stock"
    SHEET = "sheet"  # of the back office; the API knows nothing of it


class ExportFormat(models.TextChoices):
    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"  # of a sheet alone


class ExportState(models.TextChoices):
    """Only a completed export has a file that anybody can have."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"
    REVOKED = "revoked"
    EXPIRED = "expired"


class FigureBy(models.TextChoices):
    """What figures of sales are added up by."""

    SKU = "sku"
    PRODUCT = "product"
    SUPPLIER = "supplier"
    DAY = "day"


class StatementFormat(models.TextChoices):
    """What an institution hands out, told by its own head line."""

    STRIPE_BALANCE = "stripe_balance", _("Stripe 余额变动明细")
    STRIPE_PAYOUT = "stripe_payout", _("Stripe 提现对账明细")
    WECHATPAY_TRADES = "wechatpay_trades", _("微信支付交易账单")
    WECHATPAY_FUNDS = "wechatpay_funds", _("微信支付资金账单")
    ALIPAY_TRADES = "alipay_trades", _("支付宝业务明细")
    ALIPAY_FUNDS = "alipay_funds", _("支付宝账务明细")
    FETCHED = "fetched", _("接口下载")


class StatementState(models.TextChoices):
    """Lines of a loaded one are there; of one that was matched it is known what is missing."""

    QUEUED = "queued", _("等待读取")
    LOADING = "loading", _("读取中")
    LOADED = "loaded", _("已载入")
    MATCHED = "matched", _("已核对")
    DIFFERENT = "different", _("有差异")
    SETTLED = "settled", _("已结清")
    REJECTED = "rejected", _("无法读取")
    CANCELED = "canceled", _("已取消")
    UNDONE = "undone", _("已撤销")


class LineKind(models.TextChoices):
    """What a line of a statement is about. ``returned``: a refund that came back to the merchant; ``payout``: what went to the
    merchant's bank, or came back from it.
    """

    PAYMENT = "payment", _("收款")
    REFUND = "refund", _("退款")
    RETURNED = "returned", _("退款退回")
    FEE = "fee", _("手续费")
    DISPUTE = "dispute", _("争议")
    PAYOUT = "payout", _("提现到账")
    OTHER = "other", _("其他")


class LineStatus(models.TextChoices):
    """How far a refund is, where the statement says so."""

    UNSAID = "", _("未注明")
    DONE = "done", _("已完成")
    PROCESSING = "processing", _("处理中")
    FAILED = "failed", _("未成功")


class LineOutcome(models.TextChoices):
    """What came of a line. ``repeated``: it was there before, in another statement."""

    NEW = "", _("未核对")
    MATCHED = "matched", _("一致")
    REPEATED = "repeated", _("已在其他账单")
    IGNORED = "ignored", _("不参与核对")
    MISSING_HERE = "missing_here", _("平台无记录")
    AMOUNT_DIFFERS = "amount_differs", _("金额不一致")
    CURRENCY_DIFFERS = "currency_differs", _("币种不一致")
    STATUS_DIFFERS = "status_differs", _("状态不一致")
    DUPLICATE = "duplicate", _("重复记录")


class DifferenceKind(models.TextChoices):
    """In what an institution's statement and our records disagree."""

    MISSING_HERE = "missing_here", _("平台无记录")
    MISSING_THERE = "missing_there", _("账单无记录")
    AMOUNT_DIFFERS = "amount_differs", _("金额不一致")
    CURRENCY_DIFFERS = "currency_differs", _("币种不一致")
    STATUS_DIFFERS = "status_differs", _("状态不一致")
    DUPLICATE = "duplicate", _("重复记录")


class DifferenceState(models.TextChoices):
    """``expected``: it may stand in a statement that is not here yet. ``cleared``: a later look found no difference any more."""

    OPEN = "open", _("待处理")
    EXPECTED = "expected", _("待下期账单")
    RESOLVED = "resolved", _("已处理")
    CLEARED = "cleared", _("已自动消除")
    WITHDRAWN = "withdrawn", _("账单已撤销")


class DifferenceAct(models.TextChoices):
    """What was done about a difference, as its history says."""

    RESOLVED = "resolved", _("标记为已处理")
    REOPENED = "reopened", _("重新打开")
    CHANGED = "changed", _("差异类型变化")
    ASKED = "asked", _("向支付机构查询")
    CASE_OPENED = "case_opened", _("转为异常订单")
