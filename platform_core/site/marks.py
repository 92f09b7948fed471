"""What the session of the platform's host remembers of how somebody logged in."""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from platform_core.identity.enums import FactorMethod
from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.sealing import open_json, seal_json

PENDING, PROVEN, CONFIRMED, FRESH = "second_step", "second_factor", "confirmed_at", "logged_in_at"
PATIENCE = dt.timedelta(minutes=10)  # between password and code, and of a confirmation


def _is_recent(text: Any, now: dt.datetime) -> bool:
    return isinstance(text, str) and now - dt.datetime.fromisoformat(text) < PATIENCE


def begin_second_step(request: HttpRequest, user_id: uuid.UUID, now: dt.datetime) -> None:
    """The password was right; who it is counts for nothing until the second step is taken."""
    request.session.cycle_key()
    request.session[PENDING] = {"user": str(user_id), "at": now.isoformat()}


def find_pending(request: HttpRequest, now: dt.datetime) -> uuid.UUID | None:
    """Whose password was right a moment ago."""
    pending = request.session.get(PENDING)
    return uuid.UUID(pending["user"]) if pending and _is_recent(pending["at"], now) else None


def forget_pending(request: HttpRequest) -> None:
    """The second step is over, or given up."""
    request.session.pop(PENDING, None)


def mark_log_in(request: HttpRequest, now: dt.datetime) -> None:
    """A password was entered now."""
    request.session[FRESH] = now.isoformat()


def is_fresh(request: HttpRequest, now: dt.datetime) -> bool:
    """Was a password entered a moment ago?"""
    return _is_recent(request.session.get(FRESH), now)


def mark_second_factor(request: HttpRequest, method: FactorMethod, now: dt.datetime) -> None:
    """This session was opened, or raised, with a second factor; its key from before is worth nothing."""
    request.session.cycle_key()
    request.session[PROVEN] = {"method": method.value, "at": now.isoformat()}


def has_second_factor(request: HttpRequest) -> bool:
    """Was this session opened with a second factor?"""
    return bool(request.session.get(PROVEN))


def mark_confirmed(request: HttpRequest, now: dt.datetime) -> None:
    """Whoever sits here showed again that it is them."""
    request.session[CONFIRMED] = now.isoformat()


def is_confirmed(request: HttpRequest, now: dt.datetime) -> bool:
    """Did they show it a moment ago?"""
    return _is_recent(request.session.get(CONFIRMED), now)


def keep(request: HttpRequest, key: str, content: Any, now: dt.datetime) -> None:
    """Keep something for a while, sealed: the table of sessions is no place for secrets."""
    about = uuid.uuid5(platform_owner(), key)
    sealed = seal_json(platform_owner(), "session", about, content)
    request.session[key] = {"sealed": base64.b64encode(sealed).decode(), "at": now.isoformat()}


def find_kept(request: HttpRequest, key: str, now: dt.datetime) -> Any:
    """What is kept under ``key``, or None."""
    kept = request.session.get(key)
    if not kept or not _is_recent(kept["at"], now):
        return None
    about = uuid.uuid5(platform_owner(), key)
    return open_json(platform_owner(), "session", about, base64.b64decode(kept["sealed"]))


def take_kept(request: HttpRequest, key: str, now: dt.datetime) -> Any:
    """What is kept under ``key``, which it is no longer; or None."""
    found = find_kept(request, key, now)
    request.session.pop(key, None)
    return found


def next_of(request: HttpRequest, default: str) -> str:
    """Where to go on: an address of this host, or ``default``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    same = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if same else default
