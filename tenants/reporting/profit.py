"""What the books of a period say in words of a shop owner: sales, what went back, what it cost, what is left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.selectors import FactTotal

# Accounts of what was earned and lost, and the column of a report that shows each; all others say what there is and what is owed.
COLUMN_OF = {
    AccountCode.SALES: "gross",
    AccountCode.COUPONS: "discounts",
    AccountCode.REFUNDS: "refunds",
    AccountCode.COST_OF_CODES: "cost",
    AccountCode.PROVIDER_FEES: "fees",
    AccountCode.COMMISSION: "commission",
    AccountCode.CHARGEBACKS: "losses",
    AccountCode.WRITE_OFFS: "losses",
    AccountCode.CARDS_ISSUED: "cards",
    AccountCode.CARDS_REDEEMED: "cards",
}
EARNED = frozenset({"gross", "cards"})
# A sale is a payment that is an order's, or money that was set aside and then taken for one.
SALES = frozenset({TransferKind.PAYMENT, TransferKind.ALLOCATED})


class Result(NamedTuple):
    """A period in one currency. Amounts in minor units, each the way it counts: costs are positive where something was spent.

    ``cards``: own cards that were redeemed, less what cards are worth that were issued (owed to their holders until then).
    ``losses``: payments that buyers disputed and won, and unsold codes that were written off.
    """

    orders: int = 0
    gross: int = 0
    discounts: int = 0
    refunds: int = 0
    cost: int = 0
    fees: int = 0
    commission: int = 0
    losses: int = 0
    cards: int = 0

    @property
    def net(self) -> int:
        """Sales less what was let off and what went back."""
        return self.gross - self.discounts - self.refunds

    @property
    def profit(self) -> int:
        """What is left of it."""
        return self.net - self.cost - self.fees - self.commission - self.losses + self.cards

    def plus(self, other: Result) -> Result:
        """Both together."""
        return Result._make(mine + its for mine, its in zip(self, other, strict=True))


def results_of(totals: Iterable[FactTotal]) -> dict[str, Result]:
    """The results of a period, by currency."""
    found: dict[str, dict[str, int]] = {}
    for fact in totals:
        sums = found.setdefault(fact.currency, dict.fromkeys(Result._fields, 0))
        for account, sign in ((fact.debit, 1), (fact.credit, -1)):
            column = COLUMN_OF.get(account)
            if column is not None:
                sums[column] += -sign * fact.amount if column in EARNED else sign * fact.amount
        if fact.credit == AccountCode.SALES and fact.kind in SALES:
            sums["orders"] += fact.transfers
    return {currency: Result(**sums) for currency, sums in sorted(found.items()) if any(sums.values())}


def balances_of(totals: Iterable[FactTotal]) -> dict[tuple[AccountCode, str], int]:
    """What was debited less what was credited, by account and currency."""
    found: dict[tuple[AccountCode, str], int] = {}
    for fact in totals:
        found[fact.debit, fact.currency] = found.get((fact.debit, fact.currency), 0) + fact.amount
        found[fact.credit, fact.currency] = found.get((fact.credit, fact.currency), 0) - fact.amount
    return found
