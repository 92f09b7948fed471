"""The checks that every supplier passes through before people look at it. Each returns what it came upon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.db.models import Q

from platform_core.compliance.checking import Reason
from platform_core.compliance.enums import Level, SupplierState
from platform_core.compliance.models import Supplier, SupplyLink

Check = Callable[[Supplier, SupplyLink, dt.datetime], list[Reason]]
COMPARED = ("name", "legal_representative", "entity_type", "registry", "founded_on")


def check_listed_identity(supplier: Supplier, link: SupplyLink, now: dt.datetime) -> list[Reason]:
    """X2: a number of it is that of a supplier that is blacklisted."""
    prints = {"person_print": link.person_print, "bank_print": link.bank_print, "phone_print": link.phone_print}
    same = Q()
    for name, value in prints.items():
        if value is not None:
            same |= Q(**{name: value})
    if not same:
        return []
    listed = Supplier.objects.filter(same, state=SupplierState.BLACKLISTED).exclude(pk=supplier.pk)
    return [
        Reason(
            "X2",
            Level.REVIEW,
            60,
            {
                "listed": str(other.id),
                "same": [name for name, value in prints.items() if value == getattr(other, name)],
            },
        )
        for other in listed
    ]


def check_told_alike(supplier: Supplier, link: SupplyLink, now: dt.datetime) -> list[Reason]:
    """KYB-02: what a further merchant typed of a known entity is not what was reviewed."""
    differing = [name for name in COMPARED if getattr(link, name) and getattr(link, name) != getattr(supplier, name)]
    return [Reason("KYB-02", Level.REVIEW, 15, {"differing": differing})] if differing else []


CHECKS: Final[tuple[Check, ...]] = (check_listed_identity, check_told_alike)
