from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from django.db import connection

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.errors import ScreeningUnavailable
from platform_core.compliance.known_rules import find_digest
from platform_core.compliance.merchant_selectors import find_shop_regions
from platform_core.compliance.services.enforce_rules import enforce_rules
from platform_core.compliance.signals import NEAR_LIMIT, SUM_IN_A_DAY
from platform_core.kernel.ids import public_id
from tenants.catalog.card_facts import SaleLine, is_touched, worth_of
from tenants.catalog.services.screen_sale import screen_sale
from tenants.orders.models import Order
from tenants.orders.purchasers import Identity, checked_identity, purchaser_of, seal_identity

logger = logging.getLogger(__name__)
NO_RETURN: Final = ("RET-7D",)
# Prepaid cards that the same contact ordered within a day: those that were paid, and those that may still be.
DAY = """
SELECT coalesce(sum(card_worth), 0)::bigint, count(*) FILTER (WHERE card_worth >= %s AND card_worth < %s)
FROM orders_order
WHERE contact_hash = %s AND created_at > %s AND card_worth > 0 AND currency = %s
  AND (paid_at IS NOT NULL OR status = 'pending_payment' AND pay_by > %s)
"""


class Consent(NamedTuple):
    """What a buyer ticked and typed before paying: the terms, being of age, who they are, and how they will pay."""

    terms: bool
    adult: bool
    identity: Identity | None
    method: str


def check_purchase(*, order: Order, lines: Sequence[SaleLine], consent: Consent, now: dt.datetime) -> None:
    """Ask the rules about an order before anything is held for it, and note on it what they want to be kept. It is not saved here.

    About codes for goods only the tick before payment is asked, in memory: such an order costs no statement. If rules cannot be
    read, orders of cards and games are refused; those of goods go on, since the tick that the law asks for is on the order.

    Raises:
        RuleRefused, IdentityRefused, ScreeningUnavailable
    """
    outside = public_id("ord", order.id)
    _check_consent(outside, order, consent, now)
    order.rules_digest = find_digest(in_shop=True)
    if not is_touched([line.sku for line in lines]):
        return
    identity = checked_identity(consent.identity, now) if consent.identity is not None else None
    order.card_worth = worth_of(lines)
    if order.card_worth:  # of games only that they are of age is kept, with the screening
        order.purchaser_sealed = seal_identity(order.id, identity)
    order.organisation = identity is not None and identity.organisation
    buyer = replace(purchaser_of(identity, adult=consent.adult, now=now), method=consent.method)
    if order.card_worth:
        worth, near = _bought_today(order, now)
        buyer = replace(buyer, day_worth=worth, day_near=near)
    screen_sale(lines=lines, buyer=buyer, subject_id=outside, now=now)


def _check_consent(outside: str, order: Order, consent: Consent, now: dt.datetime) -> None:
    facts: dict[str, Any] = {
        "digital": True, "returns_excluded": True, "consent": consent.terms, "consent_preticked": False, "consent_at": now,
        "pay_at": now,
    }  # fmt: skip
    try:
        enforce_rules(
            subject_kind=SubjectKind.ORDER,
            subject_id=outside,
            facts=facts,
            now=now,
            regions=find_shop_regions(),
            only=NO_RETURN,
            plain=True,  # the order keeps the tick, its moment and the text that it was about
        )
    except ScreeningUnavailable:
        if not consent.terms:
            raise
        logger.error("order %s: rules cannot be asked; the tick for goods without return is on it", order.number)


def _bought_today(order: Order, now: dt.datetime) -> tuple[int, int]:
    values: list[Any] = [
        NEAR_LIMIT,
        SUM_IN_A_DAY,
        order.contact_hash,
        now - dt.timedelta(hours=24),
        order.currency,
        now,
    ]
    with connection.cursor() as cursor:
        cursor.execute(DAY, values)
        worth, near = cursor.fetchone()
    return worth, near
