from __future__ import annotations

import uuid

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from tenants.inventory.services.run_import import run_import


@handles(JobName.RUN_IMPORT)
def _run_import(import_id: str) -> None:
    run_import(import_id=uuid.UUID(import_id), now=now())
