from __future__ import annotations

import datetime as dt
import logging
import uuid

from django.db import transaction

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.errors import ScreeningUnavailable
from platform_core.compliance.lifecycle import SELLING
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.merchant_file import REMIND_BEFORE
from platform_core.compliance.models import Supplier
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.services.remind_supply_due import remind_supply_due
from platform_core.compliance.services.screen import screen
from platform_core.compliance.supplier_rules import DUE_ASKED
from platform_core.kernel.clock import local_date

logger = logging.getLogger(__name__)
AT_ONCE = 2_000


def review_suppliers(*, now: dt.datetime) -> int:
    """Shops are told of suppliers that are to be verified again, 30, 7 and 1 days before and on the day; on the platform.

    That nothing new of them gets into stock after it does not wait for this: shops ask at that moment.

    Returns:
        Of how many was written.
    """
    soon = now + dt.timedelta(days=max(REMIND_BEFORE))
    due = Supplier.objects.filter(state__in=SELLING, due_at__lte=soon).exclude(reminded_days=0).order_by("due_at")
    return sum(_review(supplier_id, now) for supplier_id in due.values_list("pk", flat=True)[:AT_ONCE])


def _review(supplier_id: uuid.UUID, now: dt.datetime) -> bool:
    with transaction.atomic():
        supplier = get_supplier_locked(supplier_id)
        if supplier.state not in SELLING or not remind_supply_due(supplier=supplier, now=now):
            return False
        if supplier.due_at is not None and supplier.due_at <= now:
            _keep_rule(supplier, now)
        return True


def _keep_rule(supplier: Supplier, now: dt.datetime) -> None:
    """What the rule said on the day. That nothing new gets into stock does not hang on it."""
    assert supplier.verified_at is not None
    facts = {"documents_end": False, "last_verified_on": local_date(supplier.verified_at, ZONE)}
    try:
        with transaction.atomic():
            screen(subject_kind=SubjectKind.SUPPLIER, subject_id=str(supplier.id), facts=facts, now=now, only=DUE_ASKED)
    except ScreeningUnavailable:
        logger.warning("supplier %s is due without its rule", supplier.id)
