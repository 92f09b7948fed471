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
