"""Who works in the back office: carried in the shop's own session, refused in any other shop."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from platform_core.tenancy.addresses import platform_url
from platform_core.tenancy.context import current_tenant

# Abnormal orders: seen by all of these, worked by some; money is sent back by others.
AT_WORK, MONEY = frozenset({"cases", "case_work", "fulfil"}), frozenset({"cases", "refunds"})
# Powers do not cross: each role sees its own work. The owner sees everything.
POWERS: dict[str, frozenset[str]] = {
    "owner": frozenset(
        {
            "start",
            "products",
            "suppliers",
            "imports",
            "keys",
            "logs",
            "callbacks",
            "orders",
            "payments",
            "shopfront",
            "messages",
            "message_settings",
        }
    )
    | AT_WORK
    | MONEY,
    "operations": frozenset({"start", "products", "suppliers", "imports", "shopfront"}),
    "support": frozenset({"start", "orders", "messages"}) | AT_WORK,
    "finance": frozenset({"start", "orders"}) | MONEY,
}
KEY = "staff"
View = Callable[..., HttpResponseBase]


def staff_of(request: HttpRequest) -> dict[str, str] | None:
    """The member of staff of this session, if it is one of this very shop."""
    staff: dict[str, str] | None = request.session.get(KEY)
    return staff if staff and staff.get("schema") == current_tenant().schema_name else None


def staff_only(area: str) -> Callable[[View], View]:
    """Only for staff whose role has this area; others are sent to log in, or find nothing."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            staff = staff_of(request)
            if staff is None:
                return redirect(platform_url("/login?next=/shops"))
            if area not in POWERS.get(staff["role"], frozenset()):
                raise Http404
            request.staff = staff  # type: ignore[attr-defined]
            request.powers = POWERS[staff["role"]]  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return guarded

    return guard


def actor(request: HttpRequest) -> str:
    """Who acts, for records."""
    email: str = request.staff["email"]  # type: ignore[attr-defined]
    return email
