"""The ledger as a file: every transfer of a period, a stretch at a time, with where it comes from in the same row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext, gettext_lazy

from tenants.finance.days import shop_zone
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.models import LedgerTransfer, SupplierPayment
from tenants.orders.models import Order
from tenants.payments.models import GatewayRefund, Payment, PaymentSplit
from tenants.reporting.ledger_rows import LedgerRows, Wanted
from tenants.reporting.origins import IMPORTS, PAID
from tenants.reporting.reports.reading import by_clock, moment_by_utc
from tenants.reporting.reports.sheet import MOMENT, MONEY, NUMBER, Column, Row, Sheet

STRETCH = 5_000  # transfers that are read at once
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
READ = ("utc", "subject", "kind", "number", "moment", "debit_id", "credit_id", "amount", "currency", "origin")


def ledger_sheet(wanted: Wanted) -> Sheet:
    """One row for each transfer, the newest first; read as the file is written."""
    period = f"{wanted.period.first} – {wanted.period.last}"
    return Sheet("ledger", gettext("账簿明细"), period, COLUMNS, _rows(LedgerRows(wanted)))


def _rows(rows: LedgerRows) -> Iterator[Row]:
    accounts = {code.value: str(code.label) for code in AccountCode}
    kinds = {kind.value: str(kind.label) for kind in TransferKind}
    for part in rows.parts():
        for stretch in _stretches(part.annotate(**_facts())):
            for _utc, subject, kind, number, moment, debit, credit, amount, currency, origin in stretch:
                yield Row(
                    currency,
                    (
                        moment, kinds[kind], accounts[debit], accounts[credit], amount, currency, origin or "", subject, number,
                    ),
                )  # fmt: skip


def _stretches(part: QuerySet[LedgerTransfer]) -> Iterator[list[tuple[Any, ...]]]:
    rows = part
    while stretch := list(rows.values_list(*READ)[:STRETCH]):
        yield stretch
        if len(stretch) < STRETCH:
            return
        utc, subject, kind, number = stretch[-1][:4]
        at = moment_by_utc(utc)
        later = Q(subject_id__gt=subject) | Q(subject_id=subject, kind__gt=kind)
        later |= Q(subject_id=subject, kind=kind, number__gt=number)
        rows = part.filter(at__lte=at).filter(Q(at__lt=at) | later)


def _facts() -> dict[str, Any]:
    """The moment by the shop's clock; what people call the order or the payment to a supplier behind a transfer (see ``origins``)."""
    subject, order = OuterRef("subject_id"), OuterRef("order_id")
    number = Order.objects.filter(pk=order).values("number")[:1]
    payments = Payment.objects.filter(pk=subject).annotate(origin=Subquery(number))
    splits, refunds = PaymentSplit.objects.filter(pk=subject), GatewayRefund.objects.filter(pk=subject)
    of_payment = Order.objects.filter(pk=OuterRef("payment__order_id")).values("number")[:1]
    supplier = SupplierPayment.objects.filter(pk=subject).values("reference")[:1]
    found = Coalesce(
        Subquery(payments.values("origin")[:1]),
        Subquery(splits.annotate(origin=Subquery(of_payment)).values("origin")[:1]),
        Subquery(Order.objects.filter(issuance_id=subject).values("number")[:1]),
        Subquery(refunds.annotate(origin=Subquery(of_payment)).values("origin")[:1]),
    )
    origin = Case(
        When(kind__in=list(IMPORTS), then=Value("")),
        When(kind__in=list(PAID), then=Subquery(supplier)),
        default=found,
        output_field=CharField(),
    )
    return {
        "utc": by_clock("at", "UTC"),
        "moment": by_clock("at", shop_zone()),
        "subject": Cast("subject_id", TextField()),
        "origin": origin,
    }
