"""What is wrong with a text for buyers, in the merchant's words: each sentence that cannot stand, with its law."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from platform_core.compliance.errors import ScreeningUnavailable, TermsRefused
from platform_core.compliance.services.check_terms import check_terms
from platform_core.kernel.clock import now
from platform_core.tenancy.context import current_tenant
from tenants.catalog.models import Product
from tenants.catalog.product_words import clauses_of
from tenants.console.product_forms import ProductPageForm

MOST = 5
LONGEST = 80


class Marked(NamedTuple):
    """A sentence that may not hold. ``field``: where it stands; ``label``: what that field is called."""

    field: str
    label: str
    sentence: str
    rule: str
    source: str


def marked_words(product: Product) -> list[Marked]:
    """What a product says to buyers that may be void; empty also where nobody can tell now: it was saved, and the platform looks later."""
    try:
        found = clauses_of(product, now()) if current_tenant().livemode else []
    except ScreeningUnavailable:
        return []
    labels = ProductPageForm.Meta.labels
    return [
        Marked(name, str(labels[name]), clause.sentence[:LONGEST], clause.rule_id, clause.source)
        for name, clause in found
    ]


def void_clauses(field: str, text: str) -> list[str]:
    """Why a text of the shop's front is not taken; empty: it is.

    Args:
        field: its name in the form.
    """
    try:
        check_terms(subject_id=f"front:{field}", text=text, now=now())
    except TermsRefused as refused:
        return [
            _("“%(sentence)s”可能属于无效格式条款（%(source)s，规则 %(rule)s），请删除或改写这一句。")
            % {"sentence": each["sentence"][:LONGEST], "source": each["source"], "rule": each["rule_id"]}
            for each in refused.clauses[:MOST]
        ]
    except ScreeningUnavailable:
        return [_("暂时无法检查这段文字，没有保存。请稍后再试。")]
    return []
