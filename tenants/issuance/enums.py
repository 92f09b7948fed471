from django.db import models
from django.utils.translation import gettext_lazy as _


class IssuanceStatus(models.TextChoices):
    PROCESSING = "processing", _("处理中")
    COMPLETED = "completed", _("已完成")
    FAILED = "failed", _("失败")
    CANCELED = "canceled", _("已取消")


class Source(models.TextChoices):
    API = "api", _("接口")
    ORDER = "order", _("店铺订单")
    CONSOLE = "console", _("后台")
    REPLACEMENT = "replaced", _("换卡")


class CodeStatus(models.TextChoices):
    """What a code can be. What only lies on the shelf, or was only issued, stands in no row."""

    QUARANTINED = "quarantined", _("待审核")
    AVAILABLE = "available", _("在库")
    RESERVED = "reserved", _("已预留")
    ISSUED = "issued", _("已发出")
    ACTIVATED = "activated", _("已激活")
    PARTIALLY_REDEEMED = "partially_redeemed", _("部分核销")
    REDEEMED = "redeemed", _("已核销")
    SUSPENDED = "suspended", _("已冻结")
    VOIDED = "voided", _("已作废")
    EXPIRED = "expired", _("已过期")
    RECALLED = "recalled", _("已召回")


class CodeVerb(models.TextChoices):
    """What can be done to a code."""

    ACTIVATE = "activate", _("激活")
    SUSPEND = "suspend", _("冻结")
    RESUME = "resume", _("解冻")
    REDEEM = "redeem", _("核销")
    REVERSE = "reverse", _("撤销核销")
    VOID = "void", _("作废")
    REPLACE = "replace", _("换卡")
    REFUND = "refund", _("退款")


class RedemptionStatus(models.TextChoices):
    SUCCEEDED = "succeeded", _("已核销")
    REVERSED = "reversed", _("已撤销")


class Disposition(models.TextChoices):
    """What becomes of refunded codes. A delivered code never goes back on sale."""

    VOID = "void", _("作废")
    KEEP = "keep", _("买家保留")


class RefundStatus(models.TextChoices):
    SUCCEEDED = "succeeded", _("已记账")
