"""Yuan as text, and 分."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from platform_core.kernel.money import to_major


def to_yuan(amount: int) -> str:
    """4500 -> "45.00"."""
    return f"{to_major(amount, 'CNY'):.2f}"


def to_fen(text: object) -> int:
    """ "45.00" -> 4500, exactly.

    Raises:
        ValueError: no amount, or one with a part of a 分.
    """
    try:
        scaled = Decimal(str(text).strip()).scaleb(2)
    except InvalidOperation as error:
        raise ValueError("no amount") from error
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        raise ValueError("no amount")
    return int(scaled)
