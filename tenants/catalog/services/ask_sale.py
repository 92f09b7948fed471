from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.merchant_selectors import find_shop_regions
from platform_core.compliance.services.ask_rules import Asked, ask_rules
from tenants.catalog.card_facts import Purchaser, SaleLine, cases_of


def ask_sale(*, lines: Sequence[SaleLine], buyer: Purchaser, now: dt.datetime) -> list[Asked]:
    """What the rules would say to a sale that is not made yet; nothing is kept. Of codes for goods nothing is asked.

    Raises:
        ScreeningUnavailable
    """
    cases = cases_of(lines, buyer)
    if not cases:
        return []
    regions = find_shop_regions()
    return [
        ask_rules(subject_kind=SubjectKind.ORDER, facts=case.facts, now=now, regions=regions, only=case.only)
        for case in cases
    ]
