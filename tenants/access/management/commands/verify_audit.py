from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from platform_core.compliance.audit_faults import WORDS
from platform_core.compliance.audit_signing import public_key_pem
from platform_core.kernel.clock import now
from tenants.access.services.verify_audit import verify_audit


class Command(BaseCommand):
    """``manage.py verify_audit``: has anybody tampered with an audit log? Exit status 1 when something is wrong."""

    help = "Verify the chains of the audit logs, their signed heads, and the anchors in and outside the database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--tenant", action="append", default=[], metavar="SLUG", help="only this shop; repeatable")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument(
            "--public-key", action="store_true", help="print the key that signatures verify with, and end"
        )
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and print."""
        if options["public_key"]:
            self.stdout.write(public_key_pem())
            return
        wrong = 0
        for chain in verify_audit(now=now(), only=options["tenant"]):
            wrong += len(chain.faults)
            if options["json"]:
                faults = [{**fault._asdict(), "words": WORDS[fault.what]} for fault in chain.faults]
                self.stdout.write(
                    json.dumps({"chain": chain.chain, "name": chain.name, "links": chain.links, "faults": faults})
                )
                continue
            self.stdout.write(f"{chain.name}: {chain.links} links, {len(chain.faults)} faults")
            for fault in chain.faults:
                self.stdout.write(f"  {fault}")
        if wrong:
            sys.exit(1)
