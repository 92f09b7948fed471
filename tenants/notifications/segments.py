"""How many short messages a text is at a carrier: what one is counted and paid by."""

from __future__ import annotations

from typing import Final

# GSM 03.38: letters that fit into seven bits, and those that take two places (3GPP TS 23.038).
BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE: Final = frozenset("\f^{}\\[~]|€")
ALONE, EACH = 160, 153
WIDE_ALONE, WIDE_EACH = 70, 67  # of anything else, in units of UTF-16


def segments_of(text: str) -> int:
    """Parts that a text is sent in; one at least.

    Args:
        text: with the signature that the gateway puts before it.
    """
    if set(text) <= BASIC | DOUBLE:
        length, alone, each = sum(2 if letter in DOUBLE else 1 for letter in text), ALONE, EACH
    else:
        length, alone, each = len(text.encode("utf-16-le")) // 2, WIDE_ALONE, WIDE_EACH
    return 1 if length <= alone else -(-length // each)
