from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderStatus(models.TextChoices):
    PENDING_PAYMENT = "pending_payment", _("待支付")
    PAID = "paid", _("已支付待发货")
    COMPLETED = "completed", _("已完成")
    CANCELED = "canceled", _("已关闭")
    ABNORMAL = "abnormal", _("异常待处理")


class ContactType(models.TextChoices):
    ANY = "any", _("任意")
    PHONE = "phone", _("手机")
    EMAIL = "email", _("邮箱")
    QQ = "qq", "QQ"
