"""What the cashier remembers of payments: in the cache, for a month. Nobody's money depends on it."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.core.cache import cache

KEEP = 30 * 86_400  # seconds


def note_paid(account: str, asked: dict[str, Any], amount: int) -> str | None:
    """The buyer paid; once. Returns the cashier's own number of the payment; None: it was closed, and takes nothing."""
    now = dt.datetime.now(dt.UTC)
    paid = {
        "state": "paid",
        "provider_id": f"SBX{secrets.token_hex(10)}",
        "amount": amount,
        "currency": asked["currency"],
        "at": now.isoformat(),
    }
    key = _key(account, asked["number"])
    cache.add(key, paid, KEEP)
    kept: dict[str, Any] = cache.get(key) or paid
    if kept["state"] != "paid":
        return None
    _remember(account, now.date(), (asked["number"], ""))
    return str(kept["provider_id"])


def state_of(account: str, number: str) -> dict[str, Any] | None:
    """What is known of a payment; None: nobody paid it."""
    known: dict[str, Any] | None = cache.get(_key(account, number))
    return known


def close(account: str, number: str) -> bool:
    """Take nothing for it any more; False: it is paid."""
    closed = {"state": "closed", "amount": 0, "currency": "CNY"}
    return (
        bool(cache.add(_key(account, number), closed, KEEP)) or (state_of(account, number) or {})["state"] == "closed"
    )


def note_part(account: str, number: str, part: str, amount: int) -> str | None:
    """A refund, a share or a return of one: once by its number. None: of a payment that nobody made, or more than it."""
    paid = state_of(account, number)
    if paid is None or paid["state"] != "paid":
        return None
    key, now = _key(account, f"{number}/{part}"), dt.datetime.now(dt.UTC)
    made = {"provider_id": f"SBXR{secrets.token_hex(10)}", "amount": amount, "at": now.isoformat()}
    if cache.add(key, made, KEEP):
        if part.startswith("R"):
            cache.add(total := _key(account, f"{number}/refunded"), 0, KEEP)
            if cache.incr(total, amount) > paid["amount"]:
                cache.decr(total, amount)
                cache.delete(key)
                return None
            _remember(account, now.date(), (number, part))
        return str(made["provider_id"])
    return str(cache.get(key)["provider_id"])


def bill(account: str, day: dt.date) -> list[dict[str, Any]]:
    """Payments and refunds of a day."""
    lines = []
    for number, part in cache.get(_key(account, day.isoformat())) or []:
        paid = state_of(account, number) or {}
        fact = cache.get(_key(account, f"{number}/{part}")) if part else paid
        if not fact or not paid:
            continue
        amount = -fact["amount"] if part else fact["amount"]
        lines.append(
            {
                "number": number,
                "provider_id": fact["provider_id"],
                "refund_number": part,
                "amount": amount,
                "fee": 0,
                "currency": paid["currency"],
                "at": fact["at"],
            }
        )
    return lines


def _remember(account: str, day: dt.date, fact: tuple[str, str]) -> None:
    key = _key(account, day.isoformat())
    facts = cache.get(key) or []
    if list(fact) not in [list(each) for each in facts]:
        cache.set(key, [*facts, fact], KEEP)


def _key(account: str, name: str) -> str:
    return f"sandbox:{account}:{name}"
