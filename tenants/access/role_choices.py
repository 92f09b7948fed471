"""Roles by the key that a membership has: which there are, and what they are called."""

from __future__ import annotations

import uuid

from django.utils.translation import override

from platform_core.identity.enums import Role
from platform_core.identity.errors import RoleInvalid
from platform_core.kernel.errors import RecordNotFound
from tenants.access.locks import get_staff_role_locked
from tenants.access.models import StaffRole
from tenants.access.powers import OWN


def _own_id(role: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(role.removeprefix(OWN)) if role.startswith(OWN) else None
    except ValueError:
        return None


def hold_role(role: str) -> None:
    """Is there such a role? One of the shop's own is held until the transaction ends, so that it is not put away meanwhile.

    Raises:
        RoleInvalid
    """
    if role in Role.values:
        return
    own = _own_id(role)
    if own is None:
        raise RoleInvalid
    try:
        get_staff_role_locked(own)
    except RecordNotFound as error:
        raise RoleInvalid from error


def role_name(role: str, language: str) -> str:
    """What a role is called in a language; also one that was put away. Empty: there was none."""
    if role in Role.values:
        with override(language):
            return str(Role(role).label)
    own_id = _own_id(role)
    own = StaffRole.objects.filter(pk=own_id).first() if own_id else None
    return own.name_in(language) if own else ""
