from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models import F, Q, QuerySet

from platform_core.identity.selectors import Member, list_members
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import first_id_at, public_id
from tenants.access.models import (
    ApiKey,
    ApiVersionPin,
    Approval,
    AttentionLook,
    AuditEntry,
    RequestLogEntry,
    SavedView,
    ShopSettings,
    StaffRole,
)
from tenants.access.powers import OWN, OWNERS_ALONE, ROLES, Power
from tenants.access.request_numbers import number_digest

# One page of a search looks at so many entries (some 30 ms) and then says where to go on. Only the merchant's own number and
# what was refused have an index: each other one would cost every request 130 bytes of WAL, for a search now and then.
LOOKED_AT = 50_000


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

    @property
    def least_status(self) -> int:
        """No smaller one is asked for: 500, 400 (those have an index) or 0."""
        by_status = 0 if self.status is None else int(str(self.status)[0]) * 100
        return min(max(by_status, 400 if self.problem else 0), 500) if by_status >= 400 or self.problem else 0

    @property
    def sparse(self) -> bool:
        """May it fit few of many entries, without an index that finds them?"""
        return not self.external_id and any((self.status, self.method, self.path, self.key_id, self.problem))


class LogPage(NamedTuple):
    """Entries, in the order in which they were looked through (without their bodies), and the last that was looked at.

    ``last`` is None when there is nothing beyond. A page may hold few entries, or none, though there are more beyond.
    """

    entries: list[RequestLogEntry]
    last: uuid.UUID | None


def find_log_page(
    wanted: LogFilter, *, limit: int, beyond: uuid.UUID | None = None, newest_first: bool = True
) -> LogPage:
    """A page of the current shop's log; it looks at ``LOOKED_AT`` entries at most.

    Args:
        beyond: the entry to go on after.
    """
    order, before, after = ("-id", "lt", "gte") if newest_first else ("id", "gt", "lte")
    reach = _within(wanted)
    if beyond is not None:
        reach = reach.filter(**{f"id__{before}": beyond})
    reach, edge = reach.order_by(order), None
    rows = _matching(reach, wanted).defer("request_body", "response_body")
    if wanted.sparse:
        looks = LOOKED_AT // 5 if wanted.least_status else LOOKED_AT  # refused ones lie far apart on the disk
        edge = next(iter(reach.values_list("id", flat=True)[looks - 1 : looks]), None)
        if edge is not None:
            rows = rows.filter(**{f"id__{after}": edge})
    found = list(rows[: limit + 1])
    return LogPage(found[:limit], found[limit - 1].id if len(found) > limit else edge)


def _within(wanted: LogFilter) -> QuerySet[RequestLogEntry]:
    """Entries of the time that is asked for; an index has their ids in order."""
    rows = RequestLogEntry.objects.all()
    if wanted.since is not None:
        rows = rows.filter(id__gte=first_id_at(wanted.since))
    if wanted.until is not None:
        rows = rows.filter(id__lt=first_id_at(wanted.until))
    return rows.filter(status__gte=wanted.least_status) if wanted.least_status else rows


def _matching(rows: QuerySet[RequestLogEntry], wanted: LogFilter) -> QuerySet[RequestLogEntry]:
    if wanted.external_id:
        rows = rows.filter(external_id__in=[wanted.external_id, number_digest(wanted.external_id)])
    if wanted.status is not None:
        low, high = (
            (wanted.status, wanted.status) if wanted.status > 9 else (wanted.status * 100, wanted.status * 100 + 99)
        )
        rows = rows.filter(status__gte=low, status__lte=high)
    exact = {
        "method": wanted.method,
        "key_id": wanted.key_id,
        "problem": wanted.problem,
        "path__startswith": wanted.path,
    }
    return rows.filter(**{name: value for name, value in exact.items() if value})


def find_api_version_pin() -> ApiVersionPin | None:
    """Which version the merchant's calls are made in; None: it has made none. In the live shop."""
    return ApiVersionPin.objects.first()


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


def list_audit_entries() -> QuerySet[AuditEntry]:
    """What people did in the back office, with what became of it, newest first."""
    return AuditEntry.objects.select_related("outcome").order_by("-at", "-id")


def list_approvals() -> QuerySet[Approval]:
    """Acts that take two people, newest first."""
    return Approval.objects.order_by("-asked_at")


def get_shop_settings() -> ShopSettings:
    """What the merchant decided; as shops come, where nothing was set."""
    return ShopSettings.objects.first() or ShopSettings()


def find_last_look(user_id: uuid.UUID) -> dt.datetime | None:
    """When a person last looked at what finished; None: never."""
    return AttentionLook.objects.filter(pk=user_id).values_list("looked_at", flat=True).first()


def list_saved_views(user_id: uuid.UUID | str, page: str) -> QuerySet[SavedView]:
    """Views of a list that a person may use: their own, and those that are shared."""
    return SavedView.objects.filter(Q(user_id=user_id) | Q(shared=True), page=page).order_by("name", "id")


class StaffMember(NamedTuple):
    """Who somebody is in the current shop at this moment, and what they may do there."""

    role: str
    name: str
    email: str
    powers: frozenset[str]


MEMBER = """
SELECT m.role, m.display_name, m.email, r.powers
FROM public.present_member(%s) m LEFT JOIN access_staffrole r ON m.role = %s || r.id AND r.archived_at IS NULL
"""


def find_staff_member(user_id: uuid.UUID) -> StaffMember | None:
    """Somebody's role and powers as they are now, in one query; None: they do not work here (any more)."""
    with connection.cursor() as cursor:
        cursor.execute(MEMBER, [user_id, OWN])
        row = cursor.fetchone()
    if row is None:
        return None
    role, name, email, own = row
    return StaffMember(role, name, email, ROLES.get(role) or find_own_powers(own or ()))


def find_own_powers(kept: Iterable[str]) -> frozenset[str]:
    """What a role of the shop's own may do: of what is kept, only what there is, and never what an owner alone may."""
    return frozenset(kept) & frozenset(Power.values) - OWNERS_ALONE


def list_staff_roles() -> QuerySet[StaffRole]:
    """The shop's own roles, by age."""
    return StaffRole.objects.filter(archived_at=None).order_by("created_at", "id")


def list_holders(powers: Collection[str]) -> list[Member]:
    """Who works in the current shop in a role that has all of these powers. Three queries, however many there are."""
    own = {f"{OWN}{role.id}": find_own_powers(role.powers) for role in list_staff_roles()}
    wanted = set(powers)
    return [
        member
        for member in list_members()
        if member.is_active and wanted <= (ROLES.get(member.role) or own.get(member.role, frozenset()))
    ]
