"""Where each rule is asked, for the staff: from the very lists by which the flows ask."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from platform_core.compliance import merchant_rules, supplier_rules, terms_check

USES: Final[tuple[tuple[Promise | str, frozenset[str]], ...]] = (
    (_("商家核验"), frozenset({*merchant_rules.LICENSED_ASKED, *merchant_rules.EVERYBODY_ASKED, "KYB-02.R"})),
    (_("商家审核通过（开店）"), frozenset(merchant_rules.APPROVAL_ASKED)),
    (_("商家核验到期"), frozenset(merchant_rules.LAPSE_ASKED)),
    (_("供应商核验"), frozenset(supplier_rules.ASKED)),
    (_("保存店铺文字"), frozenset(terms_check.ASKED)),
)


def uses_of(rule_id: str) -> list[Promise | str]:
    """The flows that ask a rule by its id; empty: none that the console knows of."""
    return [word for word, asked in USES if rule_id in asked]
