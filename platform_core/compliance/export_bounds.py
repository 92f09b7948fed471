"""Keeps what an authority is given of one shop to that shop: checks across shops write other shops into their facts."""

from __future__ import annotations

import re
from typing import Any, Final

ROLE: Final = re.compile(r"kq_t_\w+")  # a shop's role, as tenancy.schema_builder names it
WITHHELD: Final = "withheld: about another shop"


def keep_to_shop(row: dict[str, Any], tenant_role: str) -> dict[str, Any]:
    """A row without other shops: a value that names one is withheld, with everything that stands beside it.

    What stands in the columns themselves is withheld one by one, so that the rest of the row is still told.
    """
    return {name: _kept(value, tenant_role) for name, value in row.items()}


def _kept(value: Any, own: str) -> Any:
    match value:
        case str():
            return WITHHELD if _names_other(value, own) else value
        case dict():
            # A batch or a supplier beside the name of a shop is that shop's.
            if any(_names_other(part, own) for pair in value.items() for part in pair):
                return WITHHELD
            return {name: _kept(part, own) for name, part in value.items()}
        case list() | tuple():
            return [_kept(part, own) for part in value]
    return value


def _names_other(value: Any, own: str) -> bool:
    return isinstance(value, str) and any(role != own for role in ROLE.findall(value))
