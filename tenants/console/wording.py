"""Small things that lists and forms of the back office are written with."""

from __future__ import annotations

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def badge(text: str, tone: str = "") -> SafeString:
    """A word about a state. ``tone``: empty waits, blue works, green is done, amber needs somebody, red failed."""
    return format_html('<span class="badge {}">{}</span>', tone, text)
