"""Choices of exports for authorities."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExportScope(models.TextChoices):
    """About whom or what an authority asks. One thing: what is asked about more is asked again."""

    TENANT = "tenant", _("一家店铺")
    ORDER = "order", _("一笔订单")
    BUYER = "buyer", _("一位买家")
    SUPPLIER = "supplier", _("一家供应商")
    FINDING = "finding", _("一条发现")
    TAX = "tax", _("涉税信息季度报送")


class ExportState(models.TextChoices):
    """Where an export stands."""

    REQUESTED = "requested", _("待审批")
    APPROVED = "approved", _("生成中")
    REFUSED = "refused", _("不予提供")
    BUILT = "built", _("可下载")
    DOWNLOADED = "downloaded", _("已下载")
    EXPIRED = "expired", _("文件已删除")
    FAILED = "failed", _("生成失败")


class ExportAct(models.TextChoices):
    """What happened to an export."""

    ASK = "ask", _("提交申请")
    LETTER = "letter", _("上传文书")
    APPROVE = "approve", pgettext_lazy("export", "批准")
    REFUSE = "refuse", pgettext_lazy("export", "不予提供")
    BUILD = "build", _("文件已生成")
    FAIL = "fail", _("生成失败")
    DOWNLOAD = "download", _("下载文件")
    EXPIRE = "expire", _("文件到期删除")
    FILE = "file", _("登记已交付")
    TELL = "tell", _("已告知店铺")


class AuthorityLevel(models.TextChoices):
    """Of which level an authority is."""

    NATIONAL = "national", _("国家级")
    PROVINCE = "province", _("省级")
    CITY = "city", _("地市级")
    COUNTY = "county", _("区县级")
    ABROAD = "abroad", _("境外")
