from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.merchant_selectors import find_shop_regions
from platform_core.compliance.services.enforce_rules import enforce_rules
from tenants.catalog.card_facts import Purchaser, SaleLine, cases_of


def screen_sale(*, lines: Sequence[SaleLine], buyer: Purchaser, subject_id: str, now: dt.datetime) -> None:
    """Ask the rules about cards and games before a sale of them, and keep what they said. Of codes for goods nothing is asked.

    Args:
        subject_id: of the order or issuance, as it is known outside.

    Raises:
        RuleRefused, ScreeningUnavailable: it is not sold.
    """
    for case in cases_of(lines, buyer):
        enforce_rules(
            subject_kind=SubjectKind.ORDER,
            subject_id=subject_id,
            facts=case.facts,
            now=now,
            regions=find_shop_regions(),
            only=case.only,
        )
