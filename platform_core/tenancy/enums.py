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


class DomainState(models.TextChoices):
    """How far a merchant's own domain is."""

    PENDING = "pending", _("等待验证")
    VERIFIED = "verified", _("已验证")
    FAILED = "failed", _("未通过")
    REMOVED = "removed", _("已移除")


class Proof(models.TextChoices):
    """What DNS said of a domain's proof. ``UNKNOWN``: no name server answered, which proves nothing either way."""

    PRESENT = "present", _("已找到")
    ABSENT = "absent", _("没有找到")
    UNKNOWN = "unknown", _("查询失败")


class ShopLanguage(models.TextChoices):
    """In which language a shop greets whoever has chosen none."""

    BROWSER = "", _("按访客浏览器")
    CHINESE = "zh-hans", _("简体中文")
    ENGLISH = "en", _("English")


class TenantAct(models.TextChoices):
    """What the platform does to a shop as a whole."""

    SUSPEND = "suspend", _("暂停营业")
    RESUME = "resume", _("恢复营业")
    CLOSE = "close", _("关闭店铺")
    SHRED = "shred", _("销毁密钥")
    DROP = "drop", _("删除数据")
