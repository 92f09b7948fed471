from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core.compliance.points import POINTS
from platform_core.compliance.signal_selectors import list_score_changes
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context


class Command(BaseCommand):
    """``manage.py backtest_score POINTS.json --days 90``: what another table of points would have changed. Nothing is written."""

    help = "Recompute scores over stored findings with another table of points and say what would change."

    def add_arguments(self, parser: CommandParser) -> None:
        """The other table, and how far back."""
        parser.add_argument("points", type=Path, help='a JSON object, e.g. {"X9.lot": 60}; what is not in it stays')
        parser.add_argument("--days", type=int, default=90)

    def handle(self, *args: Any, **options: Any) -> None:
        """In the platform's context."""
        table = self._read(options["points"])
        with platform_context():
            changes = list_score_changes(table={**POINTS, **table}, days=options["days"], now=now())
        for change in changes:
            self.stdout.write(
                f"{change.kind} {change.ref}: {change.before} -> {change.after} points, "
                f"{change.reviewers_before} -> {change.reviewers_after} reviewers"
            )
        more = sum(change.reviewers_after > change.reviewers_before for change in changes)
        fewer = sum(change.reviewers_after < change.reviewers_before for change in changes)
        self.stdout.write(f"{len(changes)} scores change; {more} subjects need more people, {fewer} need fewer")

    def _read(self, path: Path) -> dict[str, int]:
        try:
            table = orjson.loads(path.read_bytes())
        except (OSError, orjson.JSONDecodeError) as error:
            raise CommandError(f"{path}: {error}") from error
        if not isinstance(table, dict) or not all(
            isinstance(each, int) and 0 <= each <= 100 for each in table.values()
        ):
            raise CommandError(f"{path}: a JSON object of reasons with 0 to 100 points each")
        if unknown := sorted(set(table) - set(POINTS)):
            raise CommandError(f"{path}: no such reason: {', '.join(unknown)}")
        return table
