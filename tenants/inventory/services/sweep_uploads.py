from __future__ import annotations

import datetime as dt

from django.db.models import Q

from platform_core.kernel.clock import on_the_wall
from tenants.inventory.enums import ImportState
from tenants.inventory.models import CodeImport
from tenants.inventory.uploads import delete_upload, list_old_uploads

# Longer than a preview can still be started (a day).
KEPT_FOR = dt.timedelta(hours=25)
RUNNING = (ImportState.UPLOADED, ImportState.VALIDATING)


def sweep_uploads(*, now: dt.datetime) -> int:
    """Delete sealed files that nobody will ask for: previews never started, leftovers of killed processes.

    Returns:
        How many were deleted.
    """
    old = list_old_uploads(before=on_the_wall(now) - KEPT_FOR)
    if not old:
        return 0
    wanted = CodeImport.objects.filter(Q(upload__in=old, state__in=RUNNING) | Q(errors_upload__in=old))
    kept = {name for pair in wanted.values_list("upload", "errors_upload") for name in pair}
    stale = [name for name in old if name not in kept]
    for name in stale:
        delete_upload(name)
    return len(stale)
