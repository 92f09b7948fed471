"""Reading events in the order in which none is missed (``sql/position.sql``); each caller sees its own only (row security)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max, Q

from platform_core.events.models import Event, Job, OutboxEntry
from platform_core.kernel.ids import moment_of

# One answer looks at no more than so many events: what matches may be rare, and the next answer goes on from there.
MOST_LOOKS = 20_000
# A transaction may stand that far from the time that its events bear.
DISORDER = dt.timedelta(hours=1)

# The columns are those of the index event_order, which alone is read unless times are asked for.
LOOK = """
SELECT position, id, wanted, number FROM (
    SELECT position, id, row_number() OVER place AS number, lead(id) OVER place IS NULL AS last,
           (%(types)s::text[] IS NULL OR type = ANY(%(types)s)) AND (%(about)s::text IS NULL OR object_id = %(about)s)
           {dates} AS wanted
    FROM public.events_event
    WHERE tenant_role = current_user::text AND (position, id) {beyond} (%(position)s, %(id)s)
      AND position {far} AND position < public.event_horizon()
    WINDOW place AS (ORDER BY position {order}, id {order})
    ORDER BY position {order}, id {order} LIMIT %(looks)s
) looked
WHERE wanted OR last OR number = %(looks)s
ORDER BY position {order}, id {order} LIMIT %(limit)s
"""
DATES = """
           AND (%(since)s::timestamptz IS NULL OR created_at >= %(since)s)
           AND (%(before)s::timestamptz IS NULL OR created_at < %(before)s)"""
OLDEST_FIRST = {"beyond": ">", "order": "ASC", "far": "< %(far)s"}
NEWEST_FIRST = {"beyond": "<", "order": "DESC", "far": ">= %(far)s"}
LOOKS = {
    (newest_first, dated): LOOK.format(**(NEWEST_FIRST if newest_first else OLDEST_FIRST), dates=DATES if dated else "")
    for newest_first in (False, True)
    for dated in (False, True)
}
POSITION_AT = "SELECT public.event_position_at(%s)"
NEWS = """
SELECT asked.number - 1
FROM unnest(%s::text[], %s::bigint[], %s::uuid[], %s::text[], %s::text[])
    WITH ORDINALITY AS asked (role, position, id, types, about, number)
WHERE EXISTS (
    SELECT FROM public.events_event e
    WHERE e.tenant_role COLLATE "C" = asked.role AND (e.position, e.id) > (asked.position, asked.id)
      AND e.position < public.event_horizon()
      AND (asked.types IS NULL OR e.type = ANY (string_to_array(asked.types, ' ')))
      AND (asked.about IS NULL OR e.object_id = asked.about)
)
"""


def find_next_sequence(object_id: str) -> int:
    """The number of the next event about an object that keeps no count of its own; in the current tenant.

    It reads all events of the tenant: for what happens once in a while.
    """
    last = Event.objects.filter(object_id=object_id).aggregate(last=Max("sequence"))["last"]
    return (last or 0) + 1


class Place(NamedTuple):
    """Where a reader stands: behind this event, which need not be one that it wanted."""

    position: int
    id: uuid.UUID


START = Place(-1, uuid.UUID(int=0))
END = Place(2**63 - 1, uuid.UUID(int=2**128 - 1))


class Wanted(NamedTuple):
    """Which events: of these types, about this object, from this moment on, before that one; None: all."""

    types: list[str] | None = None
    about: str | None = None
    since: dt.datetime | None = None
    before: dt.datetime | None = None


class Reader(NamedTuple):
    """Somebody who waits: as which role it reads, what it wants and where it stands."""

    role: str
    wanted: Wanted
    place: Place


class Found(NamedTuple):
    """Events, the place behind the last one that was looked at (None: there was none), and whether there is more by now."""

    events: list[Event]
    last: Place | None
    more: bool


def find_event(event_id: uuid.UUID) -> Event | None:
    """One of the caller's events, or None."""
    return Event.objects.filter(pk=event_id).first()


