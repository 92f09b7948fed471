from django.db import models
from django.utils.translation import gettext_lazy as _


class PaymentState(models.TextChoices):
    CREATED = "created", _("待支付")
    SUCCEEDED = "succeeded", _("已支付")
    ABNORMAL = "abnormal", _("异常待处理")


class NoticeOutcome(models.TextChoices):
    SETTLED = "settled", _("已入账")
    REPEATED = "repeated", _("重复通知")
    WRONG_AMOUNT = "wrong_amount", _("金额不符")
    UNKNOWN_PAYMENT = "unknown_payment", _("未知付款")
    LATE = "late", _("超时付款")
