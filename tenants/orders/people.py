"""A person as orders know them: an account, or a guest by their contact alone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from platform_core.kernel.contacts import open_contact
from platform_core.tenancy.context import current_tenant
from tenants.customers.contacts import person_hash
from tenants.customers.models import Buyer
from tenants.customers.selectors import find_buyer
from tenants.orders.models import Order
from tenants.orders.selectors import list_orders


class PersonRef(NamedTuple):
    """Who it is.

    ``contact_hash``: as their orders have it; None: erased. ``known_as``: the same however they write their contact.
    ``contact``: in the clear, for whoever may see it; ``masked``: for all others.
    """

    buyer_id: uuid.UUID | None
    contact_hash: bytes | None
    known_as: bytes | None
    contact: str
    contact_type: str
    masked: str

    @property
    def hashes(self) -> list[bytes]:
        """By which orders of theirs are found."""
        return list({each for each in (self.contact_hash, self.known_as) if each is not None})

    @property
    def ref(self) -> str:
        """How a page's address names them: an account's id, or the hash of a guest's contact."""
        return str(self.buyer_id) if self.buyer_id else f"g{(self.contact_hash or b'').hex()}"


def find_person(*, buyer_id: uuid.UUID | None = None, contact_hash: bytes | None = None) -> PersonRef | None:
    """An account, or a guest by the hash of the contact that their orders have; None: nobody.

    Raises:
        KeyMissing, SealBroken
    """
    held: Buyer | Order | None
    if buyer_id is not None:
        held = find_buyer(buyer_id)
    else:
        held = Order.objects.filter(contact_hash=contact_hash, buyer_id=None).exclude(contact_sealed=b"").first()
    if held is None:
        return None
    kind = held.contact_kind if isinstance(held, Buyer) else held.contact_type
    if not held.contact_sealed:
        return PersonRef(buyer_id, None, None, "", kind, "")
    text = open_contact(current_tenant().id, bytes(held.contact_sealed))
    return PersonRef(buyer_id, bytes(held.contact_hash or b""), person_hash(text), text, kind, held.contact_masked)


def list_orders_of_person(person: PersonRef) -> QuerySet[Order]:
    """Orders of an account and those that its contact bought without one; or a guest's. With their lines, newest first."""
    theirs = Q(buyer_id=None, contact_hash__in=person.hashes)
    if person.buyer_id is not None:
        theirs |= Q(buyer_id=person.buyer_id)
    return list_orders().filter(theirs)


class Spending(NamedTuple):
    """What somebody bought: orders that were paid, what of it was not given back (minor units), when they last ordered."""

    orders: int
    spent: int
    last: dt.datetime | None


def list_spending(buyer_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Spending]:
    """What each of some accounts bought. One query over their orders alone."""
    rows = Order.objects.filter(buyer_id__in=buyer_ids).order_by().values_list("buyer_id")
    paid = Q(paid_at__isnull=False)
    found = rows.annotate(
        orders=Count("id", filter=paid), spent=Sum(F("amount") - F("refunded"), filter=paid), last=Max("created_at")
    )
    return {buyer_id: Spending(orders, spent or 0, last) for buyer_id, orders, spent, last in found if buyer_id}


class Guest(NamedTuple):
    """Somebody without an account, by the contact of their orders: how many were paid, for how much, when the last one was."""

    contact_hash: bytes
    masked: str
    orders: int
    spent: int
    last: dt.datetime


def list_guests(*, since: dt.datetime, most: int, contact_hash: bytes | None = None) -> list[Guest]:
    """Who ordered without an account since a moment, the latest first. One query over the orders of that time."""
    rows = Order.objects.filter(buyer_id=None, created_at__gte=since).exclude(contact_masked="")
    if contact_hash is not None:
        rows = rows.filter(contact_hash=contact_hash)
    paid = Q(paid_at__isnull=False)
    found = (
        rows.order_by()
        .values_list("contact_hash")
        .annotate(
            masked=Max("contact_masked"),
            orders=Count("id", filter=paid),
            spent=Sum(F("amount") - F("refunded"), filter=paid),
            last=Max("created_at"),
        )
    )
    return [
        Guest(bytes(known_by), masked, orders, spent or 0, last)
        for known_by, masked, orders, spent, last in found.order_by("-last")[:most]
    ]
