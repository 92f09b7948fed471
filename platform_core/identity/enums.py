from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member of a merchant's staff may do in the back office. Beside these, a shop has roles of its own."""

    OWNER = "owner", _("店主")
    OPERATIONS = "operations", _("运营")
    SUPPORT = "support", _("客服")
    FINANCE = "finance", _("财务")
    DEVELOPER = "developer", _("开发")


class StaffRole(models.TextChoices):
    """What a member of the platform's staff is for; one person may have several. What each may do: ``staff_powers``."""

    REVIEWER = "reviewer", _("审核员")
    LEAD = "lead", _("主管")
    OPERATOR = "operator", _("运营管理员")
    AUDITOR = "auditor", _("审计员")
    FINANCE = "finance", _("平台财务")


class StaffPower(models.TextChoices):
    """One thing that staff may do; ``area.verb``."""

    VIEW = "console.view", _("查看平台管理各页")
    DECIDE = "cases.decide", _("审核供应商、处理发现与申诉")
    CONFIRM = "proposals.decide", _("确认另一人提出的操作")
    LOOK = "shops.look", _("有期限地查看店铺数据")
    SUSPEND = "shops.suspend", _("暂停与恢复店铺")
    VOUCH = "shops.vouch", _("运营者担保与平台设置")
    PEOPLE = "people.edit", _("管理平台人员")
    AUDIT = "audit.view", _("查看平台审计记录")
    AUDIT_EXPORT = "audit.export", _("导出审计记录")
    BILLING = "billing.view", _("查看订阅、账单与平台收入")
    BILLING_ACT = "billing.act", _("处理订阅与账单")


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
