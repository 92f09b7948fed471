"""What of a receiver's answer is kept for its shop to look at: enough to see what went wrong, nothing that looks like a secret.

Shops echo what they were sent, and more: a stack trace may hold their tokens, their buyers' addresses, or codes that they know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LONGEST_EXCERPT, LONGEST_HEADER = 1024, 200  # characters
HIDDEN = "[…]"
HEADERS = frozenset(
    {"content-type", "content-length", "retry-after", "server", "date", "via", "allow", "x-request-id", "cf-ray"}
)
TEXTUAL = ("text/", "application/json", "application/problem+json", "application/xml", "application/javascript")
# Words of 8 characters and more with both letters and digits, long numbers, and addresses of mail.
SECRET = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{8,}(?:[=/+][\w=/+-]*)?"
    r"|\d[\d -]{5,}\d",
    re.ASCII,
)
LABELLED = re.compile(
    r"(?i)(bearer|basic|token|secret|password|passwd|pwd|authorization|cookie|api[_-]?key)(\W{1,4})([^\s,;\"'<>]+)"
)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def keep_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Of an answer's headers those that say something about its sender's state; never a cookie or a token."""
    return {name.lower(): _clean(value[:LONGEST_HEADER]) for name, value in headers.items() if name.lower() in HEADERS}


def keep_excerpt(answer: bytes, content_type: str) -> str:
    """The beginning of an answer, where it is text."""
    if not answer:
        return ""
    kind = content_type.partition(";")[0].strip().lower()
    if kind and not kind.startswith(TEXTUAL):
        return ""
    # Cut after the hiding: what stands across the cut must not lose what gives it away.
    text = answer[: 4 * LONGEST_EXCERPT].decode("utf-8", "replace")
    hidden = SECRET.sub(HIDDEN, LABELLED.sub(rf"\1\2{HIDDEN}", text))
    return _clean(hidden)[:LONGEST_EXCERPT]


def _clean(text: str) -> str:
    return CONTROL.sub("", text)
