"""Turns events into deliveries and sends what is due, until nothing is left: the work of one Celery task.

One of them takes up work at a time, whatever is woken: it sends to many receivers at once, so a worker's other processes are
free for jobs. Several would be harmless (leases), only wasteful.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from platform_core.events.models import OutboxEntry
from platform_core.kernel.clock import now
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context, tenant_context
from webhooks.enums import AttemptError, DeliveryStatus, DisabledReason
from webhooks.lanes import START, Lanes
from webhooks.locks import dispatching_alone
from webhooks.models import Delivery
from webhooks.preparing import Preparer
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
LONGEST = (
    120.0  # seconds in which it takes up work; then the next task does, while this one waits for what it has begun
)


def is_delivery_due(*, now: dt.datetime) -> bool:
    """Is there an event that somebody is to be told of, or a delivery that is to be sent? On the platform's own place."""
    return OutboxEntry.objects.exists() or Delivery.objects.filter(due_at__lte=now).exists()


def dispatch(
    *,
    linger: float = LINGER,
    longest: float = LONGEST,
    lookup: Lookup | None = None,
    is_stopping: Callable[[], bool] = lambda: False,
    hand_over: Callable[[], object] = lambda: None,
) -> int:
    """Send what is due, and what becomes due meanwhile.

    Args:
        linger: end after so many seconds with nothing to do.
        longest: take up nothing new after so many seconds.
        lookup: in place of the system's look-up of names.
        is_stopping: take up nothing new once it says so.
        hand_over: called when somebody else is to go on: what is under way may take its time, and holds up nobody.

    Returns:
        How many attempts were made; none where another process is at it.
    """
    with platform_context():
        run = _Run(linger, longest, is_stopping)
        with dispatching_alone() as alone:
            if not alone or not run.begin(lookup):
                return 0
            try:
                run.until_over()
            except BaseException:
                run.end()
                raise
        try:
            if run.has_more:
                hand_over()
            return run.drain()
        finally:
            run.end()


class _Run:
    """One run of the dispatcher: what it has under way, and since when it has been at it."""

    def __init__(self, linger: float, longest: float, is_stopping: Callable[[], bool]) -> None:
        self._linger, self._longest, self._is_stopping = linger, longest, is_stopping
        self._lanes, self._preparer = Lanes(), Preparer()
        self._begun = self._looked = time.monotonic()
        self._claimed: list[Claimed] = []
        self._stack = ExitStack()
        self._sender: Sender
        self._made = 0
        self.has_more = False  # it ended because it had to

    def begin(self, lookup: Lookup | None) -> bool:
        """Look whether there is anything to do; only then a sender is made."""
        fan_out_events(now=now())
        self._claimed = claim_deliveries(room=WINDOW, unknown=START, now=now())
        if self._claimed:
            self._sender = self._stack.enter_context(Sender(lookup))
        return bool(self._claimed)

    def until_over(self) -> None:
        """Go on until there is nothing left, or this process is to take up nothing more."""
        last = time.monotonic()
        while True:
            self._send(self._claimed)
            self._claimed = []
            moment = time.monotonic()
            if moment - self._begun >= self._longest or self._is_stopping():
                self.has_more = True
                return
            if self._lanes.total:
                last = moment
            elif moment - last >= self._linger:
                return
            ended = self._record(self._sender.collect(STEP, enough=self._lanes.total // 4))
            self._look(bool(ended))

    def drain(self) -> int:
        """Wait for what is under way, and write how it went.

        Returns:
            How many attempts this run has made.
        """
        while self._lanes.total:
            self._record(self._sender.collect(STEP, enough=self._lanes.total // 4))
        return self._made

    def end(self) -> None:
        """Let go of connections; what was not written down is sent again when its lease is over."""
        self._stack.close()

    def _look(self, something_ended: bool) -> None:
        """Take what has become due, as far as there is room."""
        is_time = time.monotonic() - self._looked >= LOOK
        if is_time:
            fan_out_events(now=now())
            self._looked = time.monotonic()
        lanes = self._lanes
        if (is_time or something_ended) and lanes.total < WINDOW:
            self._claimed = claim_deliveries(
                room=WINDOW - lanes.total,
                again=max(WINDOW // 2 - lanes.again, 0),
                busy=lanes.busy(),
                limits=lanes.limits(),
                unknown=START,
                shops=lanes.shops,
                now=now(),
            )

    def _send(self, claimed: Sequence[Claimed]) -> None:
        if not claimed:
            return
        prepared = self._preparer.prepare(claimed, now())
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
            self._lanes.ended(each.claimed, succeeded=succeeded, answered=not each.error)
        self._made += len(ended)
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
