from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from typing import Final

from django.db import transaction

from billing.engines import get_engine
from billing.enums import Provider
from billing.errors import BillingRefused, BillingUnavailable
from billing.models import BillingCheck
from billing.selectors import find_newest_event, list_waiting_events
from billing.services.handle_event import handle_event
from billing.services.keep_event import keep_event
from platform_core.kernel.clock import now as moment
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import platform_context

logger = logging.getLogger(__name__)
# Events are not made in the order in which they can be listed; and who knows none looks back this far.
OVERLAP, FIRST_LOOK = dt.timedelta(hours=1), dt.timedelta(days=3)
STUCK: Final = dt.timedelta(minutes=10)  # its job had its chance


def poll_events(*, now: dt.datetime) -> BillingCheck:
    """Ask the provider for events that never came, and deal with those whose job is lost.

    Returns:
        What was found; kept where there was anything. The provider may be down: then nothing was, and ``outcome`` says so.

    Raises:
        BillingOff
    """
    engine = get_engine(Provider.STRIPE)
    figures, findings, outcome = Counter({"events": 0, "missed": 0, "handled": 0, "failed": 0}), [], "done"
    with platform_context():
        newest = find_newest_event(engine.name)
        since = newest.sent_at - OVERLAP if newest is not None else now - FIRST_LOOK
        try:
            for event in engine.list_events(max(since, now - dt.timedelta(days=29))):
                figures["events"] += 1
                with transaction.atomic():
                    if keep_event(event=event, found_by="poll", now=now):
                        figures["missed"] += 1
                        findings.append({"what": event.type, "id": event.id})
        except (BillingRefused, BillingUnavailable) as error:
            outcome = str(error.data.get("reason") or error.code)[:40]
        for waiting in list_waiting_events(now - STUCK).values_list("pk", flat=True)[:500]:
            try:
                handle_event(event_id=waiting, now=now)
                figures["handled"] += 1
            except BillingUnavailable:
                figures["failed"] += 1
        check = BillingCheck(
            id=new_id(), kind=BillingCheck.EVENTS, provider=engine.name, began_at=now, ended_at=moment(), outcome=outcome,
            figures=dict(figures), findings=findings[:100],
        )  # fmt: skip
        if outcome != "done" or figures["missed"] or figures["handled"] or figures["failed"]:
            check.save(force_insert=True)
            logger.info("billing events: %s %s", outcome, dict(figures))
        return check
