from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.catalog.enums import ContactType as ContactType


class OrderStatus(models.TextChoices):
    PENDING_PAYMENT = "pending_payment", _("待支付")
    PAID = "paid", _("已支付待发货")
    PROCESSING = "processing", _("处理中")
    COMPLETED = "completed", _("已完成")
    CANCELED = "canceled", _("已关闭")
    ABNORMAL = "abnormal", _("异常待处理")
    PARTIALLY_REFUNDED = "partially_refunded", _("部分退款")
    REFUNDED = "refunded", _("已退款")


class CaseReason(models.TextChoices):
    """Why a person must look at an order."""

    PAID_WITHOUT_STOCK = "paid_without_stock", _("已付款但无库存")
    WRONG_AMOUNT = "wrong_amount", _("付款金额不符")
    UNKNOWN_PAYMENT = "unknown_payment", _("未知付款")
    PAID_TWICE = "paid_twice", _("重复付款")
    BUYER_SAYS_PAID = "buyer_says_paid", _("买家称已付款")
    CODE_REPORTED = "code_reported", _("卡密无法使用")
    REFUND_FAILED = "refund_failed", _("退款失败")
    REFUNDED_ELSEWHERE = "refunded_elsewhere", _("在支付机构后台退款")
    DISPUTED = "disputed", _("买家发起争议")
    SPLIT_FAILED = "split_failed", _("分账失败")
    MANUAL_OVERDUE = "manual_overdue", _("人工发货超时")
    CODE_RECALLED = "code_recalled", _("卡密被召回")
    SAFETY_DELAY = "safety_delay", _("大额新客订单延迟发货")
    IDENTITY_NEEDED = "identity_needed", _("大额购卡须登记身份")
    BY_HAND = "by_hand", _("人工登记")


class CaseStatus(models.TextChoices):
    OPEN = "open", _("待处理")
    WAITING = "waiting", _("等待补货")
    REFUNDING = "refunding", _("退款中")
    CLOSED = "closed", _("已结案")


class CaseOutcome(models.TextChoices):
    """How a case ended."""

    DELIVERED = "delivered", _("已补发")
    REFUNDED = "refunded", _("已退款")
    REPLACED = "replaced", _("已换卡")
    SHARED = "shared", _("已分账")
    DISMISSED = "dismissed", _("无需处理")


class CaseAction(models.TextChoices):
    """What was done about a case, as its notes say."""

    ASSIGNED = "assigned", _("分派")
    REPORTED = "reported", _("买家反馈")
    DELIVERED = "delivered", _("补发")
    WAITING = "waiting", _("转为等待补货")
    RESTOCKED = "restocked", _("补货后发出")
    REOPENED = "reopened", _("退回待处理")
    REFUNDING = "refunding", _("发起退款")
    REFUNDED = "refunded", _("退款到账")
    REFUND_FAILED = "refund_failed", _("退款失败")
    REPLACED = "replaced", _("换卡")
    SHARING = "sharing", _("重新分账")
    SHARED = "shared", _("分账完成")
    SHARE_FAILED = "share_failed", _("分账失败")
    ACCEPTED = "accepted", _("按实收金额接受")
    DISMISSED = "dismissed", _("关闭")


class RecallState(models.TextChoices):
    """How far a recall is. ``waiting``: the day's cap of messages is reached; it goes on by itself."""

    RUNNING = "running", _("通知中")
    WAITING = "waiting", _("今日发送量已满，稍后继续")
    DONE = "done", _("已通知完")


class RecallOutcome(models.TextChoices):
    """What became of telling the buyer of an order. ``elsewhere``: it was issued by the merchant's own system."""

    TOLD = "told", _("已通知")
    AGAIN = "again", _("同一买家，已在其他订单通知")
    UNREACHABLE = "unreachable", _("没有可用的联系方式")
    REFUSED = "refused", _("没有发出")
    ELSEWHERE = "elsewhere", _("接口发卡，请在您的系统通知")


class LineSecret(models.TextChoices):
    """What is sealed on a line of an order."""

    INPUTS = "inputs", _("买家填写的信息")
    HANDED_OVER = "handed_over", _("人工发货内容")


class OrderAct(models.TextChoices):
    """What staff did to an order, as its notes say."""

    REFUNDED = "refunded", _("发起退款")
    REPLACED = "replaced", _("换卡")
    RESENT = "resent", _("重发消息")
    CLOSED = "closed", _("关闭未付款订单")
    CONTACT_CHANGED = "contact_changed", _("更正联系方式")
    CODE_SHOWN = "code_shown", _("查看卡密原文")
