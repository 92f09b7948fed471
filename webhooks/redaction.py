"""What of a receiver's answer is kept for its shop to look at: enough to see what went wrong, nothing that looks like a secret.

Shops echo what they were sent, and more: a stack trace may hold their tokens, their buyers' addresses, or codes that they know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LONGEST_EXCERPT, LONGEST_HEADER = 1024, 200  # characters
LOOKED_AT = 4 * LONGEST_EXCERPT  # bytes of an answer; the excerpt is cut out of them after the hiding
HIDDEN = "[…]"
HEADERS = frozenset(
    {"content-type", "content-length", "retry-after", "server", "date", "via", "allow", "x-request-id", "cf-ray"}
)
WORDY = frozenset({"server", "via", "allow"})  # free text; a date or a request's id looks like a secret and is none
TEXTUAL = ("text/", "application/json", "application/problem+json", "application/xml", "application/javascript")
# Addresses of mail, words of 8 characters and more with both letters and digits, long numbers. A try begins only where a word
# does, so that whatever is answered is read in one go: a receiver must not make the sending of others wait.
PIECE = r"[^\s<>\"'(),:;=@]"
SECRET = re.compile(
    rf"(?<!{PIECE}){PIECE}+@{PIECE}+"
    r"|(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{8,}(?:[=/+][\w=/+-]*)?"
    r"|\d[\d -]{5,}\d",
    re.ASCII,
)
# The value behind a name that gives it away; of a cookie and of what lets in, the whole line.
LINE = re.compile(r"(?i)(authorization|cookie)(\W{1,6})([^\r\n\"'<>]+)")
LABELLED = re.compile(
    r"(?i)(bearer|basic|token|secret|password|passwd|pwd|api[_-]?key|密码|口令|令牌|卡密)(\W{1,6})([^\s,;\"'<>]+)"
)
END_OF_WORD = re.compile(r"[^\s<>\"'(),:;]*")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def keep_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Of an answer's headers those that say something about its sender's state; never a cookie or a token."""
    kept = {name.lower(): _clean(value) for name, value in headers.items() if name.lower() in HEADERS}
    return {name: (_hide(value) if name in WORDY else value)[:LONGEST_HEADER] for name, value in kept.items()}


def keep_excerpt(answer: bytes, content_type: str) -> str:
    """The beginning of an answer, where it is text."""
    if not answer:
        return ""
    kind = content_type.partition(";")[0].strip().lower()
    if kind and not kind.startswith(TEXTUAL):
        return ""
    looked_at = answer[:LOOKED_AT]
    if b"\0" in looked_at:
        return ""  # no text, whatever it says it is: packed, or a picture
    text = looked_at.decode("utf-8", "replace")
    if len(answer) > LOOKED_AT:
        text = text[: len(text) - _length_of_last_word(text)]  # cut in two, it lacks what would give it away
    return _hide(_clean(text))[:LONGEST_EXCERPT]


def _length_of_last_word(text: str) -> int:
    """From the end: searching from the beginning would begin anew with every character."""
    found = END_OF_WORD.match(text[::-1])
    return found.end() if found else 0


def _hide(text: str) -> str:
    for pattern in (LINE, LABELLED):
        text = pattern.sub(rf"\1\2{HIDDEN}", text)
    return SECRET.sub(HIDDEN, text)


def _clean(text: str) -> str:
    """Without what neither PostgreSQL nor JSON takes: control characters, and halves of characters (bytes that are no UTF-8)."""
    return CONTROL.sub("", text).encode("utf-8", "replace").decode()
