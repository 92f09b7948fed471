"""Who buys, as the system of a merchant says it: what rules about cards and games ask, and no name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from merchant_api.problems import ApiProblem
from tenants.catalog.card_facts import Purchaser

NOBODY: Final = Purchaser()  # nothing is known of who buys
ADULT: Final = ("declared", "verified")
WAYS: Final = ("bank_transfer", "credit_card", "debit_card", "alipay", "wechat_pay", "balance", "other")
WHO: Final = frozenset({"ref", "ip"})
KNOWN_OF_BUYERS: Final = WHO | {"identified", "organisation", "adult", "payment_method"}


def read_purchaser(buyer: Mapping[str, Any]) -> Purchaser:
    """The ``buyer`` of a body.

    Raises:
        ApiProblem: ``invalid_parameter``
    """
    if not buyer.keys() - WHO:
        return NOBODY
    adult = _one_of(buyer, "adult", ADULT)
    return Purchaser(
        identified=_flag(buyer, "identified"),
        organisation=_flag(buyer, "organisation"),
        adult=bool(adult),
        of_age=adult == "verified",
        method=_one_of(buyer, "payment_method", WAYS),
    )


def _flag(buyer: Mapping[str, Any], name: str) -> bool:
    value = buyer.get(name)
    if value is not None and not isinstance(value, bool):
        raise ApiProblem("invalid_parameter", param=f"buyer.{name}", reason="true or false is expected")
    return bool(value)


def _one_of(buyer: Mapping[str, Any], name: str, known: tuple[str, ...]) -> str:
    value = buyer.get(name)
    if value is not None and value not in known:
        raise ApiProblem("invalid_parameter", param=f"buyer.{name}", reason=f"one of {', '.join(known)} is expected")
    return value or ""
