"""Who buys, where the law wants a name: checked as far as the papers themselves tell, sealed with the order, and used for nothing else.

A number with a good check character is no proof of a person: it is what the law calls registering. The day of birth in it says the age.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final, NamedTuple

from stdnum.cn import ric

from platform_core.compliance.resident_id import check_resident_id
from platform_core.compliance.uscc import check_uscc
from platform_core.kernel.clock import local_date
from platform_core.kernel.sealing import open_json, seal_json
from platform_core.tenancy.context import current_tenant
from tenants.catalog.card_facts import Purchaser
from tenants.orders.errors import IdentityRefused

PURPOSE: Final = "order-purchaser"
SHORTEST, LONGEST = 2, 60
OF_AGE: Final = 18


class Identity(NamedTuple):
    """As it was typed: a person and their resident identity number, or an organisation and its credit code."""

    name: str
    number: str
    organisation: bool = False

    def __repr__(self) -> str:
        return "Identity(…)"


def checked_identity(typed: Identity, now: dt.datetime) -> Identity:
    """As it is kept.

    Raises:
        IdentityRefused: with the field that is wrong.
    """
    name = " ".join(typed.name.split())
    if not SHORTEST <= len(name) <= LONGEST:
        raise IdentityRefused(field="real_name")
    if typed.organisation:
        code = check_uscc(typed.number)
        if not code.is_valid:
            raise IdentityRefused(field="identity_number", organisation=True)
        return Identity(name, code.code, organisation=True)
    number = check_resident_id(typed.number, today=local_date(now, current_tenant().time_zone))
    if not number.is_valid:
        raise IdentityRefused(field="identity_number", organisation=False)
    return Identity(name, number.number)


def purchaser_of(identity: Identity | None, *, adult: bool, now: dt.datetime) -> Purchaser:
    """What rules are told of a buyer: that they are known, not who they are.

    Args:
        identity: as it is kept.
        adult: they say that they are of age.
    """
    if identity is None:
        return Purchaser(adult=adult)
    return Purchaser(identified=True, organisation=identity.organisation, adult=adult, of_age=_is_of_age(identity, now))


def _is_of_age(identity: Identity, now: dt.datetime) -> bool:
    """An organisation buys through people whose age it answers for."""
    if identity.organisation:
        return True
    born, today = ric.get_birth_date(identity.number), local_date(now, current_tenant().time_zone)
    return (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) >= OF_AGE


def seal_identity(order_id: uuid.UUID, identity: Identity | None) -> bytes | None:
    """To be stored with the order; readable with that order alone."""
    if identity is None:
        return None
    return seal_json(current_tenant().id, PURPOSE, order_id, identity._asdict())


def open_identity(order_id: uuid.UUID, sealed: bytes | memoryview | None) -> Identity | None:
    """Who bought, for whoever the law lets ask.

    Raises:
        KeyMissing, SealBroken
    """
    if sealed is None:
        return None
    return Identity(**open_json(current_tenant().id, PURPOSE, order_id, sealed))
