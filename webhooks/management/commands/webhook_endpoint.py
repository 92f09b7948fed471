from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.reference import TenantRef
from webhooks.models import Endpoint
from webhooks.selectors import get_backlog, get_endpoint, list_endpoints_of
from webhooks.services.set_endpoint_paused import set_endpoint_paused

COUNTED = 10_000


class Command(BaseCommand):
    """``manage.py webhook_endpoint``: an endpoint of a merchant; shown, paused or resumed by the operator's hand."""

    help = "Show an endpoint of any merchant, pause it, or resume it (also one that was disabled). The merchant's events tell of it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("endpoint", metavar="we_…")
        change = parser.add_mutually_exclusive_group()
        change.add_argument("--pause", action="store_true", help="keep what it would get; nothing is lost")
        change.add_argument("--resume", action="store_true", help="send what waits, and go on")
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Change it if that is asked for, and print what holds."""
        try:
            tenant, endpoint = _found(options["endpoint"])
            with tenant_context(tenant):
                if options["pause"] or options["resume"]:
                    endpoint = set_endpoint_paused(endpoint_id=endpoint.id, paused=options["pause"], now=now())
                else:
                    endpoint = get_endpoint(endpoint.id)
                waiting, _ = get_backlog(endpoint.id, counted=COUNTED)
        except DomainError as error:
            raise CommandError(f"{error.code} {error.data}") from error
        for name, value in _facts(tenant, endpoint, waiting).items():
            self.stdout.write(f"{name:14} {'none' if value is None else value}")


def _found(outside: str) -> tuple[TenantRef, Endpoint]:
    wanted = parse_public_id("we", outside)
    with platform_context():
        endpoint = list_endpoints_of([wanted]).get(wanted)
        tenant = directory.find_by_role(endpoint.tenant_role) if endpoint is not None else None
    if endpoint is None or tenant is None:
        raise RecordNotFound(id=outside)
    return tenant, endpoint


def _facts(tenant: TenantRef, endpoint: Endpoint, waiting: int) -> dict[str, object]:
    return {
        "shop": tenant.name,
        "mode": "live" if tenant.livemode else "test",
        "host": urlsplit(endpoint.url).hostname,
        "status": endpoint.status,
        "failing_since": endpoint.failing_since,
        "left_alone_to": endpoint.open_until,
        "waiting": f"{waiting} or more" if waiting == COUNTED else waiting,
    }
