"""Abnormal orders as work: how much there is for whom, and which of them decide over an order's money."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from tenants.orders.enums import CaseReason, CaseStatus
from tenants.orders.models import AbnormalCase


class QueueCount(NamedTuple):
    """How many cases of one reason are not closed: all of them, somebody's, nobody's."""

    all: int
    mine: int
    nobody: int


def get_queue_counts(assignee: str) -> dict[str, QueueCount]:
    """How many cases are not closed, by reason: all, those of one person, those of nobody. One query."""
    rows = AbnormalCase.objects.exclude(status=CaseStatus.CLOSED).order_by().values_list("reason")
    mine, nobody = Count("id", filter=Q(assignee=assignee)), Count("id", filter=Q(assignee=""))
    counted = rows.annotate(all=Count("id"), mine=mine, nobody=nobody)
    return {reason: QueueCount(*counts) for reason, *counts in counted}


def list_unfinished_cases_of(order_id: uuid.UUID) -> QuerySet[AbnormalCase]:
    """Cases that decide over what is left of an order's money: it waits to be delivered, or is on its way back."""
    deciding = Q(status__in=[CaseStatus.WAITING, CaseStatus.REFUNDING]) | Q(
        status=CaseStatus.OPEN,
        reason__in=[CaseReason.PAID_WITHOUT_STOCK, CaseReason.WRONG_AMOUNT, CaseReason.SAFETY_DELAY],
    )
    return AbnormalCase.objects.filter(deciding, order_id=order_id)
