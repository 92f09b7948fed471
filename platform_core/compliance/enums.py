from django.db import models
from django.utils.translation import gettext_lazy as _


class Clearance(models.TextChoices):
    """May codes of this supplier be sold? What a merchant learns of the register."""

    REGISTERED = "registered", _("待审核")
    CLEARED = "cleared", _("已通过")
    SUSPENDED = "suspended", _("已暂停")


class Level(models.TextChoices):
    """What a rule that does not hold leads to. Of ``BLOCK`` an answer that cannot be had counts as not holding."""

    BLOCK = "block", _("拦截")
    REVIEW = "review", _("人工复核")
    INFORM = "inform", _("提示")


class SubjectKind(models.TextChoices):
    """What is screened, and what a finding is about."""

    PLATFORM = "platform", _("平台")
    MERCHANT = "merchant", _("商家")
    SUPPLIER = "supplier", _("供应商")
    DOCUMENT = "document", _("资质文件")
    BATCH = "batch", _("卡密批次")
    PRODUCT = "product", _("商品")
    ORDER = "order", _("订单")
    BUYER = "buyer", _("买家")


class FindingState(models.TextChoices):
    """A person decides; nothing is held against anybody by a score alone."""

    OPEN = "open", _("待处理")
    CONFIRMED = "confirmed", _("属实")
    DISMISSED = "dismissed", _("不成立")


class Verdict(models.TextChoices):
    """What a shop learns of the codes of a batch. Never whose they are, how many, or which."""

    OK = "ok", _("未发现重复")
    DUPLICATE_OWN = "duplicate_own", _("与本店已有卡密重复")
    NEEDS_REVIEW = "needs_review", _("平台核查中")


class BatchOrder(models.TextChoices):
    """What the platform has a shop do with a batch."""

    HOLD = "hold", _("下架")
    RELEASE = "release", _("恢复")
