from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.events.catalogue import ImportFailed
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from tenants.inventory.enums import ImportState
from tenants.inventory.models import CodeImport


def end_import(*, code_import: CodeImport, state: ImportState, failure: str, now: dt.datetime) -> bool:
    """Write how an import ended that put nothing into stock.

    Args:
        failure: a key of ``ERROR_TEXTS``, or "".

    Returns:
        Whether it was still running; else nothing changes.
    """
    outside = public_id("imp", code_import.id)
    with transaction.atomic():
        running = CodeImport.objects.filter(pk=code_import.pk, state=ImportState.VALIDATING)
        ended = running.update(state=state, failure=failure, finished_at=now)
        if failure and ended:
            event = ImportFailed(id=outside, sku=public_id("sku", code_import.sku_id), reason=failure)
            publish_event(event, object_id=outside, now=now)
    return bool(ended)
