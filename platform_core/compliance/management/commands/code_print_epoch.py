from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core.compliance.services.close_print_epoch import close_print_epoch
from platform_core.compliance.services.open_print_epoch import open_print_epoch
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context


class Command(BaseCommand):
    """``manage.py code_print_epoch open|close``: the yearly change of the key of the register of prints."""

    help = "Open a new key of the register of prints, or close the one before it."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        parser.add_argument("verb", choices=["open", "close"])
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--force", action="store_true", help="close it though codes are known by it alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """In the platform's context."""
        with platform_context():
            if options["verb"] == "open":
                epoch = open_print_epoch(now=now())
                self.stdout.write(f"key {epoch} makes the prints now; next: manage.py print_codes --anew")
                return
            closed = close_print_epoch(force=options["force"], now=now())
        if closed is None:
            raise CommandError("one key is in use; there is none to close")
        if not closed.done:
            raise CommandError(f"{closed.left} prints are left under key {closed.epoch}; wait, or --force")
        self.stdout.write(f"key {closed.epoch} is destroyed; {closed.left} prints went with it")
