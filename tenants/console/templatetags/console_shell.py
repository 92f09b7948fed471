"""What the shell of the back office asks for while it is drawn."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.messages.storage.base import Message

from tenants.console.billing_banner import Banner, banner_for
from tenants.console.navigation import Rail, rail_for
from tenants.console.undo import path_of

register = template.Library()


@register.simple_tag(takes_context=True)
def rail(context: dict[str, Any]) -> Rail:
    """The rail for whoever is logged in, on the page they see."""
    request = context["request"]
    return rail_for(request.powers, request.path)


@register.simple_tag(takes_context=True)
def billing_line(context: dict[str, Any]) -> Banner | None:
    """What whoever is logged in should know of the shop's subscription, above the page."""
    return banner_for(context["request"])


@register.filter
def undo_path(message: Message) -> str:
    """Where what this message tells of is undone; empty: it cannot be."""
    return path_of(message)
