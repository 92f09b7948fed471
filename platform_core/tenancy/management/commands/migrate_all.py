from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from platform_core.tenancy.services.migrate_all import migrate_all


class Command(BaseCommand):
    """``manage.py migrate_all``: ``public``, the template, every tenant."""

    requires_system_checks: list[str] = []
    help = "Migrate public, the template schema and every tenant."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        migrate_all(say=lambda text: self.stdout.write(f"migrating {text}"))
