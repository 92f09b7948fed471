from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member of a merchant's staff may do in the back office. Beside these, a shop has roles of its own."""

    OWNER = "owner", _("店主")
    OPERATIONS = "operations", _("运营")
    SUPPORT = "support", _("客服")
    FINANCE = "finance", _("财务")
    DEVELOPER = "developer", _("开发")


class FactorKind(models.TextChoices):
    """With what, beside the password, somebody proves at log-in who they are."""

    TOTP = "totp", _("验证器应用")
    PASSKEY = "passkey", _("通行密钥")


class FactorMethod(models.TextChoices):
    """How the second step of a log-in was taken."""

    TOTP = "totp", _("验证器应用")
    PASSKEY = "passkey", _("通行密钥")
    RECOVERY = "recovery", _("恢复码")


class FactorChange(models.TextChoices):
    """What was done to somebody's second factors, as they are told of it."""

    ADDED = "added", _("新增了一种验证方式")
    REMOVED = "removed", _("移除了一种验证方式")
    RECOVERY_USED = "recovery_used", _("用掉了一个恢复码")
    RECOVERY_REPLACED = "recovery_replaced", _("更换了恢复码")
    TRIED = "tried", _("有人输对了密码，却多次输错验证码")
