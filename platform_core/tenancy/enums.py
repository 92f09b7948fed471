from django.db import models
from django.utils.translation import gettext_lazy as _


class TenantState(models.TextChoices):
    ACTIVE = "active", _("营业中")
    SUSPENDED = "suspended", _("已暂停")
    ARCHIVED = "archived", _("已归档")


class Preset(models.TextChoices):
    """How the shop is laid out at sign-up (M02)."""

    VERTICAL = "vertical", _("垂直领域型")
    COMPREHENSIVE = "comprehensive", _("综合服务型")


class SignUpState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    DONE = "done", _("已开通")
    FAILED = "failed", _("开通失败")
