from __future__ import annotations

import datetime as dt
import uuid

from tenants.catalog.enums import SheetFailure
from tenants.catalog.models import CatalogSheet


def give_up_sheet(*, sheet_id: uuid.UUID, now: dt.datetime) -> None:
    """The last attempt failed: say so, instead of showing progress for ever."""
    waiting = CatalogSheet.objects.filter(pk=sheet_id).exclude(running="")
    waiting.update(running="", failure=SheetFailure.GIVEN_UP, running_at=now)
