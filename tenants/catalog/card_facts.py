"""What rules ask of products and sales, as the shop knows it: which kind of card something is, how long it lasts, who buys it.

Most products are codes for goods, about which no rule of cards says anything: whoever sells one pays nothing for this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from platform_core.compliance.signals import is_near_limit
from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import current_tenant
from tenants.catalog.enums import CardNature, RedemptionKind
from tenants.catalog.facts import last_day_of
from tenants.catalog.models import Product, Sku

PREPAID: Final = frozenset({CardNature.PREPAID, CardNature.OWN_VOUCHER})
# Asked where a product goes on sale, where an order or an issuance is asked for, and of games alone.
OF_PRODUCT: Final = (
    "CARD-01", "CARD-02", "CARD-05.F", "CARD-06", "CARD-06.L", "US-EXPIRY", "US-FEE", "EU-ANON",
)  # fmt: skip
OF_SALE: Final = ("CARD-01", "CARD-03", "CARD-03.S", "X6", "EU-ANON", "US-LOAD", "US-SELLER")
OF_METHOD: Final = ("CARD-04",)
OF_GAME: Final = ("MIN-01",)
BANK_CARD: Final = "credit_card"  # a bank card may be one; which it is nobody tells before it is paid with

# ``Product.card_terms``: name, and what holds where nothing was said.
TERMS: Final[Mapping[str, bool | int | str]] = {
    "revivable": False,  # what is left on an expired card can be had by reactivating or exchanging it
    "one_good": False,  # buys one specific good alone
    "filing_number": "",  # of the issuer, with the commerce authority
    "unlisted": False,  # the merchant says that it is on no list of dishonest or abnormal businesses
    "cooling_off_days": 0,  # within which an unused voucher goes back
    "refund_within_days": 30,  # in which the money for it is there
    "has_fees": False,
    "fees_after_months": 0,  # without use
    "fees_a_month": 0,
    "fees_disclosed": False,
}


class SaleLine(NamedTuple):
    """What is bought: a SKU read for a sale, how many, and what one costs in minor units."""

    sku: Sku
    quantity: int
    unit_price: int

    @property
    def worth(self) -> int:
        """What the law counts: the price, or what the cards hold where that is more."""
        return max(self.unit_price, self.sku.face_value) * self.quantity


class Case(NamedTuple):
    """Rules that are asked about a sale, and the facts that they are asked with."""

    only: tuple[str, ...]
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Purchaser:
    """Who buys, as far as rules ask; nothing here names anybody.

    ``identified``: name and number of an identity document are on record. ``adult``: they said so themselves; ``of_age``: their
    document does. ``method``: how it is paid, as the rules name it; empty: not known yet.
    ``day_worth``, ``day_near``: what the same buyer bought of prepaid cards in 24 hours before, and how often close to the limit.
    """

    identified: bool = False
    organisation: bool = False
    adult: bool = False
    of_age: bool = False
    method: str = ""
    day_worth: int = 0
    day_near: int = 0


def is_touched(skus: Collection[Sku]) -> bool:
    """Is there any rule about cards or games that could be for a sale of these? Of codes for goods: none."""
    return any(sku.nature != CardNature.GOODS for sku in skus)


def worth_of(lines: Sequence[SaleLine]) -> int:
    """What of a sale is prepaid cards, in minor units."""
    return sum(line.worth for line in lines if line.sku.nature in PREPAID)


def product_facts(
    product: Product, sku: Sku, regions: Sequence[str], sold_since: dt.date, now: dt.datetime
) -> dict[str, Any]:
    """Of a face value that goes on sale.

    Args:
        sold_since: since when the shop has sold own vouchers.
    """
    terms, today = {**TERMS, **product.card_terms}, local_date(now, current_tenant().time_zone)
    own, last_day = product.nature == CardNature.OWN_VOUCHER, last_day_of(sku, now)
    facts: dict[str, Any] = {
        "prepaid": True, "gift_card": True, "currency": sku.currency, "named": product.named, "anonymous": not product.named,
        "face": sku.face_value, "stored_value": sku.face_value, "remote": False, "payment": 0,
        "has_expiry": last_day is not None, "sold_on": today, "reactivation_offered": terms["revivable"],
        "issues_own_cards": own, "multi_use": sku.redemption == RedemptionKind.AMOUNT or sku.units > 1,
        "one_specific_good": terms["one_good"], "region": regions[-1], "filing_number": terms["filing_number"],
        "filed": len(str(terms["filing_number"])) >= 4, "first_sold_on": sold_since, "risk_warning_shown": own,
        "cooling_off_days": terms["cooling_off_days"], "refund_within_days": terms["refund_within_days"],
        "dishonest": not terms["unlisted"], "abnormal": not terms["unlisted"], "has_fees": terms["has_fees"],
        "months_inactive": terms["fees_after_months"], "fees_a_month": terms["fees_a_month"],
        "fees_disclosed": terms["fees_disclosed"],
    }  # fmt: skip
    if last_day is not None:
        facts["expires_on"] = last_day
    return facts


def cases_of(lines: Sequence[SaleLine], buyer: Purchaser) -> list[Case]:
    """What rules are asked about a sale; nothing about codes for goods. Cards in a name and others are held to limits of their own."""
    cases = []
    for named in (False, True):
        cards = [line for line in lines if line.sku.nature in PREPAID and line.sku.named == named]
        if cards:
            only = (*OF_SALE, *OF_METHOD) if buyer.method else OF_SALE
            cases.append(Case(only, _card_facts(cards, named, buyer)))
    games = [line for line in lines if line.sku.nature == CardNature.GAME]
    return [*cases, Case(OF_GAME, _game_facts(games, buyer))] if games else cases


def method_facts(worth: int, currency: str, method: str, *, organisation: bool) -> dict[str, Any]:
    """Of prepaid cards that are paid in a way (``BANK_CARD``, or as the shop calls it)."""
    return {
        "prepaid": True, "currency": currency, "total": worth, "method": method, "organisation": organisation,
    }  # fmt: skip


def _card_facts(cards: Sequence[SaleLine], named: bool, buyer: Purchaser) -> dict[str, Any]:
    total, face = sum(line.worth for line in cards), max(line.sku.face_value for line in cards)
    day_total = buyer.day_worth + total
    return {
        **method_facts(total, cards[0].sku.currency, buyer.method, organisation=buyer.organisation),
        "named": named, "face": face, "real_name": buyer.identified, "cluster_total_24h": day_total,
        "near_limit_orders_today": buyer.day_near + is_near_limit(total), "anonymous": not buyer.identified,
        "stored_value": face, "remote": True, "payment": sum(line.unit_price * line.quantity for line in cards),
        "closed_loop": True, "device_day_total": day_total, "person_day_total": day_total, "has_policy": False,
    }  # fmt: skip


def _game_facts(games: Sequence[SaleLine], buyer: Purchaser) -> dict[str, Any]:
    return {
        "category": "game", "publisher": False, "total": sum(line.unit_price * line.quantity for line in games),
        "adult_declared": buyer.adult, "adult_verified": buyer.of_age,
    }  # fmt: skip
