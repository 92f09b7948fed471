from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from platform_core.compliance.services.prune_log import prune_log
from platform_core.compliance.services.verify_log import verify_log
from platform_core.kernel.clock import now
from tenants.access.audit_tables import list_logs


class Command(BaseCommand):
    """``manage.py prune_audit``: what the periodic task does once a week for each log, now."""

    help = "Delete rows of the audit logs that nobody has to keep any longer, of logs that hold; exit status 1 if one does not."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--tenant", action="append", default=[], metavar="SLUG", help="only this shop; repeatable")
        parser.add_argument("--by", default="operator", help="who does it; kept in the signed record")
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, then prune, and print."""
        wrong = 0
        for log in list_logs(options["tenant"]):
            faults = verify_log(log=log, now=now()).faults
            if faults:
                wrong += 1
                self.stdout.write(f"{log.name}: {len(faults)} faults, not pruned; see manage.py verify_audit")
                continue
            self.stdout.write(f"{log.name}: {prune_log(log=log, by=options['by'], now=now())} rows gone")
        if wrong:
            sys.exit(1)
