from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from platform_core.compliance.retention_selectors import get_due_counts, get_own_profile
from platform_core.compliance.services.end_retention import end_retention
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.selectors import list_running_tenants
from tenants.orders.keeping import count_due_buyers, count_due_codes
from tenants.orders.services.forget_old_buyers import forget_old_buyers
from tenants.orders.services.shred_codes import shred_codes
from tenants.orders.services.shred_handed_over import shred_handed_over
from tenants.orders.services.shred_off_shelf import shred_off_shelf


class Command(BaseCommand):
    """``manage.py retention``: end what was kept for long enough, as the jobs do by themselves; or only tell what would go."""

    help = "End what was kept for long enough (docs/retention.md); with --dry-run only tell what would go, and when."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--dry-run", action="store_true", help="change nothing")
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """A line of JSON for the platform, and one for each shop."""
        dry = bool(options["dry_run"])
        with platform_context():
            counts = get_due_counts(now()) if dry else end_retention(now=now())
            tenants = list_running_tenants()
        self.stdout.write(json.dumps({"platform": counts}))
        for tenant in tenants:
            with tenant_context(tenant):
                self.stdout.write(json.dumps({"shop": tenant.slug, "livemode": tenant.livemode, **_shop(tenant, dry)}))


def _shop(tenant: TenantRef, dry: bool) -> dict[str, object]:
    moment = now()
    if not dry:
        return {
            "codes_shredded": shred_codes(now=moment),
            "off_shelf_shredded": shred_off_shelf(now=moment),
            "handed_over_shredded": shred_handed_over(now=moment),
            "orders_gone_through": forget_old_buyers(now=moment),
        }
    return {"profile": get_own_profile(), "codes": count_due_codes(moment), "buyers": count_due_buyers(moment)}
