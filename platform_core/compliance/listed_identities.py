"""Who of those handed in is somebody on the blacklist: by their own number, or by an account or a phone alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from django.db.models import Q

from platform_core.compliance.enums import SupplierState
from platform_core.compliance.identity_prints import print_of
from platform_core.compliance.models import MerchantFile, Supplier, SupplyLink

# A blacklisting stands while it is appealed against, too.
STANDS: Final = Q(state=SupplierState.BLACKLISTED) | Q(state=SupplierState.APPEAL, restricted=SupplierState.BLACKLISTED)
EXACT: Final = frozenset(
    {"uscc", "uscc_print", "person_print"}
)  # who it is; an account or a phone can be somebody else's


class Match(NamedTuple):
    """Somebody listed, the numbers that are the same, and whether the blacklisting stands for what is handed in."""

    listed: Supplier
    same: tuple[str, ...]
    stands: bool

    @property
    def is_exact(self) -> bool:
        """Is it that very entity or person, while its blacklisting stands? Nobody approves it then; the way is the appeal."""
        return self.stands and bool(EXACT & {*self.same})


def list_matches(told: SupplyLink | Supplier | MerchantFile, *, category: str = "") -> list[Match]:
    """Those blacklisted (or purged and not forgotten) that share a number with what was told; never itself.

    Args:
        category: of the goods that are to be sold; who is blacklisted for these alone counts as well.
    """
    numbers = _numbers_of(told)
    same = Q()
    for name, value in numbers.items():
        same |= Q(**{name: value})
    if not numbers:
        return []
    of_goods = Q(blocked_categories__contains=[category]) if category else Q(pk=None)
    listed = Supplier.objects.filter(same).filter(STANDS | Q(state=SupplierState.PURGED) | of_goods)
    if own := told.supplier_id if isinstance(told, SupplyLink) else told.pk:
        listed = listed.exclude(pk=own)
    return [_match(other, numbers, category) for other in listed.order_by("created_at", "id")]


def count_listed(matches: Iterable[Match]) -> dict[str, int]:
    """As the rules ask for it: how many whose blacklisting stands share each number."""
    shared = [{*match.same} for match in matches if match.stands]
    return {
        "listed_uscc": sum(bool(same & {"uscc", "uscc_print"}) for same in shared),
        **{f"listed_{kind}": sum(f"{kind}_print" in same for same in shared) for kind in ("person", "bank", "phone")},
    }


def is_listed_exactly(told: Iterable[SupplyLink | Supplier | MerchantFile]) -> bool:
    """Is somebody of these, by number or person, one whose blacklisting stands?"""
    return any(match.is_exact for each in told for match in list_matches(each, category=getattr(each, "category", "")))


def _match(other: Supplier, numbers: Mapping[str, object], category: str) -> Match:
    same = tuple(name for name, value in numbers.items() if value == getattr(other, name))
    whole = other.state == SupplierState.BLACKLISTED or (
        other.state == SupplierState.APPEAL and other.restricted == SupplierState.BLACKLISTED
    )
    return Match(other, same, whole or bool(category and category in other.blocked_categories))


def _numbers_of(told: SupplyLink | Supplier | MerchantFile) -> dict[str, object]:
    prints = {name: getattr(told, name) for name in ("person_print", "bank_print", "phone_print")}
    numbers: dict[str, object] = {name: bytes(value) for name, value in prints.items() if value is not None}
    if told.uscc:
        numbers |= {"uscc": told.uscc, "uscc_print": print_of("uscc", told.uscc)}
    return numbers
