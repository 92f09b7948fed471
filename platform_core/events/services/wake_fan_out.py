from __future__ import annotations

import logging
import time

from celery import current_app
from django.core.cache import cache
from django.db import connection, transaction

from platform_core.events.models import Listener

logger = logging.getLogger(__name__)
FAN_OUT_TASK = "webhooks.tasks.deliver"
# A worker that was woken looks for more for this long (webhooks.dispatcher.LINGER): no message for each event of a busy shop.
WOKEN, WOKEN_FOR = "webhooks-woken", 1  # seconds
KNOWN_FOR = 5.0  # seconds; who has just begun to listen hears a little later
_listening: dict[str, tuple[float, bool]] = {}


def wake_fan_out(*, certainly: bool = False) -> None:
    """Tell a worker, after this transaction commits, that somebody is to be told of an event of the current tenant.

    The outbox entry, which commits with the event, is the truth: a message that is lost costs a few seconds.

    Args:
        certainly: the event has a callback. Else the worker is woken where somebody listens to the tenant's events.
    """
    if certainly or _somebody_listens():
        transaction.on_commit(_wake, robust=True)


def _somebody_listens() -> bool:
    role = connection.place.role  # type: ignore[attr-defined]  # tenancy's backend has one
    until, known = _listening.get(role, (0.0, False))
    if until <= time.monotonic():
        known = Listener.objects.filter(tenant_role=role).exists()
        _listening[role] = (time.monotonic() + KNOWN_FOR, known)
    return known


def _wake() -> None:
    try:
        if cache.add(WOKEN, True, WOKEN_FOR):
            current_app.send_task(FAN_OUT_TASK, ignore_result=True, retry=False, expires=5)
    except Exception:  # any broker trouble; the sweep finds the entry
        logger.warning("wake-up not sent; the sweep will find the event", exc_info=True)
