from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from platform_core.tenancy.context import platform_context
from platform_core.tenancy.readiness import database_state


class Command(BaseCommand):
    """``manage.py wait_for_migrations``: until the database is as this code expects it."""

    requires_system_checks: list[str] = []
    help = "Wait until the database has every migration of this code: what a process of a new release does before it starts."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--seconds``."""
        parser.add_argument("--seconds", type=float, default=14_400.0, help="give up after so many")

    def handle(self, *args: Any, seconds: float, **options: Any) -> None:
        """Run it."""
        deadline, said = time.monotonic() + seconds, ""
        while True:
            with platform_context():
                state = database_state()
            connection.close()  # it may be one that is broken, and nobody needs it for the next second
            if state == "ok":
                return
            if time.monotonic() >= deadline:
                raise CommandError(f"still not ready: {state}")
            if state != said:
                self.stdout.write(f"waiting: {state}")
                said = state
            time.sleep(1)
