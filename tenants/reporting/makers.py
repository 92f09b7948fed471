"""Long sheets are asked for by name: the job that writes the file does not import who knows the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from tenants.reporting.reports.sheet import Sheet


class Made(NamedTuple):
    """A sheet, and how many rows it will have, totals left out."""

    sheet: Sheet
    total: int


def make_sheet(name: str, asked: Mapping[str, Any]) -> Made:
    """The sheet of this name, of what was asked. Raises KeyError where nobody makes it."""
    maker: Callable[[Mapping[str, Any]], Made] = import_string(settings.KAQUAN_LONG_SHEETS[name].replace(":", "."))
    return maker(asked)
