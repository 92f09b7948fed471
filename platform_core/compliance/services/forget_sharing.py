from __future__ import annotations

import datetime as dt

from django.db import connection

from platform_core.compliance.models import AuthorityExport
from platform_core.compliance.retention_selectors import list_ended_sharing

MOST, SLICE, SLICES = 500, 2_000, 50


def forget_sharing(*, now: dt.datetime) -> int:
    """Erase from records of sharing whom they were about and who came for it, three years after; and prints of persons of such years.

    That an authority was given something, when, on what grounds, how much and with which receipt stays. On the platform; the database
    refuses what is early.

    Returns:
        How many records and prints.
    """
    ids = list(list_ended_sharing(now).values_list("pk", flat=True)[:MOST])
    done = AuthorityExport.objects.filter(pk__in=ids).update(
        officer="", officer_contact="", asks_for="", ref="", shown_ref="", answer="", sealed=None, forgotten_at=now
    )
    for _ in range(SLICES):
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.purge_exported_persons(%s)", [SLICE])
            gone = int(cursor.fetchone()[0])
        done += gone
        if gone < SLICE:
            break
    return done
