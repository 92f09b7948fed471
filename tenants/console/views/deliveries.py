"""The page of one delivery: what was sent, how each attempt went, and how to send it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import now, on_the_wall
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id, public_id
from tenants.access.powers import Power
from tenants.console.curl import as_signed_curl, pretty
from tenants.console.delivery_words import COLOURS, result_of, waits_for
from tenants.console.endpoint_words import place_of
from tenants.console.event_words import NOUNS, TYPES
from tenants.console.staff import staff_only
from tenants.console.views.modes import mode_of, place
from tenants.console.views.webhooks import address, ways_of
from webhooks.enums import DeliveryStatus
from webhooks.errors import DeliveryUnderWay, EndpointNotActive
from webhooks.previewing import find_receiver, preview_delivery, render_body
from webhooks.selectors import get_delivery, list_attempts
from webhooks.services.resend_delivery import resend_delivery


@contextmanager
def _opened(request: HttpRequest, delivery_id: str) -> Iterator[Any]:
    """In the shop, or its test twin, with one of its deliveries; 404 without."""
    try:
        with place(mode_of(request)) as exists:
            if not exists:
                raise Http404
            yield get_delivery(parse_public_id("dlv", delivery_id))
    except RecordNotFound as error:
        raise Http404 from error


@staff_only(Power.WEBHOOKS_EDIT)
@require_safe
def detail(request: HttpRequest, delivery_id: str) -> HttpResponse:
    """What was sent, and what came back."""
    with _opened(request, delivery_id) as delivery:
        context = _context(delivery, mode_of(request))
        if "curl" in request.GET:
            context["curl"] = _curl(delivery)
    template = "console/delivery_state.html" if request.headers.get("HX-Request") else "console/delivery.html"
    return render(request, template, context)


@staff_only(Power.WEBHOOKS_EDIT)
@require_safe
def curl(request: HttpRequest, delivery_id: str) -> HttpResponse:
    """The delivery as a command, signed for now; a part of the page."""
    with _opened(request, delivery_id) as delivery:
        context = {**ways_of(mode_of(request)), "id": public_id("dlv", delivery.id), "curl": _curl(delivery)}
    return render(request, "console/delivery_curl.html", context)


@staff_only(Power.WEBHOOKS_EDIT)
@require_POST
def resend(request: HttpRequest, delivery_id: str) -> HttpResponse:
    """Send it once more, at once."""
    mode = mode_of(request)
    with _opened(request, delivery_id) as delivery:
        try:
            resend_delivery(delivery_id=delivery.id, now=now())
        except EndpointNotActive:
            messages.error(request, _("端点没有启用，请先启用或恢复再发送。"))
        except DeliveryUnderWay:
            messages.error(request, _("正在发送，请稍候再看结果。"))
        else:
            messages.success(request, _("已重新排队，马上发送。"))
        return redirect(address(mode, "deliveries", public_id("dlv", delivery.id)))


def _curl(delivery: Any) -> str:
    preview = preview_delivery(delivery=delivery, now=now())
    return as_signed_curl(preview) if preview is not None else ""


def _context(delivery: Any, mode: str) -> dict[str, Any]:
    receiver, wall = find_receiver(delivery=delivery), on_the_wall(now())
    gone = receiver is not None and receiver.deleted_at is not None
    body = render_body(delivery=delivery)
    attempts = [{"attempt": each, "result": result_of(each)} for each in list_attempts(delivery.id)]
    to_endpoint = delivery.endpoint_id is not None and not gone
    back = address(mode, public_id("we", delivery.endpoint_id)) if to_endpoint else address(mode)
    noun = delivery.event_type.partition(".")[0]
    return {
        **ways_of(mode),
        "delivery": delivery,
        "id": public_id("dlv", delivery.id),
        "event": public_id("evt", delivery.event_id),
        "means": [NOUNS.get(noun, noun), TYPES.get(delivery.event_type, "")],
        "place": place_of(receiver.url if receiver is not None else delivery.url),
        "colour": COLOURS.get(delivery.status, ""),
        "attempts": attempts,
        "body": pretty(body.decode()) if body is not None else "",
        "bytes": len(body or b""),
        "gone": gone,
        "going_on": delivery.status in {DeliveryStatus.PENDING, DeliveryStatus.DELIVERING},
        "waits": waits_for(delivery, receiver, wall),
        "back": back if delivery.endpoint_id is not None else address(mode, "orders"),
    }
