"""Turns events into deliveries and sends what is due, until nothing is left: the work of one Celery task.

One of them runs at a time, whatever is woken: it sends to many receivers at once, so a worker's other processes are free for
jobs. Several would be harmless (leases), only wasteful.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from collections.abc import Sequence

from platform_core.events.models import OutboxEntry
from platform_core.kernel.clock import now
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context, tenant_context
from webhooks.enums import AttemptError, DeliveryStatus, DisabledReason
from webhooks.lanes import Lanes
from webhooks.locks import dispatching_alone
from webhooks.models import Delivery
from webhooks.preparing import Workshop
from webhooks.selectors import list_endpoints_of
from webhooks.services.claim_deliveries import Claimed, claim_deliveries
from webhooks.services.disable_endpoint import disable_endpoint
from webhooks.services.fan_out_events import fan_out_events
from webhooks.services.record_attempts import Attempt, record_attempts
from webhooks.transport import Lookup, Sender

logger = logging.getLogger(__name__)
WINDOW = 500  # deliveries under way at a time
STEP = 0.05  # seconds that it waits for something to end before it looks for something new
LOOK = 0.1  # seconds between two looks for new events
LINGER = 1.0  # seconds without work before it ends: after one order often comes the next
LONGEST = 20.0  # seconds in which it begins something new; then the next task takes over


def is_delivery_due(*, now: dt.datetime) -> bool:
    """Is there an event that somebody is to be told of, or a delivery that is to be sent? On the platform's own place."""
    return OutboxEntry.objects.exists() or Delivery.objects.filter(due_at__lte=now).exists()


def dispatch(*, linger: float = LINGER, longest: float = LONGEST, lookup: Lookup | None = None) -> int:
    """Send what is due, and what becomes due meanwhile.

    Args:
        linger: end after so many seconds with nothing to do.
        longest: begin nothing new after so many seconds.
        lookup: in place of the system's look-up of names.

    Returns:
        How many attempts were made; none where another process is at it.
    """
    with platform_context(), dispatching_alone() as alone:
        if not alone:
            return 0
        fan_out_events(now=now())
        claimed = claim_deliveries(room=WINDOW, now=now())
        if not claimed:
            return 0
        with Sender(lookup) as sender:
            return _Run(sender, linger, longest).until_done(claimed)


class _Run:
    """One run of the dispatcher: what it has under way, and since when it has been at it."""

    def __init__(self, sender: Sender, linger: float, longest: float) -> None:
        self._sender, self._linger, self._longest = sender, linger, longest
        self._lanes, self._workshop = Lanes(), Workshop()
        self._begun = self._looked = time.monotonic()

    def until_done(self, claimed: list[Claimed]) -> int:
        """Go on until there is nothing left, or the time is over and what was begun has ended."""
        made, last = 0, self._begun
        while True:
            self._send(claimed)
            moment = time.monotonic()
            over = moment - self._begun >= self._longest
            if self._lanes.total:
                last = moment
            elif over or moment - last >= self._linger:
                return made
            made += self._record(self._sender.collect(STEP, enough=self._lanes.total // 4))
            claimed = [] if over else self._look()

    def _look(self) -> list[Claimed]:
        """What has become due, as far as there is room."""
        if time.monotonic() - self._looked >= LOOK:
            fan_out_events(now=now())
            self._looked = time.monotonic()
        lanes, room = self._lanes, WINDOW - self._lanes.total
        if room <= 0:
            return []
        return claim_deliveries(
            room=room,
            again=max(WINDOW // 2 - lanes.again, 0),
            busy=lanes.busy(),
            limits=lanes.limits(),
            shops=lanes.shops,
            now=now(),
        )

    def _send(self, claimed: Sequence[Claimed]) -> None:
        if not claimed:
            return
        prepared = self._workshop.prepare(claimed, now())
        for outgoing, endpoint in prepared.ready:
            if endpoint is None:
                self._lanes.began(outgoing.claimed)
            else:
                self._lanes.began(outgoing.claimed, most=endpoint.concurrency, rate=endpoint.rate)
        self._sender.submit([outgoing for outgoing, _ in prepared.ready])
        if prepared.broken or prepared.gone:
            failed = [Attempt(each, now(), 0, None, AttemptError.INTERNAL) for each in prepared.broken]
            record_attempts(attempts=failed, skipped=prepared.gone, now=now())

    def _record(self, ended: Sequence[Attempt]) -> int:
        if not ended:
            return 0
        recorded = record_attempts(attempts=ended, now=now())
        for each in ended:
            succeeded = recorded.statuses[each.claimed.id] == DeliveryStatus.SUCCEEDED
            self._lanes.ended(each.claimed, succeeded=succeeded)
        if recorded.gone:
            _disable(recorded.gone)
        return len(ended)


def _disable(endpoints: set[uuid.UUID]) -> None:
    """They answered 410: nobody will ever answer there again."""
    for endpoint in list_endpoints_of(endpoints).values():
        tenant = directory.find_by_role(endpoint.tenant_role)
        if tenant is not None and endpoint.deleted_at is None:
            with tenant_context(tenant):
                disable_endpoint(endpoint_id=endpoint.id, reason=DisabledReason.GONE, now=now())
