"""A failed live request sent again in test mode: what the back office knows of it. The API does it (``KAQUAN_REPLAYS``)."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings

from platform_core.tenancy.dotted import load
from tenants.access.enums import ReplayObstacle
from tenants.access.models import RequestLogEntry
from tenants.access.services.store_request_log import LogRow


@dataclass(frozen=True, slots=True)
class Replay:
    """What a request became in the test shop.

    Args:
        answered: its entry in the log of the test shop, redacted like every other.
        changed: what was sent instead of what: (place, in live, in test; empty: nothing, since prices are other ones there).
        left_out: places of what the log does not keep.
        unknown: ids of the live shop that mean nothing in the test shop; sent as they are.
    """

    answered: LogRow
    changed: list[tuple[str, str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def find_obstacle(entry: RequestLogEntry) -> ReplayObstacle | None:
    """Why a live request cannot be sent again in test mode; None: it can."""
    find, _ = load(settings.KAQUAN_REPLAYS)
    found: ReplayObstacle | None = find(entry)
    return found


def replay_in_test(entry: RequestLogEntry, *, ip: str) -> Replay:
    """Send a request of the current, live shop again in its test twin. Nothing of the live shop changes.

    Args:
        entry: without an obstacle.
        ip: of whoever asks for it.

    Raises:
        RecordNotFound: its key is gone.
        TwinNotReady: ask again in a moment.
    """
    _, replay = load(settings.KAQUAN_REPLAYS)
    done: Replay = replay(entry, ip=ip)
    return done
