from __future__ import annotations

import datetime as dt

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.merchant_selectors import find_shop_regions
from platform_core.compliance.services.enforce_rules import enforce_rules
from platform_core.tenancy.context import current_tenant

OF_BALANCES = ("PAY-02",)


def check_balances(*, licensed: bool, now: dt.datetime) -> None:
    """Ask the rule about balances of buyers, in memory, before money goes onto one or out of it.

    Args:
        licensed: a contract with a licensed institution is on record for today.

    Raises:
        RuleRefused, ScreeningUnavailable
    """
    facts = {
        "licensed": licensed, "top_up": True, "withdrawal": True, "several_merchants": False, "named": False, "balance": 0,
    }  # fmt: skip
    enforce_rules(
        subject_kind=SubjectKind.WALLET,
        subject_id=current_tenant().schema_name,
        facts=facts,
        now=now,
        regions=find_shop_regions(),
        only=OF_BALANCES,
        plain=True,
    )
