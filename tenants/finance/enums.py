from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountCode(models.IntegerChoices):
    """The chart of accounts. Debits are positive, credits negative; every transaction sums to zero per currency."""

    CODE_STOCK = 1, _("卡密库存")
    COST_OF_CODES = 2, _("卡密成本")
    SUPPLIER_PAYABLE = 3, _("应付供应商")
    PROVIDER_BALANCE = 4, _("支付机构余额")
    SALES = 5, _("销售收入")
