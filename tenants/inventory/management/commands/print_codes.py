from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.selectors import list_running_tenants
from tenants.inventory.services.start_printing import start_printing


class Command(BaseCommand):
    """``manage.py print_codes``: codes from before the register of prints, or under the key before, come into it."""

    help = "Have the workers put all codes in stock into the register of prints; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--anew``."""
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--anew", action="store_true", help="also what is in it: after a new key was opened")

    def handle(self, *args: Any, **options: Any) -> None:
        """One walk for each live merchant."""
        with platform_context():
            tenants = [tenant for tenant in list_running_tenants() if tenant.livemode]
        for tenant in tenants:
            with tenant_context(tenant):
                start_printing(anew=options["anew"], now=now())
        self.stdout.write(f"{len(tenants)} merchants queued")
