from __future__ import annotations

import logging
import time

from celery import current_app
from django.core.cache import cache
from django.db import transaction

from platform_core.events.models import Listener
from platform_core.tenancy.context import find_current_tenant

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
    tenant = find_current_tenant()
    if tenant is None:
        return False
    until, known = _listening.get(tenant.role_name, (0.0, False))
    if until <= time.monotonic():
        known = Listener.objects.filter(tenant_role=tenant.role_name).exists()
        _listening[tenant.role_name] = (time.monotonic() + KNOWN_FOR, known)
    return known


def _wake() -> None:
    try:
        if cache.add(WOKEN, True, WOKEN_FOR):
            current_app.send_task(FAN_OUT_TASK, ignore_result=True, retry=False, expires=5)
    except Exception:  # any broker trouble; the sweep finds the entry
        logger.warning("wake-up not sent; the sweep will find the event", exc_info=True)
