from __future__ import annotations

import datetime as dt
import logging
from typing import Final

from platform_core.compliance.enums import Level, SubjectKind, SupplierState, SupplyState
from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.models import MerchantFile, SupplyLink
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.services.screen_due import screen_due
from platform_core.compliance.watch_selectors import RULE, list_watch_lists
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.clock import local_date
from platform_core.kernel.jobs import JobName

logger = logging.getLogger(__name__)
HELD_UP: Final = dt.timedelta(hours=1)  # a check takes seconds; its job gives up after some hours


def tend_watch(*, now: dt.datetime) -> None:
    """Screen who is due, say which lists nobody confirmed, and begin checks again that were held up; in the platform's context."""
    today = local_date(now, ZONE)
    stale = [each for each in list_watch_lists(today) if each.stale]
    for each in stale:
        confirmed = local_date(each.row.confirmed_at, ZONE).isoformat() if each.row else None
        logger.error("watch list %s is missing or too old", each.slug)
        report_finding(
            rule_id=RULE,
            level=Level.BLOCK,
            subject=(SubjectKind.PLATFORM, each.slug),
            key=f"{RULE}:stale:{each.slug}:{confirmed}",
            facts={"list": each.slug, "confirmed": confirmed},
            now=now,
        )
    screen_due(now=now)
    if not stale:
        _begin_again(now)


def _begin_again(now: dt.datetime) -> None:
    hour = f"{now:%Y%m%dT%H}"
    links = SupplyLink.objects.filter(
        state=SupplyState.SUBMITTED, supplier__state=SupplierState.AUTO_CHECK, supplier__changed_at__lt=now - HELD_UP
    )
    for link_id, supplier_id in links.values_list("pk", "supplier_id"):
        payload = {"supplier_id": str(supplier_id), "link_id": str(link_id)}
        enqueue_job(JobName.CHECK_SUPPLIER, key=f"{link_id}:again:{hour}", payload=payload, now=now)
    files = MerchantFile.objects.filter(state=MerchantState.CHECKING, changed_at__lt=now - HELD_UP)
    for file_id in files.values_list("pk", flat=True):
        payload = {"file_id": str(file_id)}
        enqueue_job(JobName.CHECK_MERCHANT, key=f"{file_id}:again:{hour}", payload=payload, now=now)
