"""The versions of the API, newest first. A version is a date; additions are not a version (ADR 22)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from merchant_api.versions.change import Change
from merchant_api.versions.v2026_12_01 import CHANGES as OF_2026_12_01


class Version(NamedTuple):
    """A version and what it changed against the one before it."""

    name: str
    changes: tuple[Change, ...] = ()
    deprecated_at: dt.datetime | None = None  # when a newer one took its place
    sunset_at: dt.datetime | None = None  # no answers after it; at least 24 months later
    removed: bool = False
    bound_since: dt.date | None = None  # where that is not its own date: when its document became a promise

    @property
    def state(self) -> str:
        """``current``, ``deprecated`` or ``removed``."""
        if self.removed:
            return "removed"
        return "current" if self.deprecated_at is None else "deprecated"

    @property
    def promised_on(self) -> dt.date:
        """From when on its document may only grow."""
        return self.bound_since or dt.date.fromisoformat(self.name)


def _midnight(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, tzinfo=dt.UTC)


VERSIONS: tuple[Version, ...] = (
    Version("2026-12-01", OF_2026_12_01),
    Version(
        "2026-11-24",
        deprecated_at=_midnight(2026, 12, 1),
        sunset_at=_midnight(2028, 12, 1),
        bound_since=dt.date(2026, 12, 1),  # the first release; until then its integrations were our own
    ),
)
CURRENT = VERSIONS[0].name


def find_version(name: str) -> Version | None:
    """A version by its date."""
    return next((version for version in VERSIONS if version.name == name), None)


def answered_versions() -> str:
    """Those that calls may name, for people."""
    return ", ".join(version.name for version in VERSIONS if not version.removed)


def changes_since(name: str) -> list[Change]:
    """Every change after a version, newest first."""
    found: list[Change] = []
    for version in VERSIONS:
        if version.name == name:
            return found
        found += reversed(version.changes)
    return found
