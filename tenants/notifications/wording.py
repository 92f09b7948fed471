"""The words that messages come with, in both languages, and the merchant's own in their place."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from tenants.notifications.enums import Channel, MessageKind
from tenants.notifications.selectors import find_template

LANGUAGES = ("zh-hans", "en")
# Subject and text of the mail, and the short message.
DEFAULTS: dict[str, tuple[str, str, str]] = {
    MessageKind.ORDER_DELIVERED: (
        _("您在「{{shop}}」的订单已发货"),
        _(
            "您好，\n\n您在「{{shop}}」的订单 {{number}} 已发货：\n{{products}}\n实付 {{paid}}\n\n打开链接查看：\n{{link}}\n\n"
            "拿到链接的人都能看到卡密，请勿转发。"
        ),
        _("您在{{shop}}的订单{{number}}已发货，打开链接查看（请勿转发）：{{link}}"),
    ),
    MessageKind.ORDER_REFUNDED: (
        _("您在「{{shop}}」的退款已原路退回"),
        _("您好，\n\n订单 {{number}} 的 {{amount}} 已原路退回，到账时间以支付机构为准。\n\n订单详情：\n{{link}}"),
        _("您在{{shop}}的订单{{number}}已退款{{amount}}，原路退回，到账时间以支付机构为准。"),
    ),
    MessageKind.CODE_REPLACED: (
        _("您在「{{shop}}」的卡密已更换"),
        _(
            "您好，\n\n订单 {{number}} 中无法使用的卡密已为您更换，原卡作废。打开链接查看新卡：\n{{link}}\n\n"
            "拿到链接的人都能看到卡密，请勿转发。"
        ),
        _("您在{{shop}}的订单{{number}}已换新卡，打开链接查看（请勿转发）：{{link}}"),
    ),
    MessageKind.CASE_ANSWERED: (
        _("「{{shop}}」已处理您的反馈"),
        _("您好，\n\n您对订单 {{number}} 的反馈已处理。打开链接查看订单：\n{{link}}"),
        _("{{shop}}已处理您对订单{{number}}的反馈，打开链接查看：{{link}}"),
    ),
    MessageKind.CODE_RECALLED: (
        _("「{{shop}}」通知：您购买的卡密需要处理"),
        _(
            "您好，\n\n您在「{{shop}}」购买的商品（{{products}}，订单 {{number}}）中有卡密被召回：\n\n{{notice}}\n\n"
            "打开链接查看订单：\n{{link}}"
        ),
        _("{{shop}}通知：您的订单{{number}}有卡密被召回。{{notice}} 查看：{{link}}"),
    ),
    MessageKind.ONE_TIME_CODE: ("", "", _("{{shop}}验证码：{{code}}，{{minutes}}分钟内有效，请勿告诉他人。")),
    MessageKind.ACCOUNT_ALERT: (
        "",
        "",
        _("您在{{shop}}的账号{{what}}（{{device}}，{{at}}）。若非本人操作，请立即登录并退出全部设备：{{link}}"),
    ),
}


class Words(NamedTuple):
    """What a message says, with names still to be filled in."""

    subject: str
    body: str


def has_words(kind: str, channel: str) -> bool:
    """Is there such a message at all?"""
    return kind in DEFAULTS and bool(DEFAULTS[kind][1 if channel == Channel.EMAIL else 2])


def language_of(language: str) -> str:
    """The language of a buyer, among those that messages speak."""
    return "en" if language.startswith("en") else "zh-hans"


def default_words(kind: str, channel: str, language: str) -> Words:
    """The words that a message comes with."""
    subject, mail, sms = DEFAULTS[kind]
    with override(language):
        return Words(gettext(subject), gettext(mail)) if channel == Channel.EMAIL else Words("", gettext(sms))


def words_of(kind: str, channel: str, language: str) -> Words:
    """The merchant's own words, else those that the message comes with."""
    own = find_template(kind, channel, language)
    return Words(own.subject, own.body) if own is not None else default_words(kind, channel, language)
