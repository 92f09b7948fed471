"""Why a message was not sent, and what is wrong with the words of one, for the people of a shop."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.notifications.errors import MessageRefused, SmsAccountInvalid, TemplateInvalid

# What each variable stands for; a template may use those of its message.
VARIABLES = {
    "shop": gettext_lazy("店铺名称"),
    "number": gettext_lazy("订单号"),
    "products": gettext_lazy("商品和数量"),
    "amount": gettext_lazy("退款金额"),
    "paid": gettext_lazy("实付金额和优惠"),
    "link": gettext_lazy("订单链接"),
    "code": gettext_lazy("验证码"),
    "minutes": gettext_lazy("有效分钟数"),
    "what": gettext_lazy("账号发生了什么"),
    "device": gettext_lazy("设备和浏览器"),
    "at": gettext_lazy("发生时间"),
}
REASONS = {
    "phone_invalid": gettext_lazy("不是可以接收短信的手机号"),
    "address_invalid": gettext_lazy("不是可以接收邮件的地址"),
    "contact_cap": gettext_lazy("今天发给这位买家的消息已达上限"),
    "shop_cap": gettext_lazy("今天的发送量已达本店上限"),
    "too_soon": gettext_lazy("刚刚发过，请一分钟后再试"),
    "no_contact": gettext_lazy("买家没有留下邮箱或手机号"),
    "not_again": gettext_lazy("这条消息不能重发"),
    "no_account": gettext_lazy("还没有启用短信账户"),
    "no_template": gettext_lazy("短信账户里没有这种消息的模板"),
    "nothing_to_tell": gettext_lazy("这条消息的内容已无法还原"),
    "no_outbox": gettext_lazy("消息由买家接收，后台不能查看"),
    "cap_invalid": gettext_lazy("每日上限须在 1 到 100000 之间"),
    "given_up": gettext_lazy("多次尝试后放弃"),
}
FIELDS = {"subject": gettext_lazy("标题"), "body": gettext_lazy("正文")}
TEMPLATE_REASONS = {
    "required": gettext_lazy("请填写%(field)s。"),
    "too_long": gettext_lazy("%(field)s最多 %(maximum)s 字。"),
    "control": gettext_lazy("%(field)s含有不能发送的字符。"),
    "broken": gettext_lazy("%(field)s里有写错的变量，请写成 {{number}} 这样。"),
    "unknown": gettext_lazy("%(field)s里的变量 %(name)s 在这条消息中不可用。"),
    "missing": gettext_lazy("%(field)s里必须有变量 %(name)s。"),
}


def reason_words(reason: str) -> str:
    """A reason that is kept with a message; a carrier's own code stays what it is."""
    return str(REASONS.get(reason, reason))


def refusal_words(error: MessageRefused) -> str:
    """Why nothing was sent."""
    return reason_words(str(error.data.get("reason", "")))


def template_words(error: TemplateInvalid) -> str:
    """What is wrong with somebody's words."""
    told = {**error.data, "field": FIELDS[error.data["field"]]}
    return str(TEMPLATE_REASONS[error.data["reason"]]) % told


def account_words(error: SmsAccountInvalid, label: str) -> str:
    """What is wrong with an account."""
    if error.data["reason"] == "required":
        return _("请填写：%(field)s") % {"field": label}
    return _("%(field)s 有误：%(reason)s") % {"field": label, "reason": error.data["reason"]}
