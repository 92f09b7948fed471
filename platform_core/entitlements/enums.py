from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """How a merchant stands with its subscription; each is worse than the one before."""

    ACTIVE = "active", _("正常")
    GRACE = "grace", _("宽限期")  # everything works; it is told
    READ_ONLY = "read_only", _("只读")  # sells what it has, puts up nothing new
    SUSPENDED = "suspended", _("已停用")  # sells nothing; what was sold stays readable


class Limit(models.TextChoices):
    """What a plan counts. The values are those that an API answer names as ``quota``."""

    SKUS = "skus", _("规格数")
    STAFF = "staff", _("成员数")
    CODES = "codes_per_month", _("每月发卡量")
    ENDPOINTS = "webhook_endpoints", _("Webhook 端点数")
    STORAGE = "storage_mb", _("存储空间")
    DOMAIN = "custom_domain", _("自有域名")
