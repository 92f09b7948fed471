from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction

from platform_core.compliance.export_enums import ExportAct, ExportState
from platform_core.compliance.export_pack import forget
from platform_core.compliance.locks import get_export_locked
from platform_core.compliance.models import AuthorityExport, ExportStep

FILES = (ExportState.BUILT, ExportState.DOWNLOADED)


def tend_exports(*, now: dt.datetime) -> None:
    """Files whose week is over go; shops are told of what was kept from them by an order of secrecy that has ended."""
    over = AuthorityExport.objects.filter(state__in=FILES, expires_at__lte=now).values_list("id", flat=True)
    for export_id in list(over):
        _expire(export_id, now)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT * FROM public.tell_secret_exports()")
        for (told,) in cursor.fetchall():
            ExportStep.objects.create(export_id=told, act=ExportAct.TELL, at=now)


def _expire(export_id: uuid.UUID, now: dt.datetime) -> None:
    forget(export_id)  # before it is said: a crash between is made good by the next round
    with transaction.atomic():
        export = get_export_locked(export_id)
        if export.state in FILES:
            export.state = ExportState.EXPIRED
            export.save(update_fields=["state"])
            ExportStep.objects.create(export=export, act=ExportAct.EXPIRE, at=now)
