"""Plans, and what each of them grants and costs: data (``config/plans.toml``).

An entitlement is a copy: a plan that changes changes nobody's until it is granted anew.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings


@dataclass(frozen=True, slots=True)
class ApiLimits:
    """How much a merchant may ask of the API, in each mode.

    Args:
        read, write, reveal, redeem: requests a second, by kind of operation; as many may come at once.
        concurrency: requests at the same time.
        key_share: percent of each rate that one key may use.
    """

    read: int
    write: int
    reveal: int
    redeem: int
    concurrency: int
    key_share: int = 100


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much a merchant may have; None: as much as it likes.

    Args:
        skus: on sale or not, archived ones apart.
        staff: members and open invitations.
        codes: issued in a calendar month of the shop, in live mode.
        endpoints: of webhooks, in each mode.
        storage_mb: megabytes (1,048,576 bytes) that are kept for it.
        custom_domain: may the shop have a domain of its own?
    """

    skus: int | None = None
    staff: int | None = None
    codes: int | None = None
    endpoints: int | None = None
    storage_mb: int | None = None
    custom_domain: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """One edition of a plan.

    Args:
        version: higher than that of the edition before.
        names: by language code.
        prices: minor units by interval (``month``, ``year``); empty: it is not for sale.
    """

    code: str
    version: int
    api: ApiLimits
    allowance: Allowance = Allowance()
    names: Mapping[str, str] = field(default_factory=dict)
    prices: Mapping[str, int] = field(default_factory=dict)

    def name_in(self, language: str) -> str:
        """What it is called; in Chinese where nobody said it in that language."""
        return self.names.get(language) or self.names.get("zh-hans") or self.code


@dataclass(frozen=True, slots=True)
class Offer:
    """What the platform sells.

    Args:
        currency: of all prices, ISO 4217.
        trial_days: how long a new shop may try ``trial_plan`` without paying; 0: not at all.
    """

    currency: str
    trial_days: int
    trial_plan: str
    plans: dict[str, Plan]

    @property
    def for_sale(self) -> list[Plan]:
        """The plans that a merchant can subscribe to, the cheapest first."""
        return sorted((each for each in self.plans.values() if each.prices), key=lambda each: min(each.prices.values()))


def read_offer(text: str) -> Offer:
    """An offer as ``config/plans.toml`` writes it.

    Raises:
        ValueError: it makes no sense; says what does not.
    """
    said = tomllib.loads(text)
    plans = {code: _plan(code, facts) for code, facts in said["plans"].items()}
    offer = Offer(said["currency"], said["trial_days"], said["trial_plan"], plans)
    if offer.trial_days and offer.trial_plan not in plans:
        raise ValueError(f"trial_plan {offer.trial_plan!r} is no plan")
    return offer


def _plan(code: str, facts: Mapping[str, Any]) -> Plan:
    try:
        plan = Plan(
            code=code,
            version=int(facts["version"]),
            api=ApiLimits(**facts["api"]),
            allowance=Allowance(**facts.get("limits", {})),
            names=dict(facts["name"]),
            prices={str(interval): int(amount) for interval, amount in facts.get("prices", {}).items()},
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"plan {code!r}: {error}") from error
    if set(plan.prices) - {"month", "year"} or any(amount <= 0 for amount in plan.prices.values()):
        raise ValueError(f"plan {code!r}: prices are positive amounts for a month and a year")
    return plan


DEFAULT: Final = "default"
OFFER: Final = read_offer(Path(settings.KAQUAN_PLANS_FILE).read_text(encoding="utf-8"))
PLANS: Final = OFFER.plans
