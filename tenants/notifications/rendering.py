"""What a message says, made at the moment it is sent: words, filled with what its source knows now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from platform_core.messaging.posting import build_message
from platform_core.tenancy.context import current_tenant
from tenants.notifications.gateways.base import Sms
from tenants.notifications.models import Message
from tenants.notifications.recipients import open_recipient
from tenants.notifications.selectors import get_settings
from tenants.notifications.sources import Facts, find_facts
from tenants.notifications.variables import fill
from tenants.notifications.wording import Words, words_of

CODES_IN_TEXT = 20  # more than these are attached
SAMPLES = {
    "number": "20261126120000123456",
    "products": "爱奇艺会员 · 月卡 × 1",
    "amount": "¥25.00",
    "paid": "¥25.00",
    "link": "https://shop.example/order/…",
    "code": "482913",
    "minutes": "10",
    "notice": "这批卡密暂时无法兑换，我们会在三天内为您换卡。",
}


class Said(NamedTuple):
    """A message in the clear: subject (of a mail) and text."""

    subject: str
    text: str


def say(message: Message, fields: Mapping[str, str]) -> Said:
    """Words of a message, filled."""
    values = {"shop": current_tenant().name, **fields}
    words = words_of(message.kind, message.channel, message.language)
    subject = fill(words.subject, values)
    if subject and not current_tenant().livemode:
        with override(message.language):
            subject = gettext("【测试】") + subject
    return Said(subject, fill(words.body, values))


def preview(kind: str, channel: str, words: Words) -> Said:
    """Words filled with examples."""
    values = {"shop": current_tenant().name, **SAMPLES}
    return Said(fill(words.subject, values), fill(words.body, values))


def make_sms(message: Message) -> Sms | None:
    """A short message that waits; None: there is nothing to say any more. It never holds a code of a card."""
    to, kept = open_recipient(message)
    facts = find_facts(message) if message.order_id else Facts(kept)
    if facts is None:
        return None
    values = {"shop": current_tenant().name, **facts.fields, "path": facts.path}
    return Sms(message.id, message.kind, to, say(message, facts.fields).text, values)


def make_mail(message: Message) -> EmailMultiAlternatives | None:
    """A mail that waits, the same on every attempt; None: there is nothing to say any more."""
    to, _kept = open_recipient(message)
    facts = find_facts(message)
    if facts is None:
        return None
    said = say(message, facts.fields)
    wanted = facts.open_codes is not None and get_settings().codes_in_mail
    codes = facts.open_codes() if wanted and facts.open_codes else []
    listed, attached = (codes, []) if len(codes) <= CODES_IN_TEXT else ([], codes)
    with override(message.language):
        heading = gettext("您的卡密：") if listed else gettext("卡密在附件中。") if attached else ""
    context = {"language": message.language, "text": said.text, "heading": heading, "codes": listed}
    mail = build_message(
        message.id,
        sender=current_tenant().name,
        to=to,
        subject=said.subject,
        text="\n".join([said.text, *(["", heading] if heading else []), *listed]),
        html=render_to_string("notifications/mail.html", context),
    )
    if attached:
        mail.attach(f"{facts.file_name}.txt", _file(attached), "text/plain")
    return mail


def _file(codes: Sequence[str]) -> str:
    return "\r\n".join(codes) + "\r\n"
