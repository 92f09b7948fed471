"""What happened to an order, oldest first, as one list: order, payments, notices, refunds, cases and what was done about them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.utils.translation import gettext as _

from platform_core.kernel.money import format_money
from tenants.orders.enums import CaseAction
from tenants.orders.models import Order
from tenants.orders.selectors import list_case_notes, list_cases_about, list_order_notes
from tenants.payments.enums import GatewayName
from tenants.payments.models import Payment
from tenants.payments.selectors import list_notices_of


class Step(NamedTuple):
    """Something that happened: when, what, the facts, who did it."""

    at: dt.datetime
    what: str
    facts: str
    who: str = ""


def timeline_of(order: Order | None, payments: list[Payment], case_id: uuid.UUID | None = None) -> list[Step]:
    """All steps of an order, or of a case without one."""
    steps = [*_of_placing(order), *_of_payments(payments), *_of_delivery(order), *_of_cases(order, case_id)]
    steps += _of_notes(order)
    said = [step._replace(who=_said(step.who)) for step in steps]
    return sorted(said, key=lambda step: step.at)


def _said(who: str) -> str:
    """Who did it, in words where it was no person."""
    if who in GatewayName.values:
        return str(GatewayName(who).label)
    return {"system": _("系统"), "buyer": _("买家")}.get(who, who)


def _of_placing(order: Order | None) -> list[Step]:
    amount = format_money(order.amount, order.currency) if order else ""
    return [Step(order.created_at, _("下单"), amount, _("买家"))] if order else []


def _of_delivery(order: Order | None) -> list[Step]:
    if order is None:
        return []
    done = [Step(order.completed_at, _("发货完成"), "")] if order.completed_at else []
    return [
        Step(line.handed_over_at, _("人工发货"), f"{line.product_name} {line.sku_name}", line.handed_over_by)
        for line in order.lines.all()
        if line.handed_over_at
    ] + done


def _of_payments(payments: list[Payment]) -> list[Step]:
    steps = []
    for payment in payments:
        asked = format_money(payment.amount, payment.currency)
        steps.append(Step(payment.created_at, _("发起支付"), f"{payment.get_method_display()} {asked}"))
        for refund in payment.refunds.all():
            amount = format_money(refund.amount, refund.currency)
            steps.append(
                Step(refund.created_at, _("申请退款"), f"{refund.number} {amount} {refund.reason}", refund.actor)
            )
            if refund.done_at:
                steps.append(Step(refund.done_at, refund.get_state_display(), f"{refund.number} {refund.failure}"))
    for notice in list_notices_of([payment.number for payment in payments]):
        amount = format_money(notice.amount, notice.currency)
        facts = f"{notice.get_kind_display()} {amount} · {notice.get_outcome_display()}"
        steps.append(Step(notice.received_at, _("支付通知"), facts, notice.gateway))
    return steps


def _of_notes(order: Order | None) -> list[Step]:
    """What staff said about it, and did to it beside its cases."""
    if order is None:
        return []
    return [
        Step(each.at, each.get_act_display() or _("备注"), each.text, each.author)
        for each in list_order_notes(order.id)
    ]


def _of_cases(order: Order | None, case_id: uuid.UUID | None) -> list[Step]:
    cases = list(list_cases_about(order, case_id))
    steps = [
        Step(case.opened_at, _("进入异常订单"), f"{case.get_reason_display()} {case.number}", case.opened_by)
        for case in cases
    ]
    for note in list_case_notes([case.id for case in cases]):
        what = str(CaseAction(note.action).label) if note.action else _("备注")
        steps.append(Step(note.at, what, note.text, note.author))
    return steps
