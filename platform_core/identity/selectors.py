from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Collection
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from platform_core.identity.enums import Role
from platform_core.identity.errors import TooManyFactors
from platform_core.identity.models import Invitation, Membership, RecoveryCode, SecondFactor, StaffGrant, User
from platform_core.tenancy.context import current_tenant

MOST_FACTORS = 10


class Member(NamedTuple):
    """Somebody who works in the current shop."""

    user_id: uuid.UUID
    name: str
    email: str
    role: str
    is_active: bool
    second_factor: bool
    since: dt.datetime
    seen_at: dt.datetime | None


class Staff(NamedTuple):
    """Somebody who works for the platform, with their roles at this moment."""

    user_id: uuid.UUID
    name: str
    email: str
    roles: tuple[str, ...]
    second_factor: bool
    last_login: dt.datetime | None


class Invited(NamedTuple):
    """Somebody who was asked to work in the current shop and has not answered."""

    id: uuid.UUID
    email: str
    role: str
    sent_at: dt.datetime
    expires_at: dt.datetime


def get_seat_count(now: dt.datetime) -> int:
    """How many people work in the current shop, or were asked to and may still answer."""
    asked = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    return (
        Membership.objects.filter(tenant_role=current_tenant().role_name).count()
        + asked.filter(tenant_role=current_tenant().role_name).count()
    )


def list_addresses_of(tenant_id: uuid.UUID, roles: Collection[str]) -> list[str]:
    """Where those who work for a merchant in these roles are written to."""
    members = Membership.objects.filter(tenant_id=tenant_id, role__in=roles).order_by("created_at", "id")
    return list(members.values_list("user__email", flat=True))


def list_owner_addresses(tenant_id: uuid.UUID) -> list[str]:
    """Where the owners of a merchant are written to."""
    owners = Membership.objects.filter(tenant_id=tenant_id, role=Role.OWNER).order_by("created_at")
    return list(owners.values_list("user__email", flat=True))


def list_members() -> list[Member]:
    """Who works in the current shop, owners first. Two queries, however many there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.members_with_second_factor()")
        proven = {row[0] for row in cursor.fetchall()}
    fields = ("user_id", "user__display_name", "user__email", "role", "user__is_active", "created_at", "seen_at")
    rows = Membership.objects.order_by("created_at", "id").values_list(*fields)
    members = [
        Member(user, name, email, role, active, user in proven, since, seen)
        for user, name, email, role, active, since, seen in rows
    ]
    return sorted(members, key=lambda member: member.role != Role.OWNER)


def list_invited() -> list[Invited]:
    """Whose answer the current shop waits for, the latest first; also those whose link is too old."""
    rows = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).order_by("-sent_at", "-id")
    return [Invited(*row) for row in rows.values_list("id", "email", "role", "sent_at", "expires_at")]


def list_roles_in_use(now: dt.datetime) -> set[str]:
    """Roles that members of the current shop have, or were invited to by a link that still opens."""
    invited = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    return {*Membership.objects.values_list("role", flat=True), *invited.values_list("role", flat=True)}


def find_invitation(token: str) -> Invitation | None:
    """An invitation by its link, whatever became of it. On the platform."""
    return Invitation.objects.filter(token_hash=hashlib.sha256(token.encode()).digest()).first()


def list_factors(user_id: uuid.UUID) -> list[SecondFactor]:
    """With what somebody completes their log-in, the oldest first."""
    return list(SecondFactor.objects.filter(user_id=user_id).order_by("created_at", "id"))


def get_room_for_factor(user_id: uuid.UUID) -> None:
    """May this user have one more?

    Raises:
        TooManyFactors
    """
    if SecondFactor.objects.filter(user_id=user_id).count() >= MOST_FACTORS:
        raise TooManyFactors


def get_recovery_codes_left(user_id: uuid.UUID) -> int:
    """How many of somebody's recovery codes are unused."""
    return RecoveryCode.objects.filter(user_id=user_id, used_at=None).count()


def list_staff_roles(user_id: uuid.UUID) -> tuple[str, ...]:
    """The roles that somebody has in the platform's staff; none: whoever it is, it is not staff."""
    held = StaffGrant.objects.filter(user_id=user_id, revoked_at=None, user__is_staff=True, user__is_active=True)
    return tuple(held.order_by("role").values_list("role", flat=True))


def list_staff() -> list[Staff]:
    """Who works for the platform. Three queries, however many there are."""
    roles: dict[uuid.UUID, list[str]] = {}
    for user_id, role in StaffGrant.objects.filter(revoked_at=None).order_by("role").values_list("user_id", "role"):
        roles.setdefault(user_id, []).append(role)
    people = User.objects.filter(is_staff=True).order_by("email")
    proven = set(SecondFactor.objects.filter(user__is_staff=True).values_list("user_id", flat=True))
    return [
        Staff(user.id, user.display_name, user.email, tuple(roles.get(user.id, ())), user.id in proven, user.last_login)
        for user in people
    ]


def list_staff_history() -> list[StaffGrant]:
    """Who was given and lost which role of the staff, the latest first."""
    return list(StaffGrant.objects.select_related("user").order_by("-granted_at", "-id")[:200])


def list_seats() -> QuerySet[Membership]:
    """Who has a seat in the current shop, to be counted together with other things."""
    return Membership.objects.all()


def list_asked_seats(now: dt.datetime) -> QuerySet[Invitation]:
    """Seats of the current shop that somebody was asked to take and still may, to be counted together with other things."""
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
