"""Who may do what in the back office (权限矩阵): one table, read by the guard, the pages and the tests alike.

Powers do not cross: what two people must do for the safety of money and codes is never in one hand, but the owner's.
A merchant's own roles are made of the same powers and held to the same rule.
"""

from __future__ import annotations

from collections.abc import Collection

from tenants.access.enums import Power as Power

ROLES: dict[str, frozenset[str]] = {
    "owner": frozenset(Power.values),
    "operations": frozenset(
        {
            Power.START, Power.FIGURES, Power.PRODUCTS_VIEW, Power.PRODUCTS_EDIT, Power.COUPONS_VIEW, Power.COUPONS_EDIT,
            Power.SHOPFRONT_EDIT, Power.STOCK_VIEW, Power.STOCK_IMPORT, Power.STOCK_HANDLE, Power.SUPPLIERS_VIEW, Power.SUPPLIERS_EDIT,
        }
    ),
    "support": frozenset(
        {
            Power.START, Power.ORDERS_VIEW, Power.ORDERS_FULFIL, Power.CASES_VIEW, Power.CASES_WORK, Power.CUSTOMERS_VIEW,
            Power.CUSTOMERS_EDIT, Power.CODES_REVEAL, Power.MESSAGES_VIEW, Power.COUPONS_VIEW,
        }
    ),
    "finance": frozenset(
        {
            Power.START, Power.FIGURES, Power.ORDERS_VIEW, Power.ORDERS_EXPORT, Power.CASES_VIEW, Power.REFUNDS,
            Power.FINANCE_VIEW, Power.FINANCE_EXPORT, Power.FINANCE_RECONCILE, Power.FINANCE_SETTLE, Power.APPROVE,
            Power.COUPONS_VIEW, Power.BILLING_VIEW, Power.BILLING_PAY,
        }
    ),
    "developer": frozenset(
        {Power.START, Power.PRODUCTS_VIEW, Power.STOCK_VIEW, Power.KEYS_EDIT, Power.LOGS_VIEW, Power.WEBHOOKS_EDIT}
    ),
}  # fmt: skip

# Only an owner: who works here, where the money goes, and what a key may do everywhere.
OWNERS_ALONE: frozenset[str] = frozenset({Power.PEOPLE_EDIT, Power.PAYMENTS_EDIT})
# Never in one role: whoever brings codes in or takes them out moves no money, whoever handles codes of buyers keeps no books.
CONFLICTS: frozenset[frozenset[str]] = frozenset(
    frozenset({codes, money})
    for codes in (Power.STOCK_IMPORT, Power.STOCK_HANDLE, Power.CODES_REVEAL, Power.CODES_EXPORT)
    for money in (Power.REFUNDS, Power.FINANCE_RECONCILE, Power.FINANCE_SETTLE)
)
# Roles with one of these log in with a second factor.
SENSITIVE: frozenset[str] = frozenset(
    {
        Power.CODES_EXPORT, Power.REFUNDS, Power.FINANCE_SETTLE, Power.FINANCE_RECONCILE, Power.PAYMENTS_EDIT, Power.PEOPLE_EDIT,
        Power.APPROVE, Power.CUSTOMERS_DATA,
    }
)  # fmt: skip
# A shop's own roles also with this one: they are made for a purpose that no one here knows.
SENSITIVE_OF_OWN: frozenset[str] = SENSITIVE | {Power.CODES_REVEAL}
OWN = "custom:"  # before the id of a role of the shop's own
# What a power cannot be used without seeing, where that is not its own area.
SEEN_BY: dict[str, str] = {Power.CODES_EXPORT: Power.STOCK_VIEW, Power.REFUNDS: Power.CASES_VIEW}


def needs_second_factor(role: str, powers: Collection[str]) -> bool:
    """Must whoever acts in this role have logged in with a second factor, where that is asked for at all?"""
    return not (SENSITIVE_OF_OWN if role.startswith(OWN) else SENSITIVE).isdisjoint(powers)


def completed(powers: Collection[str]) -> frozenset[str]:
    """These powers, with those to see what they act on, and the first page."""
    views = {f"{power.partition('.')[0]}.view" for power in powers} & set(Power.values)
    return frozenset({*powers, *views, *(SEEN_BY[power] for power in powers if power in SEEN_BY), Power.START})


def conflicts_in(powers: Collection[str]) -> list[tuple[str, str]]:
    """Pairs of powers that cross, in the order of the table; empty: this may be one role."""
    held = set(powers)
    order = list(Power.values)
    pairs = [sorted(pair, key=order.index) for pair in CONFLICTS if pair <= held]
    return sorted(((first, second) for first, second in pairs), key=lambda pair: [order.index(name) for name in pair])
