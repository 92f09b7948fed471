"""A statement on its way into the tables: where its rows come from, and how much of it was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from platform_core.tenancy.context import current_tenant
from tenants.inventory.uploads import open_upload
from tenants.payments.accounts import get_account
from tenants.payments.enums import GatewayName
from tenants.payments.gateways.base import BillLine
from tenants.payments.gateways.registry import get_gateway
from tenants.reporting.enums import LineKind, LineStatus
from tenants.reporting.models import Statement
from tenants.reporting.reading import LineFault, StatementRow, iter_rows, open_statement
from tenants.reporting.reading.rows import ID, alipay_refund_id
from tenants.reporting.reading.tables import read_head

Rows = Iterable[StatementRow | LineFault]


class Counted:
    """A stream that knows how much of it was read."""

    def __init__(self) -> None:
        self.read_bytes = 0

    def open(self, upload: str) -> IO[bytes]:
        """The upload from its beginning."""
        self.read_bytes = 0
        stream, counted = open_upload(upload), self
        real = stream.read

        def read(size: int | None = -1, /) -> bytes:
            data = real(size)
            counted.read_bytes += len(data)
            return data

        return _Reading(stream, read)  # type: ignore[return-value]


class _Reading:
    """A stream with a ``read`` of ours."""

    def __init__(self, stream: Any, read: Any) -> None:
        self._stream, self.read = stream, read

    def __enter__(self) -> _Reading:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stream.close()


@contextmanager
def open_rows(statement: Statement, counted: Counted) -> Iterator[Rows]:
    """Rows of a statement's file.

    Raises:
        StatementRefused, RecordNotFound, SealBroken
    """
    with open_statement(lambda: counted.open(statement.upload)) as lines:
        head = read_head(lines)
        yield iter_rows(lines, head, shop=current_tenant().code)


def fetch_rows(statement: Statement) -> list[StatementRow]:
    """What the institution says of the day, asked now, outside any transaction.

    Raises:
        GatewayUnavailable, GatewayRefused, RecordNotFound
    """
    account = get_account(statement.gateway)
    lines = get_gateway(statement.gateway).bill(account, statement.first_day)
    return [_row(number, line, statement.gateway) for number, line in enumerate(lines, 1)]


def _row(number: int, said: BillLine, gateway: str) -> StatementRow:
    kind = LineKind.PAYMENT
    if said.provider_id.startswith("po_"):
        kind = LineKind.PAYOUT
    elif said.amount < 0:
        kind = LineKind.REFUND
    elif said.refund_number or said.provider_id.startswith("re_"):
        kind = LineKind.RETURNED
    fact, trade = said.provider_id, said.provider_id if kind == LineKind.PAYMENT else ""
    if gateway == GatewayName.ALIPAY and kind == LineKind.REFUND:
        fact, trade = alipay_refund_id(said.provider_id, said.refund_number), said.provider_id
    came_back = ":back" if kind == LineKind.PAYOUT and said.amount > 0 else ""
    return StatementRow(
        line=number,
        kind=kind,
        key=(fact or said.refund_number or said.number)[:ID] + came_back,
        number=said.number[:ID],
        refund_number=said.refund_number[:ID],
        provider_id=fact[:ID],
        trade_id=trade[:ID],
        amount=said.amount,
        fee=said.fee,
        currency=said.currency[:3],
        at=said.at,
        # A refund that is still on its way stands in the bills of the others too, and not in this one's.
        status=LineStatus.DONE if gateway == GatewayName.ALIPAY else LineStatus.UNSAID,
    )
