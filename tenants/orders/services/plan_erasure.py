from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db.models import Max, Q

from tenants.customers.selectors import list_devices_of
from tenants.notifications.models import Message
from tenants.orders.enums import CaseStatus
from tenants.orders.locks import UNFINISHED
from tenants.orders.models import AbnormalCase, CaseNote, OrderLine
from tenants.orders.people import PersonRef, list_orders_of_person
from tenants.payments.selectors import get_balance

YEARS = 3  # E-commerce Law 31


class ErasurePlan(NamedTuple):
    """What an erasure would do. ``orders``: whose contact goes; ``unfinished``: of which it is refused; ``balance``: minor units.

    ``facts_until``: until when the law has the shop keep what was bought; None: nothing was.
    """

    orders: int
    answers: int
    words: int
    messages: int
    devices: int
    unfinished: int
    balance: int
    facts_until: dt.datetime | None

    @property
    def refused(self) -> bool:
        """Would it be refused now?"""
        return bool(self.unfinished or self.balance)


def plan_erasure(*, person: PersonRef) -> ErasurePlan:
    """Say what erasing a person deletes now, what stays and until when; nothing is changed."""
    orders = list_orders_of_person(person)
    ids = list(orders.values_list("id", flat=True))
    cases = AbnormalCase.objects.filter(order_id__in=ids)
    pending = Q(status__in=UNFINISHED) | Q(pk__in=cases.exclude(status=CaseStatus.CLOSED).values("order_id"))
    last = orders.aggregate(last=Max("created_at"))["last"]
    return ErasurePlan(
        orders=len(ids),
        answers=OrderLine.objects.filter(order_id__in=ids, inputs__isnull=False).count(),
        words=CaseNote.objects.filter(case__in=cases, author="buyer").exclude(text="").count(),
        messages=Message.objects.filter(order_id__in=ids).count(),
        devices=list_devices_of(person.buyer_id).count() if person.buyer_id else 0,
        unfinished=orders.filter(pending).count(),
        balance=get_balance(person.buyer_id) if person.buyer_id else 0,
        facts_until=last + dt.timedelta(days=366 * YEARS) if last else None,
    )
