from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.merchant_selectors import find_shop_country, find_shop_regions
from platform_core.compliance.services.enforce_rules import enforce_rules
from platform_core.kernel.ids import public_id
from tenants.catalog.card_facts import OF_METHOD, method_facts
from tenants.payments.accounts import SPLIT_LIMITS
from tenants.payments.eligibility import list_countries, rule_method

OF_COUNTRY, OF_SHARE = ("PAY-03",), ("PAY-04",)
ALL: Final = 10_000


class Intended(NamedTuple):
    """How an order is to be paid: ``card_worth``: what of it is prepaid cards, ``organisation``: for one. Money in minor units.

    ``commission``: the platform's share in hundredths of a percent; ``settings``: of the shop's account at the gateway.
    """

    order_id: uuid.UUID
    gateway: str
    method: str
    currency: str
    card_worth: int
    organisation: bool
    commission: int
    settings: Mapping[str, Any]


def check_payment(*, intended: Intended, now: dt.datetime) -> None:
    """Ask the rules about a way to pay before money is asked for in it, in memory: most payments cost no statement.

    Raises:
        RuleRefused, ScreeningUnavailable
    """
    if intended.card_worth:
        facts = method_facts(
            intended.card_worth,
            intended.currency,
            rule_method(intended.method),
            organisation=intended.organisation,
        )
        _enforce(intended, OF_METHOD, facts, now, plain=False)
    country, served = find_shop_country(), list_countries(intended.method)
    if country and served is not None:
        facts = {"country": country, "method_countries": served, "recurring": False, "method_allows_recurring": False}
        _enforce(intended, OF_COUNTRY, facts, now, plain=True)
    if intended.commission:
        _enforce(intended, OF_SHARE, _share(intended), now, plain=True)


def _share(intended: Intended) -> dict[str, Any]:
    told = intended.settings.get("max_split") or ""
    if told:
        return {"commission": intended.commission, "cap_agreed": True, "agreed_cap": int(told) * 100}
    if intended.gateway in SPLIT_LIMITS:
        return {"commission": intended.commission, "cap_agreed": False}
    return {"commission": intended.commission, "cap_agreed": True, "agreed_cap": ALL}


def _enforce(
    intended: Intended, only: tuple[str, ...], facts: Mapping[str, Any], now: dt.datetime, *, plain: bool
) -> None:
    enforce_rules(
        subject_kind=SubjectKind.ORDER,
        subject_id=public_id("ord", intended.order_id),
        facts=facts,
        now=now,
        regions=find_shop_regions(),
        only=only,
        plain=plain,
    )
