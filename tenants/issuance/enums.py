from django.db import models
from django.utils.translation import gettext_lazy as _


class IssuanceStatus(models.TextChoices):
    """Forward only. ``completed``, ``partially_completed``, ``failed`` and ``canceled`` are never left."""

    AWAITING_STOCK = "awaiting_stock", _("等待补货")
    PROCESSING = "processing", _("处理中")
    COMPLETED = "completed", _("已完成")
    PARTIALLY_COMPLETED = "partially_completed", _("部分完成")
    FAILED = "failed", _("失败")
    CANCELED = "canceled", _("已取消")


class FulfillmentPolicy(models.TextChoices):
    """What happens when there are fewer codes than were asked for."""

    ALL_OR_NOTHING = "all_or_nothing", _("全部或不发")
    PARTIAL = "partial", _("有多少发多少")
    BACKORDER = "backorder", _("缺货等待")


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
    """Forward only. ``succeeded`` and ``failed`` are never left."""

    PENDING = "pending", _("处理中")
    SUCCEEDED = "succeeded", _("已记账")
    FAILED = "failed", _("失败")


class Atomicity(models.TextChoices):
    """What the failure of one issuance does to the others of its batch."""

    INDEPENDENT = "independent", _("互不影响")
    ALL_OR_NOTHING = "all_or_nothing", _("全部成功或全部不发")


class BatchStatus(models.TextChoices):
    """Forward only. ``completed``, ``failed`` and ``canceled`` are never left."""

    QUEUED = "queued", _("排队中")
    PROCESSING = "processing", _("处理中")
    COMPLETED = "completed", _("已完成")
    FAILED = "failed", _("失败")
    CANCELED = "canceled", _("已取消")


class BatchItemStatus(models.TextChoices):
    PENDING = "pending", _("等待处理")
    SUCCEEDED = "succeeded", _("成功")
    FAILED = "failed", _("失败")
    SKIPPED = "skipped", _("未执行")


class DeliveryMethod(models.TextChoices):
    """How codes reach who has no key."""

    LINK = "link", _("取卡链接")
    EMAIL = "email", _("邮件")


class KeptBecause(models.TextChoices):
    """Why codes that are past their time are kept."""

    OPEN = "open", _("尚未完成")
    CASE = "case", _("有未结的异常订单")
    REFUND = "refund", _("退款处理中")
    SUSPENDED = "suspended", _("有冻结的卡密")
    RECALL = "recall", _("召回或平台核查中")
