from __future__ import annotations

import dataclasses
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError

from platform_core.entitlements.plans import PLANS
from platform_core.entitlements.selectors import find_entitlement
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.selectors import get_merchant
from platform_core.tenancy.services.change_plan import change_plan


class Command(BaseCommand):
    """``manage.py merchant_plan``: what a merchant may ask of the API; shown, or changed by the operator's hand."""

    help = "Show the plan of a merchant, or change it; running processes go by it after 5 seconds."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("slug")
        change = parser.add_mutually_exclusive_group()
        change.add_argument("--set", metavar="PLAN", help=f"one of: {', '.join(PLANS)}; its limits as they are today")
        change.add_argument("--none", action="store_true", help="no plan, no limits")
        parser.add_argument("--by", default="operator", help="who decided it; kept in the merchant's events")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Change it if that is asked for, and print what holds."""
        try:
            self._print(options, self._facts(options))
        except OperationalError as error:
            self._refuse(options, "database_unreachable", {"reason": str(error).splitlines()[0]})
        except DomainError as error:
            self._refuse(options, error.code, error.data)

    def _facts(self, options: dict[str, Any]) -> dict[str, Any]:
        with platform_context():
            tenant = get_merchant(options["slug"])
            if options["none"] or options["set"] is not None:
                change_plan(tenant=tenant, plan=options["set"], by=options["by"][:80], now=now())
            held = find_entitlement(tenant.id)
        if held is None:
            return {"slug": tenant.slug, "plan": None, "granted_at": None, "limits": None}
        limits = dataclasses.asdict(held.api_limits)
        return {"slug": tenant.slug, "plan": held.plan, "granted_at": held.granted_at.isoformat(), "limits": limits}

    def _print(self, options: dict[str, Any], facts: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(facts))
            return
        limits = facts.pop("limits") or {}
        for name, value in (facts | limits).items():
            self.stdout.write(f"{name:12} {'none' if value is None else value}")

    def _refuse(self, options: dict[str, Any], code: str, data: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"error": code, "detail": {k: str(v) for k, v in data.items()}}))
        else:
            self.stderr.write(f"{code} {data}")
        raise SystemExit(1)
