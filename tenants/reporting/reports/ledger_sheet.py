"""The ledger as a file: every transfer of a period, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy

from tenants.finance.enums import AccountCode, TransferKind
from tenants.reporting.ledger_rows import LedgerRows, Wanted
from tenants.reporting.origins import origins_of
from tenants.reporting.reports.sheet import MOMENT, MONEY, NUMBER, Column, Row, Sheet

COLUMNS = (
    Column("at", gettext_lazy("时间"), MOMENT),
    Column("kind", gettext_lazy("业务")),
    Column("debit", gettext_lazy("借方")),
    Column("credit", gettext_lazy("贷方")),
    Column("amount", gettext_lazy("金额"), MONEY),
    Column("currency", gettext_lazy("币种")),
    Column("origin", gettext_lazy("来源")),
    Column("subject", gettext_lazy("业务编号")),
    Column("number", gettext_lazy("分录"), NUMBER),
)


def ledger_sheet(wanted: Wanted) -> Sheet:
    """One row for each transfer, the newest first; read as the file is written."""
    period = f"{wanted.period.first} – {wanted.period.last}"
    return Sheet("ledger", gettext("账簿明细"), period, COLUMNS, _rows(LedgerRows(wanted)))


def _rows(rows: LedgerRows) -> Iterator[Row]:
    accounts = {code.value: str(code.label) for code in AccountCode}
    kinds = {kind.value: str(kind.label) for kind in TransferKind}
    for batch in rows.batches():
        origins = origins_of(batch)
        for row in batch:
            origin = origins.get(row.subject_id)
            yield Row(
                row.currency,
                [
                    row.at, kinds[row.kind], accounts[row.debit_id], accounts[row.credit_id], row.amount, row.currency,
                    origin.label if origin else "", str(row.subject_id), row.number,
                ],
            )  # fmt: skip
