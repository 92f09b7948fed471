"""The session of the platform console: who works in it, with which powers, and when it is over."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final, NamedTuple

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.http import HttpRequest

from platform_core.identity.enums import FactorMethod, StaffPower
from platform_core.identity.models import User
from platform_core.identity.selectors import list_staff_roles
from platform_core.identity.services.purge_staff_sessions import purge_staff_sessions
from platform_core.identity.session_store import SessionStore
from platform_core.identity.staff_powers import powers_of

IDLE: Final = dt.timedelta(minutes=30)
LONGEST: Final = dt.timedelta(hours=8)
NOTED: Final = dt.timedelta(minutes=1)  # a request is a sign of life; one a minute is written down
KEY: Final = "staff"
BACKEND: Final = "platform_core.identity.backends.EmailBackend"


class StaffMember(NamedTuple):
    """Who works in the console at this moment. ``until``: when they have to log in again, whatever they do."""

    user_id: uuid.UUID
    email: str
    name: str
    roles: tuple[str, ...]
    powers: frozenset[StaffPower]
    second_factor: bool
    until: dt.datetime


def open_staff_session(request: HttpRequest, user: User, method: FactorMethod | None, now: dt.datetime) -> None:
    """Let somebody in whose password was right and, where ``method`` says so, whose second factor was shown."""
    purge_staff_sessions(now=now)
    login(request, user, backend=BACKEND)
    request.session.set_expiry(int(IDLE.total_seconds()))
    moment = now.isoformat()
    request.session[KEY] = {"at": moment, "seen": moment, "method": method.value if method else ""}


def find_staff(request: HttpRequest, now: dt.datetime) -> StaffMember | None:
    """Whose console session this is; None: nobody's, too old, without the second factor that is asked for, or no staff any more.

    Roles are read anew each time: what is taken away is gone with the next request.
    """
    kept = request.session.get(KEY)
    user = request.user
    if not kept or not isinstance(user, User):
        return None
    opened, seen = dt.datetime.fromisoformat(kept["at"]), dt.datetime.fromisoformat(kept["seen"])
    if now - opened >= LONGEST or now - seen >= IDLE:
        request.session.flush()
        return None
    if settings.KAQUAN_REQUIRE_STAFF_FACTOR and not kept["method"]:
        return None
    roles = list_staff_roles(user.id)
    if not roles:
        return None
    if now - seen >= NOTED:
        request.session[KEY] = {**kept, "seen": now.isoformat()}
    proven = bool(kept["method"])
    return StaffMember(user.id, user.email, user.display_name, roles, powers_of(roles), proven, opened + LONGEST)


def was_staff(request: HttpRequest) -> bool:
    """May whoever has no console session be told that there is a log-in: was there one here, or is staff logged in as a person?"""
    if request.COOKIES.get(settings.KAQUAN_STAFF_COOKIE):
        return True
    ordinary = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    try:
        user_id = uuid.UUID(str(ordinary.get(SESSION_KEY)))
    except ValueError:
        return False
    return bool(list_staff_roles(user_id))
