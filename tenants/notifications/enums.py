from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a buyer is reached."""

    EMAIL = "email", _("邮件")
    SMS = "sms", _("短信")


class MessageKind(models.TextChoices):
    """What a buyer is told. Each has words of its own, which a merchant may change."""

    ORDER_DELIVERED = "order_delivered", _("订单已发货")
    ORDER_REFUNDED = "order_refunded", _("退款已原路退回")
    CODE_REPLACED = "code_replaced", _("卡密已更换")
    CASE_ANSWERED = "case_answered", _("反馈已处理")
    CODE_RECALLED = "code_recalled", _("卡密召回通知")
    ONE_TIME_CODE = "one_time_code", _("验证码")
    ACCOUNT_ALERT = "account_alert", _("账号提醒")


class MessageState(models.TextChoices):
    """Forward only. ``sent``: the mail server or the SMS gateway has it; ``failed``: it was given up."""

    QUEUED = "queued", _("待发送")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("发送失败")


class SmsGatewayName(models.TextChoices):
    """Who carries short messages for a merchant, each with an adapter of its own."""

    ALIYUN = "aliyun", _("阿里云短信")
    TENCENT = "tencent", _("腾讯云短信")
    TWILIO = "twilio", "Twilio"
    OUTBOX = "outbox", _("本地发件箱")
