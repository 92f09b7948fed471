"""Telling whether somebody else changed a thing meanwhile: every change of it counts its version up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Protocol

from tenants.catalog.errors import ChangedMeanwhile

Versions = Collection[int]


class Versioned(Protocol):
    """A product or a SKU."""

    version: int
    updated_at: dt.datetime


def touch(thing: Versioned, now: dt.datetime) -> None:
    """Note that a thing was changed; the caller saves.

    Its ``updated_at`` never goes back, whatever the clocks of two servers say: who copies the catalogue asks for what was
    changed after the last change that it has seen.
    """
    thing.version += 1
    thing.updated_at = max(now, thing.updated_at)


def check_version(current: int, expected: Versions | None) -> None:
    """Go on only when the thing is as the caller knew it.

    Args:
        expected: versions that the caller would change; None: whatever it is.

    Raises:
        ChangedMeanwhile: it is another by now.
    """
    if expected is not None and current not in expected:
        raise ChangedMeanwhile(version=current)
