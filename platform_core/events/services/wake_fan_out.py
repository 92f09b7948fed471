from __future__ import annotations

import logging

from celery import current_app
from django.core.cache import cache
from django.db import transaction

logger = logging.getLogger(__name__)
FAN_OUT_TASK = "webhooks.tasks.deliver"
# A worker that was woken looks for more for this long (webhooks.dispatcher.LINGER): no message for each event of a busy shop.
WOKEN, WOKEN_FOR = "webhooks-woken", 1  # seconds


def wake_fan_out() -> None:
    """Tell a worker, after this transaction commits, that somebody is to be told of an event.

    The outbox entry, which commits with the event, is the truth: a message that is lost costs a few seconds.
    """
    transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    try:
        if cache.add(WOKEN, True, WOKEN_FOR):
            current_app.send_task(FAN_OUT_TASK, ignore_result=True, retry=False, expires=5)
    except Exception:  # any broker trouble; the sweep finds the entry
        logger.warning("wake-up not sent; the sweep will find the event", exc_info=True)
