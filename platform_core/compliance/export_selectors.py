from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import orjson
from django.db import connection
from django.db.models import Count, Max, QuerySet

from platform_core.compliance.export_enums import ExportScope, ExportState
from platform_core.compliance.models import AuthorityExport, ExportedPerson, ExportLetter, ExportRead, LetterLook
from platform_core.tenancy.models import Tenant

CHINA: Final = ZoneInfo("Asia/Shanghai")
WARN_AT: Final = 80_000  # persons of a year; from 100,000 on stricter rules hold (PI-03) [to confirm]
PIECE: Final = "FETCH 2000 FROM export_rows"  # of the cursor that open_export_rows() opens
GONE: Final = (ExportState.REFUSED, ExportState.FAILED, ExportState.EXPIRED)


class Quarter(NamedTuple):
    """A quarter by the calendar of China, until when it is reported, and the export that does so, if any.

    ``needed``: there was a shop in it.
    """

    name: str
    since: dt.datetime
    until: dt.datetime
    due_at: dt.datetime
    export: AuthorityExport | None
    needed: bool


def list_exports(*, closed: bool) -> QuerySet[AuthorityExport]:
    """Exports that are open, the most urgent first, or closed: handed over or refused, the newest first."""
    rows = AuthorityExport.objects.all()
    if closed:
        return (rows.exclude(filed_at=None) | rows.filter(state=ExportState.REFUSED)).order_by("-asked_at", "id")
    return rows.filter(filed_at=None).exclude(state=ExportState.REFUSED).order_by("due_at", "id")


def list_quarters(now: dt.datetime) -> list[Quarter]:
    """The last four that are over, the latest first."""
    day = now.astimezone(CHINA).date()
    year, number = day.year, (day.month - 1) // 3  # the quarter that runs, from 0
    made: dict[dt.datetime, AuthorityExport] = {}
    for row in AuthorityExport.objects.filter(scope=ExportScope.TAX).order_by("asked_at"):
        if row.state not in GONE or row.filed_at or row.since not in made:
            made[row.since] = row
    first = Tenant.objects.filter(livemode=True).order_by("created_at").values_list("created_at", flat=True).first()
    found = []
    for _each in range(4):
        year, number = (year, number - 1) if number else (year - 1, 3)
        since, until = _begin(year, number), _begin(year, number + 1)
        due = _month_after(until)
        found.append(
            Quarter(f"{year} Q{number + 1}", since, until, due, made.get(since), first is not None and first < until)
        )
    return found


def _begin(year: int, number: int) -> dt.datetime:
    return dt.datetime(year + (number > 3), number % 4 * 3 + 1, 1, tzinfo=CHINA)


def _month_after(moment: dt.datetime) -> dt.datetime:
    """The end of the month that begins at ``moment``."""
    return moment.replace(month=moment.month + 1) - dt.timedelta(minutes=1)


def find_persons(year: int) -> tuple[int, list[tuple[str, int]]]:
    """How many buyers were named to authorities in a year: of the platform, and of the shops with the most."""
    rows = ExportedPerson.objects.filter(year=year).values("tenant_role").annotate(many=Count("id")).order_by("-many")
    shops = [(str(row["tenant_role"]), int(row["many"])) for row in rows]
    return sum(many for _role, many in shops), shops[:20]


def find_letter(export_id: uuid.UUID) -> ExportLetter | None:
    """The letter that a request was made by; the last one that came, where earlier ones were refused."""
    return ExportLetter.objects.filter(export_id=export_id).order_by("-uploaded_at", "-id").first()


def find_pages_seen(letter: ExportLetter, who: str) -> int:
    """How many pages of it this person of the staff has opened."""
    return LetterLook.objects.filter(letter=letter, who=who).values("page").distinct().count()


def list_letter_looks(export_id: uuid.UUID) -> QuerySet[LetterLook]:
    """Who opened which page of the letters of a request, in the order of time."""
    return LetterLook.objects.filter(letter__export_id=export_id).order_by("at", "id")


def list_shop_rows(export: AuthorityExport, section: str) -> Iterator[dict[str, Any]]:
    """Rows of a section of the shop, fetched piece by piece inside a transaction; its audit log has it before they are read.

    Refused by the database unless approved.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.open_export_rows(%s, %s, %s)", [export.id, export.tenant_role, section])
        cursor.execute(PIECE)
        while rows := cursor.fetchall():
            yield from (orjson.loads(row[0]) if isinstance(row[0], str) else row[0] for row in rows)
            cursor.execute(PIECE)
        cursor.execute("CLOSE export_rows")


def find_platform_read(export: AuthorityExport, section: str) -> int:
    """Shops whose data a section of the platform's own tables holds; each one's audit log has it when this returns.

    Refused by the database unless approved.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.begin_platform_read(%s, %s)", [export.id, section])
        return int(cursor.fetchone()[0])


def list_told(export_id: uuid.UUID) -> list[tuple[str, dt.datetime | None]]:
    """Roles of the shops whose data was read for an export, each with since when its own log says so; None: not yet."""
    reads = ExportRead.objects.filter(export_id=export_id).order_by("tenant_role")
    return list(reads.values_list("tenant_role").annotate(at=Max("told_at")))


def list_shop_totals(export: AuthorityExport, tenant_role: str) -> list[tuple[str, int, int, int]]:
    """Currency, gross, discounts and refunds of a shop in the report's quarter; minor units. Refused unless approved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.export_totals(%s, %s)", [export.id, tenant_role])
        return list(cursor.fetchall())
