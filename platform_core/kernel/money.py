"""Money is an integer of minor units (分) and an ISO 4217 code; nothing else."""

from __future__ import annotations

from decimal import Decimal

SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "HKD": "HK$", "SGD": "S$"}
EXPONENTS = {"JPY": 0, "KRW": 0}
CURRENCIES = frozenset({*SYMBOLS, "KRW"})


def exponent(currency: str) -> int:
    """How many decimals the currency has (ISO 4217)."""
    return EXPONENTS.get(currency, 2)


def to_major(amount: int, currency: str) -> Decimal:
    """4500 CNY -> Decimal("45.00")."""
    return Decimal(amount).scaleb(-exponent(currency))


def format_money(amount: int, currency: str) -> str:
    """4500, "CNY" -> "¥45.00"."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{SYMBOLS.get(currency, currency + ' ')}{to_major(abs(amount), currency):,f}"
