from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from platform_core.tenancy.bootstrap import bootstrap
from platform_core.tenancy.services.migrate_all import migrate_all
from platform_core.tenancy.services.refill_spares import refill_spares

# Parts of libraries that no page asks for; they would take longer than all the rest.
UNUSED_FILES = ["*.map", "LICENSE*", "ext", "htmax-*", "htmx-4*", "rest_framework", "swagger-ui-dist"]


class Command(BaseCommand):
    """``manage.py prepare``: from an empty database to one that can serve; quick when there is nothing to do."""

    help = "Make roles, migrate everything, seed the demo."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--demo", action="store_true")
        parser.add_argument("--no-demo", action="store_false", dest="demo")
        parser.add_argument(
            "--no-static", action="store_false", dest="static", help="an image has collected them already"
        )
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", help="port of a running `up`")

    def _step(self, text: str) -> None:
        self.stdout.write(f"step: {text}")
        self.stdout.flush()

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every step; each is safe to repeat."""
        if options["static"] and settings.STATIC_ROOT is not None:
            call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED_FILES)
        self._step("数据库角色 / database roles")
        with psycopg.connect(settings.DATABASE_ADMIN_URL) as connection:
            bootstrap(connection)
        migrate_all(say=lambda text: self._step(f"迁移 / migrating {text}"))
        refill_spares(wanted=1)
        if options["demo"]:
            self._step("演示店铺 / demo shops")
            call_command("seed_demo")
