from django.db import models
from django.utils.translation import gettext_lazy as _


class CouponKind(models.TextChoices):
    """What a coupon takes off."""

    AMOUNT = "amount", _("减固定金额")
    PERCENT = "percent", _("按比例减")


class CouponState(models.TextChoices):
    """What a coupon is at a moment; not stored, it follows from its terms and its uses."""

    RUNNING = "running", _("进行中")
    PLANNED = "planned", _("未开始")
    OVER = "over", _("已结束")
    USED_UP = "used_up", _("已用完")
    OFF = "off", _("停用中")
