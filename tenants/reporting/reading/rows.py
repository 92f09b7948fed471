"""What a line of any statement comes to."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from tenants.reporting.enums import LineKind, LineStatus

ID, KEY = 64, 100  # characters that are kept of a name


class StatementRow(NamedTuple):
    """A line as it is compared; see ``StatementLine`` for the names. ``merchant``: whose account it says it is of, if it does."""

    line: int
    kind: LineKind
    key: str
    number: str
    refund_number: str
    provider_id: str
    trade_id: str
    amount: int
    fee: int
    currency: str
    at: dt.datetime
    status: LineStatus = LineStatus.UNSAID
    merchants: tuple[str, ...] = ()


class LineFault(NamedTuple):
    """A line that was not taken. ``code`` is one of ``console.statement_words``; never the line's text, which names buyers."""

    line: int
    code: str


class CannotRead(ValueError):
    """A cell says nothing that can be compared; ``code`` as in ``LineFault``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def alipay_refund_id(trade_id: str, refund_number: str) -> str:
    """Alipay gives refunds no number of its own: trade and request together are one, as for its notices."""
    name = f"{trade_id}-{refund_number}"
    return name if len(name) <= ID else uuid.uuid5(uuid.NAMESPACE_OID, name).hex
