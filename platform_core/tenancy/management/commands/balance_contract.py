from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core.entitlements.selectors import find_balance_contract
from platform_core.entitlements.services.end_balance_contract import end_balance_contract
from platform_core.entitlements.services.record_balance_contract import record_balance_contract
from platform_core.kernel.clock import local_date, now
from platform_core.kernel.errors import DomainError
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.selectors import get_merchant


class Command(BaseCommand):
    """``manage.py balance_contract``: whether buyers of a merchant may have a balance; for the platform's staff alone."""

    help = "Show, record or end the contract with a licensed institution, without which nobody may top up a balance."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("slug")
        change = parser.add_mutually_exclusive_group()
        change.add_argument("--record", metavar="NUMBER", help="the contract's number; needs --institution and --until")
        change.add_argument("--end", action="store_true", help="it is over: nobody tops up any more")
        parser.add_argument("--institution", help="the licensed institution that holds the money")
        parser.add_argument("--until", type=dt.date.fromisoformat, help="the last day, as 2027-12-31")
        parser.add_argument("--by", default="operator", help="who saw the contract")
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Change it if that is asked for, and print what holds."""
        if options["record"] and not (options["institution"] and options["until"]):
            raise CommandError("--record needs --institution and --until")
        try:
            with platform_context():
                tenant = get_merchant(options["slug"])
                self._change(tenant, options)
                held = find_balance_contract(tenant.id, local_date(now(), tenant.time_zone))
        except DomainError as error:
            raise CommandError(f"{error.code} {error.data}") from error
        self.stdout.write(
            f"{held}, until {held.good_until}, by {held.recorded_by}" if held else "none: balances are off"
        )

    def _change(self, tenant: TenantRef, options: dict[str, Any]) -> None:
        if options["end"]:
            end_balance_contract(tenant_id=tenant.id)
        if options["record"]:
            record_balance_contract(
                tenant_id=tenant.id,
                tenant_role=tenant.role_name,
                institution=options["institution"],
                number=options["record"],
                good_until=options["until"],
                by=options["by"],
                now=now(),
            )
