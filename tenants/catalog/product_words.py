"""What a product says to buyers, held against the rules on void clauses."""

from __future__ import annotations

import datetime as dt
from typing import Final

from platform_core.compliance.services.mark_terms import mark_terms
from platform_core.compliance.terms_check import Clause
from tenants.catalog.models import Product

WORDS: Final = ("summary", "description", "instructions", "refund_rules")
READ_ANEW: Final = frozenset({*WORDS, "nature", "card_terms"})  # a change of these is looked at


def clauses_of(product: Product, now: dt.datetime) -> list[tuple[str, Clause]]:
    """The sentences that may not hold, each with the field that it stands in.

    Raises:
        ScreeningUnavailable
    """
    return [(name, clause) for name in WORDS for clause in mark_terms(text=getattr(product, name), now=now)]
