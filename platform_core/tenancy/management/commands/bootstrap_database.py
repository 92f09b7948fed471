from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand

from platform_core.tenancy.bootstrap import bootstrap


class Command(BaseCommand):
    """``manage.py bootstrap_database``: roles, extensions and rights, as the administrator of ``DATABASE_URL``."""

    help = "Make the roles, extensions and rights that everything stands on."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        with psycopg.connect(settings.DATABASE_ADMIN_URL) as connection:
            bootstrap(connection)
