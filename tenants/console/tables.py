"""Columns that lists of the back office share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column

KEY = {"td": {"class": "key"}}  # what a thing is known by, read whole
WHO = {"td": {"class": "who"}}
WHEN = {"td": {"class": "when"}}
NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}}


class PickColumn(Column):
    """A box before each row, and one in the head for all of them; the rows' ids are posted as ``pick``."""

    def __init__(self) -> None:
        super().__init__(
            accessor="pk",
            orderable=False,
            attrs={"th": {"class": "pick"}, "td": {"class": "pick"}},
        )

    @property
    def header(self) -> SafeString:
        """The box for all of them, named in the language of the page."""
        return format_html('<input type="checkbox" aria-label="{}">', _("全选"))

    def render(self, value: Any) -> SafeString:
        """The box of one row."""
        return format_html('<input type="checkbox" name="pick" value="{}" aria-label="{}">', value, _("选择"))


class MomentColumn(Column):
    """When, in the shop's time, to the minute."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"attrs": WHEN, **settings})

    def render(self, value: dt.datetime) -> str:
        """As rows of digits, which sort as they read."""
        return f"{localtime(value):%Y-%m-%d %H:%M}"
