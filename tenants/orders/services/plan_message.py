from __future__ import annotations

import datetime as dt
import uuid

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from tenants.notifications.enums import MessageKind
from tenants.orders.messages import Addressee, may_be_told
from tenants.orders.models import Order


def plan_message(*, kind: MessageKind, order: Order | Addressee, about_id: uuid.UUID, now: dt.datetime) -> None:
    """Have the buyer told once the caller's transaction commits, if they left an address or a number: one job, no other cost.

    Args:
        about_id: what it is about; about the same they are told once.
    """
    if may_be_told(order.contact_type, order.contact_masked):
        payload = {"kind": kind.value, "order_id": str(order.id), "about_id": str(about_id)}
        enqueue_job(JobName.TELL_BUYER, key=f"tell:{kind.value}:{about_id}", payload=payload, now=now)
