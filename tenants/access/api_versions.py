"""What the back office knows of the API's versions. The API itself says it (``KAQUAN_API_VERSIONS``): no face imports another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from platform_core.tenancy.dotted import load


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """One incompatible change in both languages, as HTML: what stood between backticks is code."""

    title_zh: str
    title_en: str
    detail_zh: str
    detail_en: str


@dataclass(frozen=True, slots=True)
class ApiVersion:
    """A version, and what it changed against the one before it.

    Args:
        state: ``current``, ``deprecated`` or ``removed``.
        deprecated_at, sunset_at: since when a newer one takes its place, and until when it is answered.
    """

    name: str
    state: str
    deprecated_at: dt.datetime | None
    sunset_at: dt.datetime | None
    changes: tuple[ChangeWords, ...]


def list_api_versions() -> list[ApiVersion]:
    """Every version there is, newest first."""
    [tell] = load([settings.KAQUAN_API_VERSIONS])
    found: list[ApiVersion] = tell()
    return found


def list_changes_between(versions: list[ApiVersion], one: str, other: str) -> list[ChangeWords]:
    """What is different between two versions, newest first, whichever of them is the newer."""
    names = [version.name for version in versions]
    newer, older = sorted((names.index(one), names.index(other)))
    return [change for version in versions[newer:older] for change in version.changes]
