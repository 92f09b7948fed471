from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountCode(models.IntegerChoices):
    """The chart of accounts. A balance is what was debited less what was credited."""

    CODE_STOCK = 1, _("卡密库存")
    COST_OF_CODES = 2, _("卡密成本")
    SUPPLIER_PAYABLE = 3, _("应付供应商")
    PROVIDER_BALANCE = 4, _("支付机构余额")
    SALES = 5, _("销售收入")


class TransferKind(models.IntegerChoices):
    """The business fact that a transfer books."""

    ISSUANCE = 1, _("发卡")
    PAYMENT = 2, _("收款")
    IMPORT = 3, _("入库")
    IMPORT_UNDONE = 4, _("撤销入库")
    HOLD_WITHDRAWN = 5, _("预留卡密下架")
