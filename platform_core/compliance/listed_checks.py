"""Checks of a supplier's number, and against those blacklisted: its name in another spelling, and who stands behind it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Final

from platform_core.compliance.addresses import taken_apart
from platform_core.compliance.checking import Reason
from platform_core.compliance.enums import Level, SupplierState
from platform_core.compliance.identity_prints import print_of
from platform_core.compliance.models import Supplier, SupplyLink
from platform_core.compliance.names import REVIEW, normalise, score
from platform_core.compliance.names.scoring import Level as NameLevel
from platform_core.compliance.points import POINTS
from platform_core.compliance.relations import Fact, FactKind, Relations
from platform_core.compliance.uscc import check_uscc

NEAR: Final = 2  # shared things on the way: one party between at the most


def check_listed_name(supplier: Supplier, link: SupplyLink, now: dt.datetime) -> list[Reason]:
    """X3: a name of it, however spelt, is that of one that is blacklisted. For people to look at; it blocks nothing."""
    names = [normalise(name) for name in dict.fromkeys([link.name, supplier.name, *link.aliases, *supplier.aliases])]
    found = []
    listed = Supplier.objects.filter(state=SupplierState.BLACKLISTED).exclude(pk=supplier.pk)
    for other in listed.only("id", "name", "aliases").iterator():
        best = max(
            (score(name, theirs) for name in names for theirs in [other.name, *other.aliases]), key=lambda s: s.value
        )
        if best.value >= REVIEW:
            points = POINTS["X3.urgent" if best.level == NameLevel.URGENT else "X3"]
            facts = {
                "listed": str(other.id),
                "value": round(best.value, 2),
                "why": [str(reason) for reason in best.reasons],
            }
            found.append(Reason("X3", Level.REVIEW, points, facts))
    return found


def check_people_behind(supplier: Supplier, link: SupplyLink, now: dt.datetime) -> list[Reason]:
    """X4: through shared accounts, phones, people or addresses a chain leads to one that is blacklisted."""
    listed = set(Supplier.objects.filter(state=SupplierState.BLACKLISTED).values_list("id", flat=True)) - {supplier.id}
    if not listed:
        return []
    way = Relations(facts_behind()).way(supplier.id, listed)
    if not way:
        return []
    chain = [{"kind": str(each.kind), "from": str(each.left), "to": str(each.right)} for each in way]
    points = POINTS["X4" if len(way) <= NEAR else "X4.far"]
    return [Reason("X4", Level.REVIEW, points, {"chain": chain})]


def facts_behind() -> Iterator[Fact[uuid.UUID]]:
    """Accounts, phones, people and addresses of all suppliers, as prints."""
    rows = Supplier.objects.values_list("id", "bank_print", "phone_print", "person_print", "address")
    for supplier_id, bank, phone, person, address in rows.iterator():
        prints = {FactKind.BANK: bank, FactKind.PHONE: phone, FactKind.PERSON: person}
        if address:
            prints[FactKind.ADDRESS] = print_of("address", taken_apart(address).form)
        for kind, value in prints.items():
            if value is not None:
                yield Fact(supplier_id, kind, bytes(value))


def check_code(supplier: Supplier, link: SupplyLink, now: dt.datetime) -> list[Reason]:
    """KYB-01: the social credit code is one (GB 32100-2015). It tells typing errors, and proves nothing."""
    found = check_uscc(link.uscc)
    if found.is_valid:
        return []
    facts = {"faults": [str(fault) for fault in found.faults], "places": list(found.places)}
    return [Reason("KYB-01", Level.BLOCK, 0, facts, ask="统一社会信用代码有误，请对照营业执照核对。")]
