"""What a shop shows, and tells its merchant, of its qualification: read by functions, for the calling shop alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import orjson
from django.db import connection


def find_shown_merchant() -> dict[str, Any]:
    """What was verified of whoever runs the current shop, as its buyers may read it; empty: nothing was verified."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.shown_merchant()::text")
        found = (cursor.fetchone() or (None,))[0]
    return orjson.loads(found) if found else {}


def list_opening_rules(on: dt.date) -> dict[str, dict[str, Any]]:
    """The words of the rules in force that a merchant is told of before its shop opens, by id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rule::text FROM public.opening_rules(%s) AS rule", [on])
        rules = [orjson.loads(row[0]) for row in cursor.fetchall()]
    return {rule["id"]: rule for rule in rules}
