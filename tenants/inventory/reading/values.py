"""Reading single values."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ t].*)?")
NO_END = frozenset({"", "永久", "永久有效", "长期", "长期有效", "无", "无限期", "-", "none", "never", "null"})
MONEY = re.compile(r"[¥￥$]?\s*(\d{1,9}(?:,\d{3})*(?:\.\d+)?)\s*(?:元|rmb|cny)?", re.IGNORECASE)
# What a spreadsheet would run: "=…", or the DDE forms "+cmd|", "-2+3+cmd|", "@SUM(". A code that merely starts with
# a sign is a code.
FORMULA = re.compile(r"=|[+\-@][^|()]*(?:\||\()", re.ASCII)


def parse_date(text: str) -> dt.date | None:
    """``2026-12-31``, ``2026/12/31``, ``20261231``, ``2026年12月31日``, with or without a time; None for 永久.

    Raises:
        ValueError: it is no date.
    """
    cleaned = text.strip().lower()
    if cleaned in NO_END:
        return None
    matched = DATE.fullmatch(cleaned)
    if matched is None:
        raise ValueError(text)
    return dt.date(int(matched[1]), int(matched[2] or matched[4]), int(matched[3] or matched[5]))


def parse_money(text: str) -> int | None:
    """``50``, ``50.00``, ``¥50``, ``1,000 元`` in minor units; None when empty.

    Raises:
        ValueError: it is no amount, or has more than two decimals.
    """
    cleaned = text.strip()
    if not cleaned:
        return None
    matched = MONEY.fullmatch(cleaned)
    if matched is None:
        raise ValueError(text)
    try:
        cents = Decimal(matched[1].replace(",", "")) * 100
    except InvalidOperation as error:
        raise ValueError(text) from error
    if cents != cents.to_integral_value():
        raise ValueError(text)
    return int(cents)


def looks_like_date(text: str) -> bool:
    """Is it a date (of this century) or a word for "no end"?"""
    try:
        found = parse_date(text)
    except ValueError:
        return False
    return bool(text) and (found is None or 2000 <= found.year < 2100)


def looks_like_money(text: str) -> bool:
    """Is it a small plain amount?"""
    try:
        found = parse_money(text)
    except ValueError:
        return False
    return found is not None and found <= 10_000_000


def is_formula(text: str) -> bool:
    """Would a spreadsheet run it?"""
    return text[:1] in "=+-@" and FORMULA.match(text) is not None
