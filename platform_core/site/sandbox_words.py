"""The sandbox's pages in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from billing.enums import InvoiceStatus, SandboxCard, SubscriptionStatus
from billing.models import SandboxInvoice, SandboxPrice, SandboxSession
from billing.providers.base import RemoteSubscription
from billing.providers.sandbox_addresses import bill_url
from billing.providers.sandbox_lines import name_of
from billing.providers.sandbox_quotes import Quote
from platform_core.kernel.money import format_money

COLOURS = {InvoiceStatus.PAID: "green", InvoiceStatus.OPEN: "amber"}


class Deal(NamedTuple):
    """What is subscribed to, for a page; empty where there is nothing to say."""

    what: str
    amount: str
    off: str
    months: int | None
    first: str
    due_now: str
    trial_ends_at: dt.datetime | None


class BillLine(NamedTuple):
    """A line of a bill."""

    text: str
    amount: str


class BillRow(NamedTuple):
    """A bill."""

    number: str
    state: str
    colour: str
    total: str
    due: str
    credit: str
    issued_at: dt.datetime
    due_at: dt.datetime | None
    paid_at: dt.datetime | None
    paid_by: str
    lines: list[BillLine]
    url: str
    open: bool


def deal_of(session: SandboxSession, asked: Quote) -> Deal:
    """What a page of the sandbox offers."""
    assert session.price is not None
    currency = session.price.currency
    return Deal(
        what=name_of(session.price, get_language() or "zh-hans"),
        amount=format_money(asked.amount, currency),
        off=format_money(-asked.off, currency) if asked.off else "",
        months=asked.months,
        first=format_money(asked.first, currency),
        due_now=format_money(asked.due_now, currency),
        trial_ends_at=asked.trial_ends_at,
    )


def living_words(living: RemoteSubscription | None) -> dict[str, str]:
    """What is subscribed to and how it stands, for a page."""
    if living is None:
        return {}
    status = SubscriptionStatus(living.status)
    good = status in {SubscriptionStatus.ACTIVE, SubscriptionStatus.TRIALING}
    price = SandboxPrice.objects.get(pk=living.price_id)
    what = name_of(price, get_language() or "zh-hans")
    return {"what": what, "state": str(status.label), "colour": "green" if good else "red"}


def bill_rows(bills: Iterable[SandboxInvoice]) -> list[BillRow]:
    """Bills with their moments by everybody's clock."""
    return [_row(bill) for bill in bills]


def _row(bill: SandboxInvoice) -> BillRow:
    customer, used = bill.customer, max(bill.total, 0) - bill.amount_due
    return BillRow(
        number=bill.number,
        state=str(InvoiceStatus(bill.status).label),
        colour=COLOURS.get(InvoiceStatus(bill.status), ""),
        total=format_money(bill.total, bill.currency),
        due=format_money(bill.remaining if bill.status == InvoiceStatus.OPEN else bill.amount_paid, bill.currency),
        credit=format_money(-used, bill.currency) if used else "",
        issued_at=bill.issued_at - customer.ahead,
        due_at=customer.outside(bill.due_at),
        paid_at=customer.outside(bill.paid_at),
        paid_by=_methods().get(bill.paid_by, ""),
        lines=[BillLine(line["text"], format_money(line["amount"], bill.currency)) for line in bill.lines],
        url=bill_url(bill.id),
        open=bill.status == InvoiceStatus.OPEN,
    )


def card_choices(*, by_invoice: bool) -> list[tuple[str, str, str]]:
    """With what can be paid by itself, each with what it does here; and by hand."""
    rows = [
        (SandboxCard.GOOD.value, _("银行卡 4242"), _("每次扣款都成功")),
        (SandboxCard.LATER.value, _("银行卡 0341"), _("这次成功，下一期起被拒")),
        (SandboxCard.REFUSED.value, _("银行卡 0002"), _("现在就被拒")),
        (SandboxCard.ALIPAY.value, _("支付宝自动扣款"), _("每次扣款都成功")),
    ]
    by_hand = ("wechat_pay", _("微信支付"), _("每期发账单，7 天内扫码付款；也可对公转账"))
    return [*rows, by_hand] if by_invoice else rows


def pay_choices() -> list[tuple[str, str]]:
    """With what one bill can be paid."""
    methods = _methods()
    shown = [(key, methods[key]) for key in ("wechat_pay", "alipay", "card")]
    return [*shown, ("refused", _("一张会被拒的银行卡"))]


def refusal_words(reason: str) -> str:
    """What became of it, and what to do."""
    texts = {
        "card_declined": _("银行拒绝了这次扣款，没有产生任何费用。请换一种付款方式。"),
        "coupon_invalid": _("没有这个优惠码，或它不适用于这个套餐。请改正或清空后再试。"),
        "already_subscribed": _("这家店已经有订阅了，没有再次扣款。请回到后台查看。"),
        "bill_not_open": _("这张账单已经不用付了。"),
    }
    return texts.get(reason, _("没有成功，没有产生任何费用。请稍后再试。"))


def _methods() -> dict[str, str]:
    return {
        "card": _("银行卡"),
        "alipay": _("支付宝"),
        "wechat_pay": _("微信支付"),
        "bank_transfer": _("对公转账"),
    }
