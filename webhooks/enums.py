from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryStatus(models.TextChoices):
    """Where a delivery is; it ends as one of the last three."""

    PENDING = "pending", _("等待发送")
    DELIVERING = "delivering", _("发送中")
    FAILED = "failed", _("失败，稍后重试")
    SUCCEEDED = "succeeded", _("已送达")
    EXHAUSTED = "exhausted", _("失败，不再重试")
    SKIPPED = "skipped", _("已跳过")


class AttemptError(models.TextChoices):
    """Why an attempt got no answer; empty: it got one."""

    TIMEOUT = "timeout", _("超时")
    DNS = "dns", _("域名无法解析")
    CONNECTION = "connection", _("无法连接")
    TLS = "tls", _("TLS 证书或握手失败")
    DISCONNECTED = "disconnected", _("连接中断")
    PROTOCOL = "protocol", _("不是有效的 HTTP 应答")
    ADDRESS_REFUSED = "address_refused", _("地址不允许访问")
    INTERNAL = "internal", _("平台内部错误")
