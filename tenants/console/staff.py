"""Who works in the back office: carried in the shop's own session, refused in any other shop; all they do is written down."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.messages import ERROR, get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from platform_core.kernel.clock import now
from platform_core.tenancy.addresses import platform_url
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.context import current_tenant
from tenants.access.enums import Outcome
from tenants.access.powers import Power, needs_second_factor
from tenants.access.selectors import find_staff_member
from tenants.access.services.record_act import Person, record_act
from tenants.access.services.record_outcome import record_outcome
from tenants.console.paused import check_act
from tenants.console.plan_words import REFUSALS, answer_refusal

KEY = "staff"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
View = Callable[..., HttpResponseBase]


def staff_of(request: HttpRequest) -> dict[str, Any] | None:
    """The member of staff of this session, if it is one of this very shop, as they are at this moment: one query.

    Whoever was removed or switched off is nobody from their next request on, and another role holds from then on.

    Returns:
        ``user_id``, ``name``, ``email``, ``role``, ``powers``; ``second_factor``: was the log-in completed with one?
    """
    kept: dict[str, Any] | None = request.session.get(KEY)
    if not kept or kept.get("schema") != current_tenant().schema_name:
        return None
    member = find_staff_member(uuid.UUID(kept["user_id"]))
    if member is None:
        del request.session[KEY]
        return None
    return {**kept, **member._asdict(), "second_factor": bool(kept.get("second_factor"))}


def lacks_second_factor(staff: dict[str, Any]) -> bool:
    """Must they log in with a second factor before they act in their role?"""
    if staff["second_factor"] or not settings.KAQUAN_REQUIRE_SECOND_FACTOR:
        return False
    return needs_second_factor(staff["role"], staff["powers"])


def staff_only(power: Power, *, post: Power | None = None, changes: bool = True) -> Callable[[View], View]:
    """Only for staff whose role has this power; others are sent to log in, or find nothing.

    Every request that may change something is in the audit log before it is acted on, and what became of it after.

    Args:
        power: to see the page.
        post: to act on it, where that is another one.
        changes: False where a POST only computes something (a preview).
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            staff = staff_of(request)
            if staff is None:
                return _away(request, "/login?next=/shops")
            if lacks_second_factor(staff):
                return _away(request, "/login/factor?next=/shops")
            held, acts = staff["powers"], request.method not in SAFE
            allowed = power in held and (post is None or not acts or post in held)
            request.staff = staff  # type: ignore[attr-defined]
            request.powers = held  # type: ignore[attr-defined]
            in_panel = request.headers.get("HX-Target") == "panel-body"
            request.shell = "console/panel.html" if in_panel else "console/base.html"  # type: ignore[attr-defined]
            if acts and changes:
                response = _recorded(_within_plan(view) if allowed else _refused, request, *args, **kwargs)
            else:
                response = (view if allowed else _refused)(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        guarded.powers = (power, post or power)  # type: ignore[attr-defined]
        return guarded

    return guard


def _away(request: HttpRequest, path: str) -> HttpResponseBase:
    """To the platform's host; a part of a page that is asked for by htmx takes the whole page along."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": platform_url(path)})
    return redirect(platform_url(path))


def actor(request: HttpRequest) -> str:
    """Who acts, for records."""
    email: str = request.staff["email"]  # type: ignore[attr-defined]
    return email


def person(request: HttpRequest) -> Person:
    """Who acts, with id and role."""
    staff: dict[str, Any] = request.staff  # type: ignore[attr-defined]
    return Person(uuid.UUID(staff["user_id"]), staff["email"], staff["role"])


def note(request: HttpRequest, **facts: Any) -> None:
    """Add facts to what the audit log says about this request: what changed, how many. Never a code, a contact, a secret."""
    request.__dict__.setdefault("facts", {}).update(facts)


def _within_plan(view: View) -> View:
    """The view, unless the subscription has to be paid first; what the plan does not allow is said in one way everywhere."""

    def act(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        match = request.resolver_match
        try:
            if match is not None:
                check_act(match.url_name or "")
            return view(request, *args, **kwargs)
        except REFUSALS as error:
            return answer_refusal(request, error)

    return act


def _refused(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    raise Http404


def _recorded(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    match = request.resolver_match
    entry = record_act(
        person=person(request),
        act=(match.url_name or "") if match else "",
        target=" ".join(str(value) for value in kwargs.values()),
        reason=request.POST.get("reason", "").strip(),
        address=ip_of(request),
        now=now(),
    )
    outcome = Outcome.FAILED
    try:
        response = view(request, *args, **kwargs)
        outcome = _outcome_of(request, response)
    except Http404:
        outcome = Outcome.REFUSED
        raise
    finally:
        record_outcome(entry_id=entry, outcome=outcome, detail=request.__dict__.get("facts", {}), now=now())
    return response


def _outcome_of(request: HttpRequest, response: HttpResponseBase) -> Outcome:
    if response.status_code >= 500:
        return Outcome.FAILED
    # What a view refuses it tells the person: by its status, or on the page that follows.
    told = getattr(get_messages(request), "_queued_messages", [])
    refused = response.status_code >= 400 or any(message.level >= ERROR for message in told)
    return Outcome.REFUSED if refused else Outcome.DONE
