from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core.compliance.retention import Profile
from platform_core.compliance.services.set_retention_profile import set_retention_profile
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.selectors import get_merchant


class Command(BaseCommand):
    """``manage.py set_retention_profile``: three years, or the ten of a licensed institution, for one shop or for all."""

    help = "Say under which law a shop, or all, keep their records (docs/retention.md)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("slug", nargs="?", default="", help="the shop; or --all")
        parser.add_argument("--all", action="store_true", help="the whole installation: no shop keeps for less")
        parser.add_argument("profile", choices=[profile.value for profile in Profile])
        parser.add_argument("--reason", required=True, help="kept for ever")
        parser.add_argument("--by", default="operator", help="your e-mail address")
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Set it, and print what holds."""
        if not options["reason"].strip():
            raise CommandError("--reason: say why")
        if bool(options["slug"]) == bool(options["all"]):
            raise CommandError("name a shop, or --all")
        try:
            with platform_context():
                role = "" if options["all"] else get_merchant(options["slug"]).role_name
                choice = set_retention_profile(
                    tenant_role=role,
                    profile=Profile(options["profile"]),
                    reason=options["reason"],
                    by=options["by"],
                    now=now(),
                )
        except DomainError as error:
            raise CommandError(f"{error.code} {error.data}") from error
        self.stdout.write(f"{options['slug'] or 'all shops'}: {choice.profile}")
