from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from billing.services.ensure_prices import ensure_prices
from billing.services.poll_events import poll_events
from billing.services.reconcile import reconcile
from billing.services.sync_customer import sync_customer
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.selectors import get_merchant


class Command(BaseCommand):
    """``manage.py billing_sync``: what the clock does by itself, now, by the operator's hand."""

    help = "Compare subscriptions and bills with the payment provider and mend what differs: of one shop, or of all."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--shop", metavar="SLUG", help="this shop alone")
        what.add_argument("--prices", action="store_true", help="make what is missing of products, prices and meters")
        what.add_argument("--events", action="store_true", help="ask for events that never came")
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and print what was found as JSON."""
        try:
            self.stdout.write(json.dumps(self._do(options), ensure_ascii=False))
        except DomainError as error:
            raise CommandError(f"{error.code} {error.data}") from error

    def _do(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["prices"]:
            return {"new_prices": ensure_prices(now=now())}
        if options["shop"]:
            with platform_context():
                tenant = get_merchant(options["shop"])
            held = sync_customer(tenant_id=tenant.id, now=now(), by="operator")
            return {
                "shop": options["shop"],
                "plan": held.plan if held else None,
                "status": held.status if held else None,
                "standing": held.standing if held else None,
            }
        check = poll_events(now=now()) if options["events"] else reconcile(now=now())
        return {"outcome": check.outcome, **check.figures, "findings": check.findings}
