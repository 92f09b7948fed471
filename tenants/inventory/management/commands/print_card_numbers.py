from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.clock import now
from platform_core.kernel.ids import new_id
from platform_core.kernel.jobs import JobName
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.selectors import list_running_tenants


class Command(BaseCommand):
    """``manage.py print_card_numbers``: codes from before card numbers were printed become findable by theirs."""

    help = "Have the workers make all imported codes findable by their card numbers; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """One walk for each merchant."""
        with platform_context():
            tenants = list_running_tenants()
        for tenant in tenants:
            run_id = str(new_id())
            with tenant_context(tenant):
                payload = {"run_id": run_id, "lot": 0, "position": 0}
                enqueue_job(JobName.PRINT_CARD_NUMBERS, key=f"numbers:{run_id}", payload=payload, now=now())
        self.stdout.write(f"{len(tenants)} merchants queued")
