from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.enums import TenantAct
from platform_core.tenancy.selectors import get_merchant
from platform_core.tenancy.services.change_tenant_state import change_tenant_state
from platform_core.tenancy.services.drop_tenant import LEAST_YEARS, drop_tenant
from platform_core.tenancy.services.shred_tenant import shred_tenant


class Command(BaseCommand):
    """``manage.py close_shop``: suspend, resume, close a shop; destroy its key; drop its data when the law allows."""

    help = "What the operator does to a shop as a whole. Destroying its key and dropping its data take two people."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("slug")
        parser.add_argument("act", choices=[act.value for act in TenantAct])
        parser.add_argument("--reason", required=True, help="kept for ever")
        parser.add_argument("--by", required=True, help="your e-mail address")
        parser.add_argument("--second", default="", help="e-mail address of the second person (shred, drop)")
        parser.add_argument("--years", type=int, default=LEAST_YEARS, help="how long its records are kept (drop)")
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and print what holds."""
        try:
            with platform_context():
                tenant = get_merchant(options["slug"])
                self._act(tenant.id, TenantAct(options["act"]), options)
        except DomainError as error:
            raise CommandError(json.dumps({"error": error.code, **error.data})) from error
        self.stdout.write(json.dumps({"slug": options["slug"], "act": options["act"]}))

    def _act(self, tenant_id: Any, act: TenantAct, options: dict[str, Any]) -> None:
        told = {"reason": options["reason"], "by": options["by"], "now": now()}
        if act == TenantAct.SHRED:
            shred_tenant(tenant_id=tenant_id, second_by=options["second"], **told)
        elif act == TenantAct.DROP:
            drop_tenant(tenant_id=tenant_id, second_by=options["second"], years=options["years"], **told)
        else:
            change_tenant_state(tenant_id=tenant_id, act=act, **told)