def list_events(
    place: Place,
    wanted: Wanted,
    *,
    limit: int,
    newest_first: bool = False,
    floor: dt.datetime | None = None,
    looks: int = MOST_LOOKS,
) -> Found:
    """Events behind a place, in order. Fewer than ``limit``, even none, may be found although there is more.

    Args:
        newest_first: backwards from the place.
        floor: older ones are left out, by their positions alone.
        looks: at most so many events are looked at.
    """
    oldest = wanted.since - DISORDER if wanted.since else floor
    low = get_place_at(oldest) if oldest else START
    high = get_place_at(wanted.before + DISORDER) if wanted.before else END
    # Where the index is entered; what is beyond the other end is left by comparing positions.
    begin, far = (min(place, high), low.position) if newest_first else (max(place, low), high.position)
    given = {**wanted._asdict(), "position": begin.position, "id": begin.id, "far": far}
    given |= {"looks": looks, "limit": limit + 1}
    dated = wanted.since is not None or wanted.before is not None
    with connection.cursor() as cursor:
        cursor.execute(LOOKS[newest_first, dated], given)
        rows = cursor.fetchall()
    more = sum(row[2] for row in rows) > limit
    if more:
        rows = rows[:limit]  # all of them wanted: what only marks the end stands last
    more = more or bool(rows and rows[-1][3] == looks)
    whole = Event.objects.in_bulk([row[1] for row in rows if row[2]])
    return Found([whole[row[1]] for row in rows if row[2]], Place(*rows[-1][:2]) if rows else None, more)


def get_tail() -> Place:
    """The place behind everything that a follower could have seen by now."""
    found = list_events(END, Wanted(), limit=1, newest_first=True, looks=1)
    return found.last or START


def list_readers_with_news(readers: Sequence[Reader]) -> set[int]:
    """For the platform: which of these readers would find an event behind their places. Times are not looked at.

    Returns:
        Their numbers, from 0.
    """
    asked: list[Any] = [
        [reader.role for reader in readers],
        [reader.place.position for reader in readers],
        [reader.place.id for reader in readers],
        [None if reader.wanted.types is None else " ".join(reader.wanted.types) for reader in readers],
        [reader.wanted.about for reader in readers],
    ]
    with connection.cursor() as cursor:
        cursor.execute(NEWS, asked)
        return {number for (number,) in cursor.fetchall()}


def get_place_at(moment: dt.datetime) -> Place:
    """The place before everything that is not older than a moment, give or take minutes."""
    return Place(_position_at(moment), START.id)


def _position_at(moment: dt.datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(POSITION_AT, [moment])
        return int(cursor.fetchone()[0])


def get_outbox(*, counted: int) -> tuple[int, dt.datetime | None]:
    """For the platform: how many events wait to be fanned out, and when the oldest of them was made.

    Args:
        counted: no more than so many are counted.
    """
    first = OutboxEntry.objects.order_by("event_id").values_list("event_id", flat=True).first()
    return OutboxEntry.objects.all()[:counted].count(), None if first is None else moment_of(first)


class Jobs(NamedTuple):
    """How jobs stand: to be done with nobody at them, since when the oldest of these is (None: none), and given up."""

    due: int
    oldest_due: dt.datetime | None
    failed: int


def get_jobs(*, counted: int, now: dt.datetime) -> Jobs:
    """For the platform.

    Args:
        counted: no more than so many of each are counted.
    """
    open_jobs = Job.objects.filter(done_at=None)
    due = open_jobs.filter(Q(leased_until=None) | Q(leased_until__lt=now), failed_at=None, available_at__lte=now)
    due = due.order_by("available_at")
    failed = open_jobs.filter(failed_at__isnull=False).order_by("failed_at")
    return Jobs(
        due=due[:counted].count(),
        oldest_due=due.values_list("available_at", flat=True).first(),
        failed=failed[:counted].count(),
    )
