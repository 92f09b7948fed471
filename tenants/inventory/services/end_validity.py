from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.tenancy.context import current_tenant
from tenants.inventory.errors import NotInTestMode
from tenants.inventory.models import Bucket, GeneratedCode, Lot, ReturnedRange
from tenants.inventory.stored import StoredCode


def end_validity(*, code: StoredCode, last_day: dt.date) -> None:
    """Bring forward the last day of a code of a test shop. An imported one takes its lot along: they bear one date.

    Raises:
        NotInTestMode: in a live shop, where a date that was promised to a buyer stands.
    """
    if current_tenant().livemode:
        raise NotInTestMode
    if code.lot_id is None:
        GeneratedCode.objects.filter(pk=code.id).update(expires_on=last_day)
        return
    with transaction.atomic():
        Lot.objects.filter(pk=code.lot_id).update(expires_on=last_day)
        Bucket.objects.filter(lot_id=code.lot_id).update(sell_by=last_day)
        ReturnedRange.objects.filter(lot_id=code.lot_id).update(sell_by=last_day)
