from __future__ import annotations

import datetime as dt
import uuid

from tenants.inventory.enums import ImportState
from tenants.inventory.models import CodeImport
from tenants.inventory.services.end_import import end_import
from tenants.inventory.uploads import delete_upload


def give_up_import(*, import_id: uuid.UUID, now: dt.datetime) -> None:
    """The last attempt failed: say so, instead of showing progress for ever. Nothing of it is in stock."""
    code_import = CodeImport.objects.filter(pk=import_id).first()
    if code_import is None:
        return
    if end_import(code_import=code_import, state=ImportState.REJECTED, failure="given_up", now=now):
        delete_upload(code_import.upload)
