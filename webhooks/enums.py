from django.db import models
from django.utils.translation import gettext_lazy as _


class EndpointStatus(models.TextChoices):
    """What an endpoint gets: everything; nothing for now, it is kept; nothing, it is not even kept."""

    ENABLED = "enabled", _("启用")
    PAUSED = "paused", _("已暂停")
    DISABLED = "disabled", _("已停用")


class DisabledReason(models.TextChoices):
    """Why the platform disabled an endpoint."""

    FAILING = "failing", _("连续五天没有一次成功")
    GONE = "gone", _("接收方答复 410，表示地址已作废")


class PayloadFormat(models.TextChoices):
    """What the body looks like: an event as ``/v1/events`` answers it, or a CloudEvent (1.0, structured)."""

    STANDARD = "standard", _("标准")
    CLOUDEVENTS = "cloudevents", "CloudEvents 1.0"


class SecretKind(models.TextChoices):
    """What signs: a shared secret (Standard Webhooks v1), or a key pair (v1a)."""

    HMAC = "v1", "v1 · HMAC-SHA256"
    ED25519 = "v1a", "v1a · Ed25519"


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


class TallySpan(models.TextChoices):
    """What one row of a tally counts: minutes for the breaker, hours for the charts."""

    MINUTE = "minute", _("分钟")
    HOUR = "hour", _("小时")


class RedeliveryKind(models.TextChoices):
    """What is sent anew: all events of a time that an endpoint has not got, or deliveries that a filter picks."""

    RECOVER = "recover", _("补发缺口")
    RESEND = "resend", _("批量重发")


class RedeliveryState(models.TextChoices):
    """How far a redelivery is."""

    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("进行中")
    SUCCEEDED = "succeeded", _("已完成")
    FAILED = "failed", _("失败")
    CANCELED = "canceled", _("已取消")
