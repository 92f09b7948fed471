from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from platform_core.compliance.retention_table import FILES, retention_table


class Command(BaseCommand):
    """``manage.py write_retention_table``: how long records are kept, as tables for auditors."""

    requires_system_checks: list[str] = []
    help = "Write docs/retention.md and docs/retention.zh.md anew."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        for language, place in FILES.items():
            place.write_text(retention_table(language), encoding="utf-8")
            self.stdout.write(f"wrote {place.name}")
