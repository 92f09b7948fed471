from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import connection, transaction

from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.contacts import seal_contact
from platform_core.messaging.addresses import read_mail_address
from platform_core.tenancy.context import current_tenant
from tenants.inventory.errors import CodesNotKept
from tenants.issuance.enums import DeliveryMethod
from tenants.issuance.errors import NothingToDeliver, TooManyDeliveries
from tenants.issuance.keeping import find_shredded_at
from tenants.issuance.locks import get_issuance_locked
from tenants.issuance.models import Issuance, IssuanceDelivery, IssuanceLine
from tenants.issuance.reveal_limits import within_reveal_limits
from tenants.issuance.selectors import get_mail_count, list_mails_since
from tenants.issuance.services.issue_codes import MAX_CODES
from tenants.issuance.services.mail_delivery import mail_delivery

MAILS_A_DAY = 5  # of one issuance; a minute apart
# Of a live and of a test shop: whoever opens a shop must not get a way to write to the whole world.
MAILS_OF_SHOP = {True: 5_000, False: 100}
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is mailed the link: an address, and the language of the mail."""

    email: str
    language: str


def create_delivery(
    *, issuance_id: uuid.UUID, lasts: dt.timedelta, actor: str, now: dt.datetime, mail_to: Reader | None = None
) -> IssuanceDelivery:
    """Let whoever has the link see the codes of an issuance, for a while; in the caller's transaction or by itself.

    A link is as good as the codes. So making it counts as one look at those that are there; what is seen by it does not.

    Args:
        mail_to: who is sent the link, as soon as all codes that there will be are there; None: the caller passes it on.

    Raises:
        RecordNotFound
        NothingToDeliver: nobody is mailed a link to nothing.
        TooManyDeliveries, MailAddressInvalid
        CodesNotKept: they were shredded.
        RevealExhausted: one of the codes was read as often as it may be; the caller's transaction must be rolled back.
    """
    made = IssuanceDelivery(
        issuance_id=issuance_id,
        method=DeliveryMethod.LINK if mail_to is None else DeliveryMethod.EMAIL,
        created_by=actor,
        created_at=now,
        expires_at=now + lasts,
    )
    if since := find_shredded_at(issuance_id):
        raise CodesNotKept(since=since.date().isoformat())
    with transaction.atomic():
        _count_look(issuance_id)
        if mail_to is None:
            made.save(force_insert=True)
        else:
            issuance = get_issuance_locked(issuance_id)
            _check(issuance, now)
            _mail(made, issuance, mail_to, now)
    return made


def _count_look(issuance_id: uuid.UUID) -> None:
    lines = IssuanceLine.objects.filter(issuance_id=issuance_id).values_list("id", flat=True)
    with within_reveal_limits(), connection.cursor() as cursor:
        cursor.execute("SELECT count_reveals(%s, 0, %s)", [list(lines), MAX_CODES])


def _check(issuance: Issuance, now: dt.datetime) -> None:
    if issuance.completed_at is not None and not issuance.ended_with_codes:
        raise NothingToDeliver(current_state=issuance.status)
    times = list(list_mails_since(issuance.id, now - DAY).values_list("created_at", flat=True)[:MAILS_A_DAY])
    if times and times[0] + MINUTE > now:
        raise TooManyDeliveries(retry_after=_seconds(times[0] + MINUTE - now))
    most = MAILS_OF_SHOP[current_tenant().livemode]
    if get_mail_count(since=on_the_wall(now) - DAY, most=most) == most:
        raise TooManyDeliveries(retry_after=_seconds(DAY / 24))
    if len(times) == MAILS_A_DAY:
        raise TooManyDeliveries(retry_after=_seconds(times[-1] + DAY - now))


def _seconds(wait: dt.timedelta) -> int:
    return int(wait.total_seconds()) + 1


def _mail(made: IssuanceDelivery, issuance: Issuance, to: Reader, now: dt.datetime) -> None:
    contact = seal_contact(current_tenant().id, read_mail_address(to.email))
    made.language, made.email_masked, made.email_sealed = to.language, contact.masked, contact.sealed
    made.save(force_insert=True)
    if issuance.completed_at is not None:
        mail_delivery(delivery=made, issuance=issuance, now=now)
