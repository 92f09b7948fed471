"""Runs one import job in a process of its own, as a worker does, and prints its seconds (in all, and until the codes were stored) and
its largest size as JSON.

``python -m benchmarks.import_process SHOP_HOST IMPORT_ID``
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
import uuid
from pathlib import Path
from typing import Any


def peak_mb() -> float:
    """The largest resident size so far. From /proc: ``getrusage`` would count what the parent had before the start."""
    matched = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(matched[1]) / 1024 if matched else 0.0


def main(host: str, import_id: str) -> None:
    """Start Django, take the tenant, run the job."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.cache import cache

    from platform_core.kernel.clock import now
    from platform_core.tenancy import directory
    from platform_core.tenancy.context import tenant_context
    from tenants.inventory.models import CodeImport
    from tenants.inventory.services import run_import as job

    tenant = directory.find_by_host(host)
    assert tenant is not None
    with tenant_context(tenant):
        cache.get("warm")  # a worker has its libraries loaded and its connections open
        CodeImport.objects.exists()
        idle, cpu, begun = peak_mb(), time.process_time(), time.perf_counter()
        stored, screen = [], job.screen_import

        def second_stage(**facts: Any) -> None:
            stored.append(time.perf_counter() - begun)
            screen(**facts)

        job.screen_import = second_stage  # type: ignore[assignment]
        job.run_import(import_id=uuid.UUID(import_id), now=now())
        seconds = time.perf_counter() - begun
        done = CodeImport.objects.get(pk=import_id)
    times = {"seconds": seconds, "stored": (stored or [seconds])[0], "cpu": time.process_time() - cpu}
    facts = {**times, "peak_mb": peak_mb(), "idle_mb": idle}
    print(json.dumps({**facts, "state": done.state, "accepted": done.accepted}))


if __name__ == "__main__":
    main(*sys.argv[1:])
