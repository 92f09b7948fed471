"""Several small questions in one statement: how many rows, or whether there is any."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Func, QuerySet, TextField, Value

from platform_core.compliance.supply_due import SupplyDue, list_supply_due
from tenants.inventory.selectors import list_contracts


def counts_of(**sets: QuerySet[Any]) -> dict[str, int]:
    """How many rows each set has, by the names that they are given."""
    asked = [
        rows.order_by().annotate(which=Value(name)).values("which").annotate(n=Count("pk")).values_list("which", "n")
        for name, rows in sets.items()
    ]
    found: dict[str, int] = dict(asked[0].union(*asked[1:], all=True)) if asked else {}
    return {name: found.get(name, 0) for name in sets}


def names_of_filled(**sets: QuerySet[Any]) -> set[str]:
    """Those of the names whose sets have a row. A set in an order is read along it: by the index that the order has."""
    asked = [rows.annotate(which=Value(name)).values_list("which")[:1] for name, rows in sets.items()]
    return {name for (name,) in asked[0].union(*asked[1:], all=True)} if asked else set()


def clearances_of_suppliers(most: int) -> dict[uuid.UUID, str]:
    """What the platform says of each of the merchant's suppliers: ``registered``, ``cleared`` or ``suspended``."""
    said = Func("supplier_id", function="public.clearance_of", output_field=TextField())
    return dict(list_contracts().order_by("id").annotate(said=said).values_list("supplier_id", "said")[:most])


def dues_of_suppliers(links: Collection[uuid.UUID], now: dt.datetime) -> list[SupplyDue]:
    """Those of these suppliers that are to be verified again soon, or by now, and wait for the shop."""
    due = list_supply_due(list(links)).values()
    return [each for each in due if each.is_asked(now) and (each.is_over(now) or not each.is_confirmed)]
