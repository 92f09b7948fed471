"""Short ways into the platform console."""

from __future__ import annotations

import itertools

from platform_core.identity.models import StaffGrant, User
from platform_core.identity.services.change_staff_roles import change_staff_roles
from platform_core.identity.services.register_user import register_user
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context
from tests.world import platform

PASSWORD = "staff staff 1"
_numbers = itertools.count(1)


def hire(*roles: str, email: str = "") -> User:
    """One of the staff with these roles; none named: the usual ones."""
    email = email or f"s{next(_numbers)}@p.example"
    with platform_context():
        user = register_user(email=email, password=PASSWORD, display_name="S", now=now(), is_staff=True)
        if roles:
            StaffGrant.objects.filter(user=user).delete()
            for role in roles:
                StaffGrant.objects.create(user=user, role=role, granted_by="test", granted_at=now())
    return user


def enter(user: User, **headers: str):
    """A client that is logged in to the console as this person."""
    client = platform(**headers)
    answer = client.post("/staff/login", {"username": user.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def as_staff(*roles: str, **headers: str):
    """A client of the console, of somebody with these roles."""
    return enter(hire(*roles), **headers)


def dismiss(user: User) -> None:
    """They are staff no longer."""
    with platform_context():
        change_staff_roles(user_id=user.id, roles=[], by="test", now=now())
