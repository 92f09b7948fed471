from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core.compliance.errors import WatchListRefused
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.services.load_watch_list import load_watch_list
from platform_core.compliance.watch_enums import WatchFormat
from platform_core.kernel.clock import local_date, now
from platform_core.tenancy.context import platform_context


class Command(BaseCommand):
    """``manage.py load_list LIST FILE``: a watch list as its authority has it today; again every day, changed or not."""

    requires_system_checks: list[str] = []
    help = "Load a watch list (sanctions, terrorism) that merchants and suppliers are screened against; see docs/watch-lists.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which list, its file, how it is written, of which day."""
        parser.add_argument("list", help="short name of the list: cn, un, ofac")
        parser.add_argument("file", help="the file; - reads it from the standard input")
        parser.add_argument("--format", choices=WatchFormat.values, default=WatchFormat.TABLE)
        parser.add_argument("--title", default="", help="as people call the list")
        parser.add_argument("--as-of", type=dt.date.fromisoformat, help="the day that stands on it; today")
        parser.add_argument("--by", default="operator", help="who answers for it")
        parser.add_argument(
            "--force", action="store_true", help="take it although most entries are gone, or it is older"
        )
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it, and say what changed; what is wrong is said in words and nothing is loaded."""
        try:
            with _opened(options["file"]) as source, platform_context():
                moment = now()
                edition = load_watch_list(
                    slug=options["list"],
                    title=options["title"],
                    source=source,
                    form=WatchFormat(options["format"]),
                    as_of=options["as_of"] or local_date(moment, ZONE),
                    by=options["by"],
                    now=moment,
                    force=options["force"],
                )
        except OSError as error:
            raise CommandError(str(error)) from error
        except WatchListRefused as error:
            raise CommandError(f"nothing was loaded. {error}") from error
        self.stdout.write(
            f"{edition.watch_list_id}: {edition.entries} entries as of {edition.as_of}, {edition.added} new or changed,"
            f" {edition.removed} gone or changed"
        )


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name != "-":
        with Path(name).open("rb") as source:
            yield source
        return
    with tempfile.TemporaryFile() as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
        kept.seek(0)
        yield kept
