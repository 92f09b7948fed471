"""What a text may look like in a file that a spreadsheet opens."""

from __future__ import annotations

from typing import Final

# What a spreadsheet would take for the beginning of a formula; the wide forms too, which some of them narrow first.
FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
MARK: Final = "'"  # what keeps it from doing so


def _is_formula(text: str) -> bool:
    return text[:1] in FORMULA or (text[:1].isspace() and text.lstrip()[:1] in FORMULA)


def safe_cell(text: str) -> str:
    """A text that stays a text in a spreadsheet (OWASP: CSV injection)."""
    return MARK + text if text and _is_formula(text) else text


def marked(text: str) -> str:
    """A text that stays a text, and that ``unmarked`` reads back as it was, whatever it began with."""
    return MARK + text if text.startswith(MARK) else safe_cell(text)


def unmarked(text: str) -> str:
    """What ``marked`` was given; of any other text what it says, without a mark that a person put before a formula."""
    rest = text[1:]
    return rest if text.startswith(MARK) and rest and (rest.startswith(MARK) or _is_formula(rest)) else text
