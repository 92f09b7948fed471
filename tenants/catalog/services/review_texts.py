from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Final

from platform_core.compliance.engine import AGAINST
from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.merchant_selectors import find_shop_regions
from platform_core.compliance.services.mark_terms import mark_terms
from platform_core.compliance.services.report_terms import report_terms
from platform_core.compliance.services.screen import screen
from platform_core.compliance.terms_check import ASKED, FACT, plain
from platform_core.kernel.ids import public_id
from tenants.catalog.card_facts import TERMS
from tenants.catalog.enums import CardNature
from tenants.catalog.models import Product
from tenants.catalog.product_words import WORDS

COOLING: Final = ("CARD-07.R",)
OF_TEXTS: Final = (*ASKED, *COOLING)
MOST: Final = 20


def review_texts(*, product_id: uuid.UUID, now: dt.datetime) -> int:
    """Ask the rules on void clauses about what a product says to buyers, and put what does not hold before the platform's staff (CARD-07);
    of an own voucher also whether it can be given back within seven days (CARD-07.R). It was saved and stays on sale: people decide.

    Returns:
        How many findings there are now.

    Raises:
        ScreeningUnavailable: nobody can tell now; the job comes again.
    """
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        return 0
    outside = public_id("prod", product.id)
    rows = [_read(f"{outside}:{name}", text, now) for name in WORDS if plain(text := getattr(product, name))]
    sentences = [clause.sentence for name in WORDS for clause in mark_terms(text=getattr(product, name), now=now)]
    facts = {"product": product.name, "sentences": list(dict.fromkeys(sentences))[:MOST]}
    found = _report(rows, outside, facts, now) if sentences else 0
    if product.nature == CardNature.OWN_VOUCHER:
        days = {**TERMS, **product.card_terms}["cooling_off_days"]
        row = screen(
            subject_kind=SubjectKind.PRODUCT,
            subject_id=outside,
            facts={"prepaid": True, "cooling_off_days": days, "had_same_goods": False},
            now=now,
            regions=find_shop_regions(),
            only=COOLING,
        )
        found += _report([row.outcomes], outside, {"product": product.name, "cooling_off_days": days}, now)
    return found


def _read(subject: str, text: str, now: dt.datetime) -> list[dict[str, Any]]:
    facts = {FACT: plain(text)}
    row = screen(subject_kind=SubjectKind.TERMS, subject_id=subject, facts=facts, now=now, only=ASKED)
    outcomes: list[dict[str, Any]] = row.outcomes
    return outcomes


def _report(rows: list[list[dict[str, Any]]], outside: str, facts: dict[str, Any], now: dt.datetime) -> int:
    against = {each["rule"]: each for row in rows for each in row if each["result"] in AGAINST}
    for name, each in against.items():
        report_terms(
            product_id=outside, rule_id=name, rule_version=each["version"], points=each["points"], facts=facts, now=now
        )
    return len(against)
