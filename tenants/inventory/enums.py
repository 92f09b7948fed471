from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("已上传")
    VALIDATING = "validating", _("处理中")
    SCREENING = "screening", _("核对中")
    READY = "ready", _("已入库")
    READY_WITH_ERRORS = "ready_with_errors", _("已入库（部分行有误）")
    REJECTED = "rejected", _("未入库")
    CANCELED = "canceled", _("已取消")
    UNDONE = "undone", _("已撤销")


class ReservationState(models.TextChoices):
    HELD = "held", _("已预留")
    CONVERTED = "converted", _("已发出")
    RELEASED = "released", _("已释放")


class StockLevel(models.TextChoices):
    """How much of a SKU is left, in words."""

    IN_STOCK = "in_stock", _("充足")
    LOW = "low", _("少量")
    OUT = "out", _("缺货")

    @classmethod
    def of(cls, available: int, low_threshold: int) -> StockLevel:
        """The level of so many codes; few are at most ``low_threshold``."""
        if available <= 0:
            return cls.OUT
        return cls.LOW if available <= low_threshold else cls.IN_STOCK


class AllocationKind(models.IntegerChoices):
    """Why a range of codes is off the shelf."""

    RESERVED = 1, _("已预留")
    ISSUED = 2, _("已发出")


class Notice(models.IntegerChoices):
    """What is told of the last day of an issued code, once each."""

    SOON = 1, _("即将过期")
    OVER = 2, _("已过期")


class WithheldReason(models.TextChoices):
    HELD = "held", _("已冻结")
    VOIDED = "voided", _("已作废")
    RECALLED = "recalled", _("已召回")
    EXPORTED = "exported", _("已导出")


class Shelf(models.TextChoices):
    """What became of the unsold codes of a batch, all at once. The words are those of a code's place."""

    OPEN = "open", _("在售")
    HELD = "held", _("已冻结")
    RECALLED = "recalled", _("已召回")
    VOIDED = "voided", _("已作废")


class Halt(models.TextChoices):
    """Why the platform keeps a batch off the shelf. Nobody of the shop can put it back."""

    SCREENING = "screening", _("核对中")
    OWN = "own", _("与本店已有卡密重复")
    REVIEW = "review", _("平台核查中")
    ORDER = "order", _("平台要求下架")


class RobotKind(models.TextChoices):
    """Whose chat a stock alert goes to."""

    WECOM = "wecom", _("企业微信")
    DINGTALK = "dingtalk", _("钉钉")
    FEISHU = "feishu", _("飞书")
