from django.db import models
from django.utils.translation import gettext_lazy as _


class GatewayName(models.TextChoices):
    """Institutions that take money for a merchant, each with an adapter of its own."""

    SANDBOX = "sandbox", _("沙箱支付")
    STRIPE = "stripe", "Stripe"
    WECHATPAY = "wechatpay", _("微信支付")
    ALIPAY = "alipay", _("支付宝")
    BALANCE = "balance", _("余额")


class PaymentMethod(models.TextChoices):
    """How a buyer pays at a gateway."""

    SANDBOX = "sandbox", _("沙箱支付（演示，不扣款）")
    CARD = "card", _("银行卡")
    STRIPE_ALIPAY = "stripe_alipay", _("支付宝（Stripe）")
    STRIPE_WECHAT = "stripe_wechat", _("微信支付（Stripe）")
    WECHAT_NATIVE = "wechat_native", _("微信扫码")
    WECHAT_H5 = "wechat_h5", _("微信支付")
    WECHAT_JSAPI = "wechat_jsapi", _("微信内支付")
    ALIPAY_PAGE = "alipay_page", _("支付宝网页")
    ALIPAY_WAP = "alipay_wap", _("支付宝")
    ALIPAY_QR = "alipay_qr", _("支付宝扫码")
    BALANCE = "balance", _("余额")


class PaymentState(models.TextChoices):
    CREATED = "created", _("待支付")
    SUCCEEDED = "succeeded", _("已支付")
    CLOSED = "closed", _("已关闭")
    ABNORMAL = "abnormal", _("异常待处理")


class NoticeKind(models.TextChoices):
    """What a gateway reports of a payment."""

    PAID = "paid", _("付款成功")
    CLOSED = "closed", _("付款关闭")
    REFUNDED = "refunded", _("退款成功")
    REFUND_FAILED = "refund_failed", _("退款失败")
    DISPUTED = "disputed", _("发起争议")
    DISPUTE_WON = "dispute_won", _("争议胜诉")
    DISPUTE_LOST = "dispute_lost", _("争议败诉")
    OTHER = "other", _("其他通知")


class NoticeOutcome(models.TextChoices):
    SETTLED = "settled", _("已入账")
    REPEATED = "repeated", _("重复通知")
    WRONG_AMOUNT = "wrong_amount", _("金额不符")
    UNKNOWN_PAYMENT = "unknown_payment", _("未知付款")
    LATE = "late", _("超时付款")
    EARLY = "early", _("先到，等待付款通知")
    NOTED = "noted", _("已记录")


class RefundState(models.TextChoices):
    """Of money that goes back through the gateway."""

    PENDING = "pending", _("退款中")
    SUCCEEDED = "succeeded", _("已退款")
    FAILED = "failed", _("退款失败")


class SplitRole(models.TextChoices):
    """Who gets a share of a payment (分账)."""

    PLATFORM = "platform", _("平台佣金")
    SUPPLIER = "supplier", _("供应商结算")


class SplitState(models.TextChoices):
    PENDING = "pending", _("待分账")
    SENDING = "sending", _("分账中")
    SUCCEEDED = "succeeded", _("已分账")
    RETURNED = "returned", _("已回退")
    FAILED = "failed", _("分账失败")


class BalanceMove(models.TextChoices):
    """Why a buyer's balance changed."""

    TOPPED_UP = "topped_up", _("充值")
    SPENT = "spent", _("支付订单")
    RETURNED = "returned", _("订单退款")
    WITHDRAWN = "withdrawn", _("提现")
    FROZEN = "frozen", _("争议冻结")
    RELEASED = "released", _("争议解冻")
