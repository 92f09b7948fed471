"""The guard of the platform console: to everybody but its staff, the pages behind it do not exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.messages import ERROR, get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from platform_core.compliance.enums import ActorKind
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.services.record_staff_act import record_staff_act
from platform_core.compliance.services.record_staff_outcome import record_staff_outcome
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.site.staff_rail import rail_of
from platform_core.site.staff_session import StaffMember, find_staff, was_staff
from platform_core.tenancy import directory
from platform_core.tenancy.client_address import ip_of

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
View = Callable[..., HttpResponse]


def staff_page(
    power: StaffPower, *, post: StaffPower | None = None, acts: Mapping[str, StaffPower] | None = None
) -> Callable[[View], View]:
    """Only for staff with this power, in a session of the console; others are led to its log-in, or find nothing.

    Every request that may change something is written down before it is acted on, and what became of it after.

    Args:
        power: to see the page.
        post: to act on it, where that is another one.
        acts: of those acts (``name`` in the address) that take another one still.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            staff = find_staff(request, now())
            if staff is None:
                return _away(request)
            request.staff = staff  # type: ignore[attr-defined]
            request.rail = rail_of(staff.powers, request.path)  # type: ignore[attr-defined]
            changes = request.method not in SAFE
            wanted = (acts or {}).get(str(kwargs.get("name")), post or power) if changes else power
            page = view if {power, wanted} <= staff.powers else _refused
            response = (_recorded if changes else _plain)(page, request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        guarded.powers = (power, post or power, dict(acts or {}))  # type: ignore[attr-defined]
        return guarded

    return guard


staff_only = staff_page(StaffPower.VIEW, post=StaffPower.DECIDE)


def staff_of(request: HttpRequest) -> StaffMember:
    """Who works in this session; on pages behind the guard."""
    staff: StaffMember = request.staff  # type: ignore[attr-defined]
    return staff


def staff_actor(request: HttpRequest) -> Actor:
    """Who acts, for histories."""
    staff = staff_of(request)
    return Actor(ActorKind.STAFF, str(staff.user_id), staff.email)


def note(request: HttpRequest, **facts: Any) -> None:
    """Add facts to what is written down of this request. Never a code, a contact or a secret."""
    request.__dict__.setdefault("facts", {}).update(facts)


def _away(request: HttpRequest) -> HttpResponse:
    if not was_staff(request):
        raise Http404
    back = request.get_full_path() if request.method == "GET" else "/staff/"
    return redirect("/staff/login?" + urlencode({"next": back}))


def _refused(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    raise Http404


def _plain(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return view(request, *args, **kwargs)


def _recorded(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    match = request.resolver_match
    tenant = directory.find_by_id(kwargs["tenant_id"]) if "tenant_id" in kwargs else None
    staff = staff_of(request)
    number = record_staff_act(
        user_id=staff.user_id,
        email=staff.email,
        act=(match.url_name or "") if match else "",
        target=" ".join(str(value) for value in kwargs.values()),
        tenant_role=tenant.role_name if tenant else "",
        reason=request.POST.get("reason", "").strip(),
        address=ip_of(request),
        now=now(),
    )
    outcome = "failed"
    try:
        response = view(request, *args, **kwargs)
        outcome = _outcome_of(request, response)
    except Http404:
        outcome = "refused"
        raise
    finally:
        record_staff_outcome(act_id=number, outcome=outcome, detail=request.__dict__.get("facts", {}), now=now())
    return response


def _outcome_of(request: HttpRequest, response: HttpResponse) -> str:
    if response.status_code >= 500:
        return "failed"
    # What a view refuses it tells the person: by its status, or on the page that follows.
    told = getattr(get_messages(request), "_queued_messages", [])
    refused = response.status_code >= 400 or any(message.level >= ERROR for message in told)
    return "refused" if refused else "done"
