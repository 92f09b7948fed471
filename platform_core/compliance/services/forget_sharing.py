from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest

from platform_core.compliance.export_enums import ExportState
from platform_core.compliance.models import AuthorityExport
from platform_core.compliance.retention import Kept, Profile, cutoff

OVER: Final = (ExportState.REFUSED, ExportState.FAILED, ExportState.EXPIRED)
MOST, SLICE, SLICES = 500, 2_000, 50


def forget_sharing(*, now: dt.datetime) -> int:
    """Erase from records of sharing whom they were about and who came for it, three years after; and prints of persons of such years.

    That an authority was given something, when, on what grounds, how much and with which receipt stays. On the platform; the database
    refuses what is early.

    Returns:
        How many records and prints.
    """
    until = cutoff(Kept.CONSENTS, Profile.STANDARD, now)
    ended = Greatest("decided_at", Coalesce("expires_at", "decided_at"), Coalesce("filed_at", "decided_at"))
    due = AuthorityExport.objects.annotate(ended=ended).filter(Q(forgotten_at=None), state__in=OVER, ended__lte=until)
    ids = list(due.order_by("asked_at").values_list("pk", flat=True)[:MOST])
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
