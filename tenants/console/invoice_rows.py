"""A bill of the platform as pages show it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from billing.enums import FapiaoState, InvoiceStatus
from platform_core.kernel.money import format_money
from tenants.console.billing_terms import day

TONES: Final = {
    InvoiceStatus.OPEN: "amber",
    InvoiceStatus.PAID: "green",
    InvoiceStatus.VOID: "",
    InvoiceStatus.UNCOLLECTIBLE: "red",
    InvoiceStatus.DRAFT: "",
}
PAID_BY: Final[dict[str, Promise]] = {
    "card": _("银行卡"),
    "alipay": _("支付宝"),
    "wechat_pay": _("微信支付"),
    "bank_transfer": _("对公转账"),
}
FAPIAO_TONES: Final = {FapiaoState.NONE: "", FapiaoState.ASKED: "blue", FapiaoState.ISSUED: "green"}


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """A bill with its words. ``late``: its time is over and it is not paid."""

    bill: Any
    number: str
    amount: str
    remaining: str
    state: str
    tone: str
    period: str
    paid_by: str
    late: bool
    may_ask: bool
    fapiao: str
    fapiao_tone: str


def row_of(bill: Any, now: dt.datetime) -> InvoiceRow:
    """How a bill is shown at a moment."""
    given_up = bill.status == InvoiceStatus.UNCOLLECTIBLE  # the provider's word for it is none for who is to pay
    late = given_up or (bill.is_owed and bill.due_at is not None and bill.due_at <= now)
    failed = bill.is_owed and bill.attempts > 0 and bool(bill.refusal)
    nothing = bill.status == InvoiceStatus.PAID and bill.total == 0
    state = str(bill.get_status_display())
    if late or failed or nothing:
        state = gettext("逾期未付") if late else gettext("扣款失败") if failed else gettext("无需付款")
    return InvoiceRow(
        bill=bill,
        number=bill.number or gettext("未编号"),
        amount=format_money(bill.total, bill.currency),
        remaining=format_money(bill.amount_remaining, bill.currency),
        state=state,
        tone="red" if late or failed else TONES.get(InvoiceStatus(bill.status), ""),
        period=f"{day(bill.period_start)} – {day(bill.period_end)}" if bill.period_start and bill.period_end else "",
        paid_by=paid_words(bill),
        late=late,
        may_ask=bill.status == InvoiceStatus.PAID and bill.amount_paid > 0 and bill.fapiao == FapiaoState.NONE,
        fapiao=str(bill.get_fapiao_display()) if bill.status == InvoiceStatus.PAID and bill.amount_paid > 0 else "",
        fapiao_tone=FAPIAO_TONES.get(FapiaoState(bill.fapiao), ""),
    )


def paid_words(bill: Any) -> str:
    """How it was paid; empty: it was not, or nobody knows."""
    return str(PAID_BY.get(bill.paid_by, bill.paid_by)) if bill.status == InvoiceStatus.PAID else ""


def lines_of(bill: Any) -> list[dict[str, Any]]:
    """The lines of a bill, amounts and times in words."""
    return [
        {
            "text": line.get("text", ""),
            "amount": format_money(int(line.get("amount", 0)), bill.currency),
            "period": _span(line.get("from"), line.get("to")),
            "proration": bool(line.get("proration")),
        }
        for line in bill.lines
    ]


def _span(starts: str | None, ends: str | None) -> str:
    begun, over = (parse_datetime(each) if each else None for each in (starts, ends))
    return f"{day(begun)} – {day(over)}" if begun and over else ""
