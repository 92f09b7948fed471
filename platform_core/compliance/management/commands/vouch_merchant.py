from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core.compliance.services.vouch_merchant import vouch_merchant
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.selectors import get_merchant


class Command(BaseCommand):
    """``manage.py vouch_merchant``: the operator's word for a merchant, in its history for ever."""

    help = (
        "Count a merchant as verified by the operator's word, for six months; a restriction is lifted by staff alone."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("slug")
        parser.add_argument("--reason", required=True, help="why, for its history")
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Vouch, and print until when that holds."""
        try:
            with platform_context():
                tenant = get_merchant(options["slug"])
            file = vouch_merchant(tenant=tenant, reason=options["reason"], now=now())
        except DomainError as error:
            raise CommandError(f"{error.code} {error.data}") from error
        self.stdout.write(f"{tenant.slug}: verified by the operator's word until {file.due_at:%Y-%m-%d}")
