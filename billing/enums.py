from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Provider(models.TextChoices):
    """Who collects the money. Empty: nobody yet; the trial is ours alone."""

    NONE = "", _("尚未订阅")
    STRIPE = "stripe", "Stripe"
    SANDBOX = "sandbox", _("演示（不收钱）")


class SubscriptionStatus(models.TextChoices):
    """As the provider says it (Stripe's words), and ``trialing`` of our own trial before there is a provider."""

    TRIALING = "trialing", _("试用中")
    ACTIVE = "active", _("已订阅")
    INCOMPLETE = "incomplete", _("等待首次付款")
    INCOMPLETE_EXPIRED = "incomplete_expired", _("首次付款未完成")
    PAST_DUE = "past_due", _("逾期未付")
    UNPAID = "unpaid", _("欠费")
    PAUSED = "paused", _("已暂停")
    CANCELED = "canceled", _("已结束")


class Interval(models.TextChoices):
    MONTH = "month", _("按月")
    YEAR = "year", _("按年")


class Collection(models.TextChoices):
    """How an invoice is paid: by itself from a stored method, or by somebody each time, also by bank transfer."""

    AUTOMATIC = "automatic", _("自动扣款")
    INVOICE = "invoice", _("按账单付款")


class InvoiceStatus(models.TextChoices):
    DRAFT = "draft", _("草稿")
    OPEN = "open", _("待支付")
    PAID = "paid", _("已支付")
    VOID = "void", _("已作废")
    UNCOLLECTIBLE = "uncollectible", _("坏账")


# What is to be paid: the provider gave up collecting the second kind by itself, which forgives nothing. A void bill is forgiven.
OWED: Final = frozenset({InvoiceStatus.OPEN, InvoiceStatus.UNCOLLECTIBLE})


class TitleKind(models.TextChoices):
    """To whom a Chinese invoice (发票) is made out."""

    COMPANY = "company", _("企业")
    PERSON = "person", _("个人")


class FapiaoState(models.TextChoices):
    """How far the Chinese invoice of a paid bill is; staff make it outside of the platform."""

    NONE = "none", _("未申请")
    ASKED = "asked", _("开票中")
    ISSUED = "issued", _("已开票")


class Meter(models.TextChoices):
    """What is measured. ``codes`` and ``sms`` are added up; of ``storage`` (megabytes) the day's figure counts."""

    CODES = "codes", _("发卡量")
    SMS = "sms", _("短信")
    STORAGE = "storage", _("存储空间")


class Letter(models.TextChoices):
    """What an owner is written about its subscription; each once a cycle."""

    TRIAL_ENDING = "trial_ending", _("试用即将到期")
    TRIAL_OVER = "trial_over", _("试用已到期")
    PAYMENT_FAILED = "payment_failed", _("扣款失败")
    INVOICE_DUE = "invoice_due", _("账单待支付")
    GRACE_ENDING = "grace_ending", _("宽限期即将结束")
    READ_ONLY = "read_only", _("后台已转为只读")
    SUSPENDED = "suspended", _("店铺已停用")
    REINSTATED = "reinstated", _("已恢复")
    ENDING = "ending", _("订阅即将结束")


class SandboxCard(models.TextChoices):
    """With what a customer of the sandbox is charged by itself."""

    GOOD = "good", _("扣款成功的卡")
    LATER = "later", _("这次成功、下次被拒的卡")
    REFUSED = "refused", _("扣款被拒的卡")
    ALIPAY = "alipay", _("支付宝")


class SandboxPage(models.TextChoices):
    """What a page of the sandbox was opened for."""

    CHECKOUT = "checkout", _("订阅")
    PORTAL = "portal", _("管理付款方式")
