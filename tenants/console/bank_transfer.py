"""The account that a merchant may transfer a bill's amount to (对公转账), as the operator of the platform wrote it down."""

from __future__ import annotations

import json
from typing import NamedTuple

from django.conf import settings


class Payee(NamedTuple):
    """Who is paid where; ``text`` is all of it where the operator wrote no more than a text."""

    name: str = ""
    bank: str = ""
    account: str = ""
    note: str = ""
    text: str = ""


def find_payee() -> Payee | None:
    """The account of this installation; None: there is none."""
    written: str = settings.KAQUAN_BANK_TRANSFER
    if not written:
        return None
    try:
        said = json.loads(written)
    except ValueError:
        return Payee(text=written)
    if not isinstance(said, dict):
        return Payee(text=written)
    return Payee(**{name: str(said.get(name, "")) for name in ("name", "bank", "account", "note")})
