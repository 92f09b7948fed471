"""What messages may say: names that stand for something, per kind, and nothing else. No template engine is behind it."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

from tenants.notifications.enums import Channel, MessageKind
from tenants.notifications.errors import TemplateInvalid

LONGEST_SUBJECT, LONGEST_MAIL, LONGEST_SMS = 120, 4_000, 300
# What each kind knows of; the first ones it cannot do without.
REQUIRED: dict[str, tuple[str, ...]] = {
    MessageKind.ORDER_DELIVERED: ("link",),
    MessageKind.ORDER_REFUNDED: ("number",),
    MessageKind.CODE_REPLACED: ("link",),
    MessageKind.CASE_ANSWERED: ("link",),
    MessageKind.CODE_RECALLED: ("notice", "link"),
    MessageKind.ONE_TIME_CODE: ("code",),
    MessageKind.ACCOUNT_ALERT: ("what",),
}
ALLOWED: dict[str, tuple[str, ...]] = {
    MessageKind.ORDER_DELIVERED: ("shop", "number", "products", "paid", "link"),
    MessageKind.ORDER_REFUNDED: ("shop", "number", "amount", "link"),
    MessageKind.CODE_REPLACED: ("shop", "number", "link"),
    MessageKind.CASE_ANSWERED: ("shop", "number", "link"),
    MessageKind.CODE_RECALLED: ("shop", "number", "products", "notice", "link"),
    MessageKind.ONE_TIME_CODE: ("shop", "code", "minutes"),
    MessageKind.ACCOUNT_ALERT: ("shop", "what", "device", "at", "link"),
}
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Wording(string.Template):
    """``{{ name }}`` stands for a value, once: what a value says is never read as a name again."""

    delimiter = "{{"
    pattern = r"""
    \{\{(?:
        (?P<escaped>\{\{) |
        \s*(?P<named>[a-z_]+)\s*\}\} |
        (?P<braced>(?!)) |
        (?P<invalid>)
    )
    """  # type: ignore[assignment]  # compiled when the class is made


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with its names filled in.

    Raises:
        KeyError, ValueError: it was not checked.
    """
    return Wording(text).substitute(values)


def check_words(*, kind: str, channel: str, subject: str, body: str) -> None:
    """Are these words that this message can be sent with?

    Raises:
        TemplateInvalid: with the field and what is wrong with it.
    """
    if channel == Channel.EMAIL:
        _check("subject", subject, kind, LONGEST_SUBJECT)
        if "\n" in subject:
            raise TemplateInvalid(field="subject", reason="control")
    _check("body", body, kind, LONGEST_MAIL if channel == Channel.EMAIL else LONGEST_SMS)
    for name in REQUIRED[kind]:
        if name not in Wording(body).get_identifiers():
            raise TemplateInvalid(field="body", reason="missing", name=name)


def _check(field: str, text: str, kind: str, longest: int) -> None:
    if not text.strip():
        raise TemplateInvalid(field=field, reason="required")
    if len(text) > longest:
        raise TemplateInvalid(field=field, reason="too_long", maximum=longest)
    if CONTROL.search(text):
        raise TemplateInvalid(field=field, reason="control")
    words = Wording(text)
    if not words.is_valid():
        raise TemplateInvalid(field=field, reason="broken")
    for name in words.get_identifiers():
        if name not in ALLOWED[kind]:
            raise TemplateInvalid(field=field, reason="unknown", name=name)
