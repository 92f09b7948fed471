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

from django.conf import settings

from platform_core.events.models import Event, OutboxEntry
from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.dotted import load
from platform_core.tenancy.reference import TenantRef
from webhooks.enums import AttemptError
from webhooks.locks import dispatching_alone
from webhooks.models import Delivery
from webhooks.selectors import list_events_of
from webhooks.services.claim_deliveries import Claimed, claim_deliveries
from webhooks.services.ensure_signing_secret import ensure_signing_secret
from webhooks.services.fan_out_events import fan_out_events
from webhooks.services.record_attempts import Attempt, record_attempts
from webhooks.transport import Lookup, Outgoing, Sender

logger = logging.getLogger(__name__)
WINDOW = 200  # deliveries under way at a time
STEP = 0.2  # seconds that it waits for something to end before it looks for something new
KNOWN_FOR = 2.0  # seconds that a secret may still be signed with after it was replaced
LINGER = 1.0  # seconds without work before it ends: after one order often comes the next
LONGEST = 20.0  # seconds in which it begins something new; then the next task takes over


class Shops:
    """What is known of shops for a few seconds: looking up and unsealing costs more than sending."""

    def __init__(self) -> None:
        [self.render] = load([settings.KAQUAN_EVENT_RENDERER])
        self._known: dict[str, tuple[float, TenantRef | None, tuple[str, ...]]] = {}

    def get(self, role: str) -> tuple[TenantRef | None, tuple[str, ...]]:
        """A shop by its role, and what its webhooks are signed with."""
        until, tenant, secrets = self._known.get(role, (0.0, None, ()))
        if until <= time.monotonic():
            tenant = directory.find_by_role(role)
            found = ensure_signing_secret(tenant=tenant, now=now()) if tenant else []
            secrets = tuple(each.text for each in found)
            self._known[role] = (time.monotonic() + KNOWN_FOR, tenant, secrets)
        return tenant, secrets


def is_delivery_due(*, now: dt.datetime) -> bool:
    """Is there an event that somebody is to be told of, or a delivery that is to be sent? On the platform's own place."""
    return OutboxEntry.objects.exists() or Delivery.objects.filter(due_at__lte=now).exists()


def dispatch(*, linger: float = LINGER, lookup: Lookup | None = None) -> int:
    """Send what is due, and what becomes due meanwhile.

    Args:
        linger: end after so many seconds with nothing to do.
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
            return _run(sender, claimed, linger)


def _run(sender: Sender, claimed: list[Claimed], linger: float) -> int:
    made, begun, shops = 0, time.monotonic(), Shops()
    last = looked = begun
    while True:
        _send(sender, claimed, shops)
        if sender.busy:
            last = time.monotonic()
        over = time.monotonic() - begun >= LONGEST
        if not sender.busy and (over or time.monotonic() - last >= linger):
            return made
        ended = sender.collect(STEP)
        if ended:
            record_attempts(attempts=ended, now=now())
            made += len(ended)
        if not over and time.monotonic() - looked >= STEP:
            fan_out_events(now=now())
            looked = time.monotonic()
        claimed = [] if over else _claim(sender)


def _claim(sender: Sender) -> list[Claimed]:
    room, again = WINDOW - sender.busy.total(), WINDOW // 2 - sender.again
    return claim_deliveries(room=room, again=max(again, 0), busy=sender.busy, now=now()) if room > 0 else []


def _send(sender: Sender, claimed: Sequence[Claimed], shops: Shops) -> None:
    if not claimed:
        return
    events = list_events_of([each.event_id for each in claimed])
    failed: list[Attempt] = []
    gone: list[uuid.UUID] = []
    for each in claimed:
        try:
            outgoing = _prepare(each, events.get(each.event_id), shops)
        except Exception:  # one that cannot be written out must not hold up the others
            logger.exception("delivery %s cannot be prepared", each.id)
            failed.append(Attempt(each, now(), 0, None, AttemptError.INTERNAL))
            continue
        if outgoing is None:
            gone.append(each.id)
        else:
            sender.submit(outgoing)
    if failed or gone:
        record_attempts(attempts=failed, skipped=gone, now=now())


def _prepare(claimed: Claimed, event: Event | None, shops: Shops) -> Outgoing | None:
    """A delivery with its body, rendered as /v1/events renders it; None when its shop or event is gone."""
    tenant, secrets = shops.get(claimed.tenant_role)
    if tenant is None or event is None or event.tenant_role != claimed.tenant_role:
        return None
    return Outgoing(
        claimed,
        livemode=tenant.livemode,
        message_id=public_id("evt", event.id),
        secrets=secrets,
        body=shops.render(event, tenant, claimed.version),
    )
