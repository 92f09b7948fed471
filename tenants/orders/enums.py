from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.catalog.enums import ContactType as ContactType


class OrderStatus(models.TextChoices):
    PENDING_PAYMENT = "pending_payment", _("待支付")
    PAID = "paid", _("已支付待发货")
    PROCESSING = "processing", _("处理中")
    COMPLETED = "completed", _("已完成")
    CANCELED = "canceled", _("已关闭")
    ABNORMAL = "abnormal", _("异常待处理")
    PARTIALLY_REFUNDED = "partially_refunded", _("部分退款")
    REFUNDED = "refunded", _("已退款")


class CaseReason(models.TextChoices):
    """Why a person must look at an order."""

    PAID_WITHOUT_STOCK = "paid_without_stock", _("已付款但无库存")
    WRONG_AMOUNT = "wrong_amount", _("付款金额不符")
    UNKNOWN_PAYMENT = "unknown_payment", _("未知付款")
    PAID_TWICE = "paid_twice", _("重复付款")
    BUYER_SAYS_PAID = "buyer_says_paid", _("买家称已付款")
    CODE_REPORTED = "code_reported", _("卡密无法使用")
    REFUND_FAILED = "refund_failed", _("退款失败")
    REFUNDED_ELSEWHERE = "refunded_elsewhere", _("在支付机构后台退款")
    DISPUTED = "disputed", _("买家发起争议")
    SPLIT_FAILED = "split_failed", _("分账失败")
    MANUAL_OVERDUE = "manual_overdue", _("人工发货超时")


class CaseStatus(models.TextChoices):
    OPEN = "open", _("待处理")
    WAITING = "waiting", _("等待补货")
    REFUNDING = "refunding", _("退款中")
    CLOSED = "closed", _("已结案")


class CaseOutcome(models.TextChoices):
    """How a case ended."""

    DELIVERED = "delivered", _("已补发")
    REFUNDED = "refunded", _("已退款")
    REPLACED = "replaced", _("已换卡")
    DISMISSED = "dismissed", _("无需处理")
