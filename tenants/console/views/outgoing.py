"""Messages to buyers: what was sent and what was not, the words of each kind, who carries short messages."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.client_address import ip_of
from tenants.access.powers import Power
from tenants.console.message_words import VARIABLES, reason_words, refusal_words, template_words
from tenants.console.staff import actor, staff_only
from tenants.notifications.accounts import has_outbox
from tenants.notifications.enums import Channel, MessageKind, MessageState, SmsGatewayName
from tenants.notifications.errors import MessageRefused, TemplateInvalid
from tenants.notifications.gateways.registry import sms_gateway_names
from tenants.notifications.models import Message
from tenants.notifications.rendering import preview
from tenants.notifications.selectors import find_template, get_message, get_settings, list_accounts, list_messages
from tenants.notifications.services.look_at_message import look_at_message
from tenants.notifications.services.reset_template import reset_template
from tenants.notifications.services.save_message_settings import save_message_settings
from tenants.notifications.services.save_template import save_template
from tenants.notifications.variables import ALLOWED, check_words
from tenants.notifications.wording import LANGUAGES, Words, default_words, has_words, words_of
from tenants.orders.errors import OrderNotFound
from tenants.orders.services.resend_message import resend_message

AT_ONCE = 100
COLOURS = {MessageState.QUEUED: "amber", MessageState.SENT: "green", MessageState.FAILED: "red"}


@staff_only(Power.MESSAGES_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What was sent to buyers, newest first; contacts masked, texts not shown."""
    asked = {name: request.GET.get(name, "") for name in ("state", "channel")}
    found = list_messages()
    if asked["state"] in MessageState.values:
        found = found.filter(state=asked["state"])
    if asked["channel"] in Channel.values:
        found = found.filter(channel=asked["channel"])
    context = {
        **asked,
        "rows": [_row(message) for message in found[:AT_ONCE]],
        "states": MessageState.choices,
        "channels": Channel.choices,
        "outbox": has_outbox(),
    }
    return render(request, "console/messages.html", context)


def _row(message: Message) -> dict[str, Any]:
    return {
        "message": message,
        "colour": COLOURS[MessageState(message.state)],
        "reason": reason_words(message.reason),
        "again": message.order_id is not None and message.state != MessageState.QUEUED,
    }


@staff_only(Power.MESSAGES_VIEW)
@require_POST
def resend(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Tell the buyer once more, at the contact of the order."""
    message = _found(message_id)
    if message.order_id is None:
        raise Http404
    kind = MessageKind(message.kind)
    try:
        resend_message(order_id=message.order_id, kind=kind, about_id=message.about_id, now=now())
    except OrderNotFound as error:
        raise Http404 from error
    except MessageRefused as error:
        messages.error(request, refusal_words(error))
    else:
        messages.success(request, _("已重新发送。"))
    return redirect("console:messages")


@staff_only(Power.MESSAGES_VIEW)
@require_POST
def look(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """What a message of the demo said; the look is on record before it is shown."""
    message = _found(message_id)
    try:
        opened = look_at_message(message_id=message_id, actor=actor(request), ip=ip_of(request) or None, now=now())
    except MessageRefused as error:
        messages.error(request, refusal_words(error))
        return redirect("console:messages")
    return render(request, "console/message.html", {"message": message, "opened": opened})


def _found(message_id: uuid.UUID) -> Message:
    try:
        return get_message(message_id)
    except RecordNotFound as error:
        raise Http404 from error


@staff_only(Power.MESSAGES_VIEW)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Every message in every language, and whether the merchant has own words for it."""
    rows = [
        {"kind": kind, "label": label, "channel": channel, "channel_label": Channel(channel).label}
        for kind, label in MessageKind.choices
        for channel in Channel.values
        if has_words(kind, channel)
    ]
    accounts = {row.gateway: row for row in list_accounts()}
    carriers = [(name, SmsGatewayName(name).label, accounts.get(name)) for name in sms_gateway_names()]
    context = {"rows": rows, "languages": LANGUAGES, "settings": get_settings(), "carriers": carriers}
    return render(request, "console/message_templates.html", context)


@staff_only(Power.MESSAGES_VIEW)
@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, kind: str, channel: str, language: str) -> HttpResponse:
    """The words of a message: changed, tried out, or put back."""
    if not has_words(kind, channel) or language not in LANGUAGES:
        raise Http404
    verb, problem, shown = request.POST.get("verb", ""), "", None
    words = words_of(kind, channel, language)
    if request.method == "POST" and verb == "reset":
        reset_template(kind=kind, channel=channel, language=language)
        messages.success(request, _("已恢复默认文字。"))
        return redirect(request.path)
    if request.method == "POST":
        words = Words(request.POST.get("subject", ""), request.POST.get("body", "").replace("\r\n", "\n"))
        given = {"kind": kind, "channel": channel, **words._asdict()}
        try:
            if verb == "preview":
                check_words(**given)
                shown = preview(kind, channel, words)
            else:
                save_template(**given, language=language, by=actor(request), now=now())
                messages.success(request, _("已保存。"))
                return redirect(request.path)
        except TemplateInvalid as error:
            problem = template_words(error)
    context = {
        "kind_label": MessageKind(kind).label,
        "channel": channel,
        "channel_label": Channel(channel).label,
        "language": language,
        "words": words,
        "default": default_words(kind, channel, language),
        "changed": find_template(kind, channel, language) is not None,
        "variables": [(name, VARIABLES[name]) for name in ALLOWED[kind]],
        "problem": problem,
        "shown": shown,
    }
    return render(request, "console/message_template.html", context, status=422 if problem else 200)


@staff_only(Power.MESSAGES_EDIT)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Whether mails hold codes, and how many messages a day."""
    cap = request.POST.get("daily_cap", "")
    try:
        save_message_settings(
            codes_in_mail=bool(request.POST.get("codes_in_mail")),
            daily_cap=int(cap) if cap.isascii() and cap.isdigit() else 0,
            by=actor(request),
            now=now(),
        )
    except MessageRefused as error:
        messages.error(request, refusal_words(error))
    else:
        messages.success(request, _("已保存。"))
    return redirect("console:message_templates")
