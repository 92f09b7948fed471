from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from platform_core.kernel.ids import public_id
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.models import LedgerTransfer
from tenants.reporting.models import Export
from tenants.reporting.sources.source import Row, Source, stream, within_period

COLUMNS = ("at", "kind", "subject", "number", "debit", "credit", "amount", "currency")
FIELDS = ("at", "kind", "subject_id", "number", "debit_id", "credit_id", "amount", "currency")
# What the books name as the reason of a transfer.
SUBJECTS: dict[int, str] = {
    TransferKind.ISSUANCE: "iss",
    TransferKind.PAYMENT: "pay",
    TransferKind.IMPORT: "imp",
    TransferKind.IMPORT_UNDONE: "imp",
    TransferKind.HOLD_WITHDRAWN: "rsv",
    TransferKind.CODE_WRITTEN_OFF: "void",
    TransferKind.CARD_ACTIVATED: "code",
    TransferKind.REDEMPTION: "rdm",
    TransferKind.REDEMPTION_REVERSED: "rdm",
    TransferKind.CARD_VOIDED: "code",
    TransferKind.REFUND: "rfd",
}
OTHER = "fact"  # what has no object of its own in the API: a share, a dispute, a change of a balance
KINDS = {int(kind): kind.name.lower() for kind in TransferKind}
ACCOUNTS = {int(account): account.name.lower() for account in AccountCode}


def ledger(export: Export) -> Source:
    """One row for each transfer between two accounts, in the order in which they were booked."""
    rows = within_period(LedgerTransfer.objects.all(), export, "at")
    ordered = rows.order_by("at", "subject_id", "kind", "number")
    return Source(COLUMNS, ("amount",), rows.count(), _rows(ordered))


def _rows(rows: QuerySet[Any]) -> Iterator[list[Row]]:
    for batch in stream(rows, *FIELDS):
        yield [
            (
                at,
                KINDS[kind],
                public_id(SUBJECTS.get(kind, OTHER), subject),
                number,
                ACCOUNTS[debit],
                ACCOUNTS[credit],
                *money,
            )
            for at, kind, subject, number, debit, credit, *money in batch
        ]
