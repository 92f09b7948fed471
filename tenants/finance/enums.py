from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountCode(models.IntegerChoices):
    """The chart of accounts. A balance is what was debited less what was credited."""

    CODE_STOCK = 1, _("卡密库存")
    COST_OF_CODES = 2, _("卡密成本")
    SUPPLIER_PAYABLE = 3, _("应付供应商")
    PROVIDER_BALANCE = 4, _("支付机构余额")
    SALES = 5, _("销售收入")
    CARD_LIABILITY = 6, _("自发卡待核销余额")
    CARDS_ISSUED = 7, _("自发卡面额")
    CARDS_REDEEMED = 8, _("核销收入")
    WRITE_OFFS = 9, _("作废损失")
    REFUNDS = 10, _("退款")
    REFUNDS_PAYABLE = 11, _("应付退款")
    SPLITS_PAYABLE = 12, _("应付分账")
    COMMISSION = 13, _("平台佣金")
    DISPUTED = 14, _("争议冻结款")
    CHARGEBACKS = 15, _("拒付损失")
    UNALLOCATED = 16, _("待查款项")
    BUYER_BALANCES = 17, _("买家余额")


class TransferKind(models.IntegerChoices):
    """The business fact that a transfer books."""

    ISSUANCE = 1, _("发卡")
    PAYMENT = 2, _("收款")
    IMPORT = 3, _("入库")
    IMPORT_UNDONE = 4, _("撤销入库")
    HOLD_WITHDRAWN = 5, _("预留卡密下架")
    CODE_WRITTEN_OFF = 6, _("未售卡密作废")
    CARD_ACTIVATED = 7, _("激活")
    REDEMPTION = 8, _("核销")
    REDEMPTION_REVERSED = 9, _("撤销核销")
    CARD_VOIDED = 10, _("卡密作废")
    REFUND = 11, _("退款")
    SPLIT_DUE = 12, _("分账待付")
    SPLIT_PAID = 13, _("分账完成")
    SPLIT_DROPPED = 14, _("分账取消")
    SPLIT_RETURNED = 15, _("分账回退")
    REFUND_PAID = 16, _("退款到账")
    DISPUTE = 17, _("争议冻结")
    DISPUTE_WON = 18, _("争议胜诉")
    DISPUTE_LOST = 19, _("争议败诉")
    UNALLOCATED = 20, _("待查收款")
    ALLOCATED = 21, _("待查款项处理")
    REFUND_CAME_BACK = 22, _("退款被退回")
    BALANCE_TOPPED_UP = 23, _("余额充值")
    BALANCE_SPENT = 24, _("余额支付")
    BALANCE_RETURNED = 25, _("退回余额")
    BALANCE_WITHDRAWN = 26, _("余额提现")
    BALANCE_FROZEN = 27, _("余额争议冻结")
    BALANCE_RELEASED = 28, _("余额争议解冻")
