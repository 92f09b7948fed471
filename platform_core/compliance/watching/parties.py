"""The companies and people of a supplier's or a merchant's file, as they are held against the lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final, NamedTuple

import orjson
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from platform_core.compliance.enums import SupplyState
from platform_core.compliance.identity_prints import print_of
from platform_core.compliance.merchant_enums import MerchantKind
from platform_core.compliance.models import MerchantFile, Supplier, SupplyLink
from platform_core.compliance.watch_enums import PartyRole
from platform_core.compliance.watching.matcher import Party
from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.sealing import open_json

LINK, MERCHANT = "supply-link", "merchant-file"  # purposes that their numbers are sealed for
OVER: Final = (SupplyState.ENDED, SupplyState.REFUSED)


class Parties(NamedTuple):
    """``known``: as people reviewed it. ``told``: as merchants tell it besides, which nobody agreed to yet."""

    known: list[Party]
    told: list[Party]

    @property
    def every(self) -> list[Party]:
        """Each once."""
        return list(dict.fromkeys([*self.known, *self.told]))

    @property
    def digest(self) -> str:
        """Changes when anybody is added, told otherwise, or agreed to."""
        rows = [sorted([each.role, each.name, *each.numbers, str(each.birth)] for each in part) for part in self]
        return hashlib.sha256(orjson.dumps(rows)).hexdigest()


def parties_of_supplier(supplier: Supplier) -> Parties:
    """Those of the entity as it was reviewed, and as each merchant tells it."""
    links = list(SupplyLink.objects.filter(supplier=supplier).exclude(state__in=OVER).order_by("id"))
    births = {link.pk: _birth_of(LINK, link) for link in links}
    # The entity has the print of a number alone; whoever told the number says when its bearer was born.
    own = (births[link.pk] for link in links if link.person_print and link.person_print == supplier.person_print)
    found = Parties(_parties(supplier, supplier.aliases, next(own, None)), [])
    for link in links:
        part = found.known if link.state == SupplyState.ACCEPTED else found.told
        part += _parties(link, link.aliases, births[link.pk])
    return found


def parties_of_merchant(file: MerchantFile) -> Parties:
    """Those of a merchant, which speaks for itself; one that is exempt from registration is a person."""
    found = _parties(file, [], _birth_of(MERCHANT, file))
    if file.registration_number:
        found.append(Party(PartyRole.COMPANY, "", _numbers(uscc=file.registration_number)))
    if file.kind == MerchantKind.EXEMPT:
        found.append(Party(PartyRole.OWNER, file.name))
    return Parties(found, [])


def _parties(told: Supplier | SupplyLink | MerchantFile, aliases: Iterable[str], birth: int | None) -> list[Party]:
    company = Party(PartyRole.COMPANY, told.name, _numbers(uscc=told.uscc or ""))
    person = (bytes(told.person_print).hex(),) if told.person_print else ()
    return [
        company,
        *(Party(PartyRole.COMPANY, alias) for alias in aliases),
        *([Party(PartyRole.REPRESENTATIVE, told.legal_representative, person, birth)] if told.legal_representative or person else []),
        *(Party(PartyRole.OWNER, name) for name in told.owners),
    ]  # fmt: skip


def _numbers(**numbers: str) -> tuple[str, ...]:
    """A registration stands on lists as any other number: kept as the print of a person's paper would be."""
    return tuple(print_.hex() for number in numbers.values() if (print_ := print_of("person", number)) is not None)


def _birth_of(purpose: str, told: SupplyLink | MerchantFile) -> int | None:
    """The year of birth that a resident identity number says; it is read and not kept."""
    if not told.sealed:
        return None
    number = open_json(platform_owner(), purpose, told.id, told.sealed).get("identity_number", "")
    try:
        return int(ric.get_birth_date(ric.validate(number)).year)
    except ValidationError:
        return None
