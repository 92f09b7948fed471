from __future__ import annotations

import datetime as dt
import logging
import uuid

from django.db import transaction

from platform_core.compliance.acts import SYSTEM, Act
from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.errors import ScreeningUnavailable
from platform_core.compliance.locks import get_merchant_locked
from platform_core.compliance.merchant_enums import MerchantAct, MerchantState
from platform_core.compliance.merchant_file import REMIND_BEFORE
from platform_core.compliance.merchant_life import DUE_WITHIN
from platform_core.compliance.merchant_rules import LAPSE_ASKED
from platform_core.compliance.models import MerchantFile
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.services.advance_merchant import advance_merchant
from platform_core.compliance.services.screen import screen
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.clock import local_date
from platform_core.kernel.jobs import JobName

logger = logging.getLogger(__name__)
AT_ONCE = 2_000
DUE = (MerchantState.VERIFIED, MerchantState.DUE)


def review_merchants(*, now: dt.datetime) -> int:
    """Merchants that are to be verified again soon are told so 30, 7 and 1 days before, and lapse at their time; on the platform.

    That nothing new is put up after it does not wait for this: shops ask at that moment.

    Returns:
        How many moved or were reminded.
    """
    near = MerchantFile.objects.filter(state__in=DUE, due_at__lte=now + DUE_WITHIN).order_by("due_at")
    return sum(_review(file_id, now) for file_id in near.values_list("pk", flat=True)[:AT_ONCE])


def _review(file_id: uuid.UUID, now: dt.datetime) -> bool:
    with transaction.atomic():
        file = get_merchant_locked(file_id)
        if file.state not in DUE or file.due_at is None:
            return False
        if file.due_at <= now:
            _keep_rules(file, now)
            advance_merchant(file=file, act=Act(MerchantAct.LAPSE, SYSTEM, now))
            return True
        if file.state == MerchantState.VERIFIED and file.due_at - DUE_WITHIN <= now:
            advance_merchant(file=file, act=Act(MerchantAct.NEAR_END, SYSTEM, now))
        return _remind(file, now)


def _remind(file: MerchantFile, now: dt.datetime) -> bool:
    assert file.due_at is not None
    left = file.due_at - now
    due = min((days for days in REMIND_BEFORE if left <= dt.timedelta(days=days)), default=None)
    if due is None or (file.reminded_days is not None and file.reminded_days <= due):
        return False
    file.reminded_days = due
    file.save(update_fields=["reminded_days"])
    payload = {"file_id": str(file.id), "version": file.version}
    enqueue_job(JobName.TELL_MERCHANT, key=f"{file.id}:{file.due_at:%Y%m%d%H%M}:{due}", payload=payload, now=now)
    return True


def _keep_rules(file: MerchantFile, now: dt.datetime) -> None:
    """What the rule said on the day. That time takes the right away does not hang on it: no rules, and it lapses all the same."""
    assert file.verified_at is not None
    try:
        with transaction.atomic():
            screen(
                subject_kind=SubjectKind.MERCHANT,
                subject_id=str(file.id),
                facts={"last_verified_on": local_date(file.verified_at, ZONE)},
                now=now,
                only=LAPSE_ASKED,
                tenant_role=file.tenant_role,
            )
    except ScreeningUnavailable:
        logger.warning("merchant %s lapsed without its rule", file.id)
