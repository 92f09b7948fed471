from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core.compliance.errors import RulebookRefused
from platform_core.compliance.rulebook.reading import list_files
from platform_core.compliance.services.load_rulebook import load_rulebook
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context


class Command(BaseCommand):
    """``manage.py load_rules [FILE …]``: new versions of rules, checked by their own examples; no code changes."""

    requires_system_checks: list[str] = []
    help = "Load rules from YAML files (shape: platform_core/compliance/rulebook/schema.json); without a file, this release's."

    def add_arguments(self, parser: CommandParser) -> None:
        """Files, and who loads them."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument("--by", default="operator", help="who answers for them")
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, files: list[Path], by: str, **options: Any) -> None:
        """Load, and say what is new; what is wrong is said in words and nothing is loaded."""
        try:
            texts = [path.read_text(encoding="utf-8") for path in files or list_files()]
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        try:
            with platform_context():
                loaded = load_rulebook(texts=texts, by=by, now=now(), released=not files)
        except RulebookRefused as error:
            raise CommandError(f"nothing was loaded. {error}") from error
        for name in loaded.added:
            self.stdout.write(f"added {name}")
        for name in loaded.overtaken:
            self.stdout.write(f"left out {name}: a newer or another version is loaded")
        if not any(loaded):
            self.stdout.write("nothing new")
