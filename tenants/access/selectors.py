from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import first_id_at, public_id
from tenants.access.models import ApiKey, RequestLogEntry
from tenants.access.request_numbers import number_digest


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries of the request log; None or empty: whichever.

    Args:
        status: a status, or the first digit of a class of them.
        path: its beginning.
        since, until: when the request came; the first counts in, the last does not.
    """

    external_id: str = ""
    status: int | None = None
    method: str = ""
    path: str = ""
    key_id: uuid.UUID | None = None
    problem: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def list_request_log(wanted: LogFilter) -> QuerySet[RequestLogEntry]:
    """Entries of the current shop, without order."""
    rows = RequestLogEntry.objects.all()
    if wanted.external_id:
        rows = rows.filter(external_id__in=[wanted.external_id, number_digest(wanted.external_id)])
    if wanted.status is not None:
        low, high = (
            (wanted.status, wanted.status) if wanted.status > 9 else (wanted.status * 100, wanted.status * 100 + 99)
        )
        rows = rows.filter(status__gte=low, status__lte=high)
    if wanted.problem:
        rows = rows.filter(problem=wanted.problem, status__gte=400)  # the index of what was refused
    exact = {"method": wanted.method, "key_id": wanted.key_id, "path__startswith": wanted.path}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    within = Q()
    if wanted.since is not None:
        within &= Q(id__gte=first_id_at(wanted.since))
    if wanted.until is not None:
        within &= Q(id__lt=first_id_at(wanted.until))
    return rows.filter(within)


def list_keys_ending(*, after: dt.datetime, before: dt.datetime) -> QuerySet[ApiKey]:
    """Keys that work and will end between two moments, unless it was told already."""
    ending = ApiKey.objects.filter(expires_at__gt=after, expires_at__lte=before, revoked_at=None)
    return ending.exclude(expiry_told=F("expires_at"))


def find_successor(key_id: uuid.UUID) -> ApiKey | None:
    """The newest key that a key was rolled to, or None."""
    return ApiKey.objects.filter(rolled_from=key_id).order_by("-created_at").first()


def get_request_log_entry(request_id: uuid.UUID) -> RequestLogEntry:
    """One entry of the current shop.

    Raises:
        RecordNotFound: none, or none any more.
    """
    entry = RequestLogEntry.objects.filter(pk=request_id).first()
    if entry is None:
        raise RecordNotFound(id=public_id("req", request_id))
    return entry
