from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from typing import BinaryIO, Final

from django.db import transaction

from platform_core.compliance.errors import WatchListRefused
from platform_core.compliance.identity_prints import normalise, print_of
from platform_core.compliance.locks import lock_watch_lists
from platform_core.compliance.models import WatchEdition, WatchEntry, WatchList
from platform_core.compliance.watch_enums import WatchFormat
from platform_core.compliance.watching.formats import read_entries
from platform_core.compliance.watching.listed import Listed
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName

AT_ONCE: Final = 2_000  # rows
AT_A_TIME: Final = 1 << 20  # bytes
SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,31}")
SHORTEST_NUMBER: Final = 6  # signs; a shorter one is anybody's
MOST_GONE: Final = 2  # one in so many: a list that loses more in a day was cut off on its way


def load_watch_list(
    *,
    slug: str,
    title: str,
    source: BinaryIO,
    form: WatchFormat,
    as_of: dt.date,
    by: str,
    now: dt.datetime,
    force: bool = False,
) -> WatchEdition:
    """Take over a list as its authority has it today: all of it or nothing. In the platform's context.

    Loading the same file again confirms that it has not changed, which the rule asks for every day. Whoever is in the files of suppliers
    and merchants is held against what was added as soon as this commits.

    Args:
        slug: short name of the list, a-z, 0-9, "-".
        source: the file, at its beginning.
        title: as people call it; empty: as before.
        as_of: the day that the authority wrote on it.
        by: who answers for it.
        force: take it although most entries of the last one are gone, or its day is earlier.

    Raises:
        WatchListRefused
    """
    digest, told = _read(slug, source, form)
    with transaction.atomic():
        lock_watch_lists()
        row = WatchList.objects.filter(pk=slug).first()
        kept = dict(WatchEntry.objects.filter(watch_list_id=slug, until=None).values_list("ref", "body_hash"))
        fresh = [entry for ref, entry in told.items() if kept.get(ref) != entry.body_hash]
        gone = [ref for ref, body in kept.items() if ref not in told or told[ref].body_hash != body]
        if not force:
            _refuse_if_cut_off(row, kept, told, as_of)
        row = row or WatchList(slug=slug, title=slug, changed_in=0, changed_at=now)
        row.title, row.as_of, row.entries = title or row.title, as_of, len(told)
        row.confirmed_at, row.confirmed_by = now, by
        row.save()
        edition = WatchEdition.objects.create(
            watch_list=row, as_of=as_of, format=form, digest=digest, entries=len(told),
            added=len(fresh), removed=len(gone), loaded_at=now, loaded_by=by,
        )  # fmt: skip
        if gone or fresh:
            _replace(edition, gone, fresh)
            row.changed_in, row.changed_at = edition.pk, now
            row.save(update_fields=["changed_in", "changed_at"])
            enqueue_job(JobName.SCREEN_WATCHED, key=f"edition:{edition.pk}", payload={}, now=now)
    return edition


def _read(slug: str, source: BinaryIO, form: WatchFormat) -> tuple[str, dict[str, Listed]]:
    if not SLUG.fullmatch(slug):
        raise WatchListRefused(reason="slug")
    digest = _digest(source)
    source.seek(0)
    with closing(read_entries(source, form)) as entries:
        return digest, _by_ref(entries)


def _digest(source: BinaryIO) -> str:
    hashed = hashlib.sha256()
    while part := source.read(AT_A_TIME):
        hashed.update(part)
    return hashed.hexdigest()


def _by_ref(entries: Iterable[Listed]) -> dict[str, Listed]:
    found: dict[str, Listed] = {}
    for entry in entries:
        if entry.ref in found:
            raise WatchListRefused(reason="number_twice", ref=entry.ref)
        found[entry.ref] = _printed(entry)
    if not found:
        raise WatchListRefused(reason="empty")
    return found


def _printed(entry: Listed) -> Listed:
    """Numbers of papers as prints: that a list is public is no reason to keep them."""
    long = [number for number in entry.numbers if len(normalise("person", number)) >= SHORTEST_NUMBER]
    prints = {print_.hex() for number in long if (print_ := print_of("person", number)) is not None}
    return entry._replace(numbers=tuple(sorted(prints)))


def _refuse_if_cut_off(row: WatchList | None, kept: dict[str, str], told: dict[str, Listed], as_of: dt.date) -> None:
    if row is not None and as_of < row.as_of:
        raise WatchListRefused(reason="older", loaded=row.as_of, given=as_of)
    left = sum(ref in told for ref in kept)
    if kept and left * MOST_GONE < len(kept):
        raise WatchListRefused(reason="most_entries_gone", before=len(kept), left=left)


def _replace(edition: WatchEdition, gone: list[str], fresh: list[Listed]) -> None:
    WatchEntry.objects.filter(watch_list_id=edition.watch_list_id, until=None, ref__in=gone).update(until=edition.pk)
    rows = (
        WatchEntry(
            watch_list_id=edition.watch_list_id, ref=entry.ref, kind=entry.kind, names=list(entry.names), numbers=list(entry.numbers),
            births=list(entry.births), told=entry.told, body_hash=entry.body_hash, since=edition.pk,
        )
        for entry in fresh
    )  # fmt: skip
    while batch := list(islice(rows, AT_ONCE)):
        WatchEntry.objects.bulk_create(batch)
