"""Issued codes whose last day comes or is over are told of, once each, in the shop's calendar: every few seconds, in pages."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.events.catalogue import CodeExpired, CodeExpiringSoon
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import local_date
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from tenants.inventory.enums import Notice
from tenants.inventory.selectors import find_due_notices
from tenants.inventory.services.take_expiring_codes import take_expiring_codes
from tenants.issuance.codes import WITH_BUYER, Code
from tenants.issuance.enums import CodeStatus
from tenants.issuance.selectors import list_facts_of

SOON = 7  # days before the last one
# Codes that were held on their last day are issued until their hold ends; only then nothing more can be.
SETTLED = dt.timedelta(minutes=20)
PAGE, PAGES = 500, 10  # codes in a transaction; transactions a sweep


def tell_expiring_codes(*, now: dt.datetime) -> int:
    """Publish ``code.expired`` and ``code.expiring_soon``. Running it twice, or at once, tells nothing twice.

    A page is a transaction: what was told and that it was told commit together. What is left is told the next time.

    Returns:
        How many events were published.
    """
    zone = current_tenant().time_zone
    today, yesterday = local_date(now, zone), local_date(now - SETTLED, zone) - dt.timedelta(days=1)
    spans = {Notice.OVER: (dt.date.min, yesterday), Notice.SOON: (today, today + dt.timedelta(days=SOON))}
    told = 0
    for notice in find_due_notices(spans):
        first, last = spans[notice]
        for _ in range(PAGES):
            with transaction.atomic():
                days = SOON if notice == Notice.SOON else 0
                stored = take_expiring_codes(notice=notice, first=first, last=last, days=days, limit=PAGE)
                if stored is None:
                    break
                told += sum(_tell(code, notice, now) for code in list_facts_of(stored))
    return told


def _tell(code: Code, notice: Notice, now: dt.datetime) -> bool:
    """Whether there was something to tell: a code that is void, frozen or used up does not expire."""
    status, last = code.path_status, code.stored.expires_on
    if status not in WITH_BUYER or last is None:
        return False
    issuance = public_id("iss", code.issuance_id) if code.issuance_id else None
    about = (code.public_id, public_id("sku", code.sku.id), issuance)
    if notice == Notice.OVER:
        over = CodeExpired(*about, CodeStatus.EXPIRED.value, status.value, last.isoformat(), code.left)
        publish_event(over, object_id=code.public_id, now=now, sequence=code.sequence)
    else:
        soon = CodeExpiringSoon(*about, status.value, last.isoformat(), code.left)
        publish_event(soon, object_id=code.public_id, now=now, sequence=code.sequence)
    return True
