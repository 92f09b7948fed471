from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from platform_core.compliance.rule_table import FILES, rule_table


class Command(BaseCommand):
    """``manage.py write_rule_table``: the rulebook of this release as tables for auditors."""

    requires_system_checks: list[str] = []
    help = "Write docs/rules.md and docs/rules.zh.md anew."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        for language, place in FILES.items():
            place.write_text(rule_table(language), encoding="utf-8")
            self.stdout.write(f"wrote {place.name}")
