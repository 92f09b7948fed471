from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactKind(models.TextChoices):
    """Where a buyer's one-time codes go."""

    EMAIL = "email", _("邮箱")
    PHONE = "phone", _("手机号")


class CodePurpose(models.TextChoices):
    """What a one-time code is good for; one of another purpose opens nothing."""

    LOG_IN = "log_in", _("登录")
    CONFIRM = "confirm", _("确认身份")
    CONTACT = "contact", _("更换联系方式")


class Alert(models.TextChoices):
    """What a buyer is told of, in case it was not they."""

    NEW_DEVICE = "new_device", _("新设备登录")
    CONTACT_CHANGED = "contact_changed", _("更换了登录方式")
    PASSWORD_CHANGED = "password_changed", _("更改了登录密码")
    PAYMENT_PASSWORD_CHANGED = "payment_password_changed", _("更改了支付密码")
