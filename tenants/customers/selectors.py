from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Count, Max, Q, QuerySet

from tenants.customers.models import Block, Buyer, Device, FailedLogIn, OneTimeCode

# Failures of an hour count; from the fourth try on a proof of work is asked for.
WINDOW = dt.timedelta(hours=1)
FREE_TRIES = 3


def find_open_device(device_id: uuid.UUID, log_in: uuid.UUID) -> Device | None:
    """The device in which this log-in is open, with its buyer; None once it was ended. One query."""
    return Device.objects.select_related("buyer").filter(pk=device_id, log_in=log_in, buyer__erased_at=None).first()


def list_devices_of(buyer_id: uuid.UUID) -> QuerySet[Device]:
    """Known browsers of a buyer, last seen first."""
    return Device.objects.filter(buyer_id=buyer_id).order_by("-last_seen_at", "-id")


def find_buyer_of(contact_hash: bytes) -> Buyer | None:
    """The account that logs in with a contact."""
    return Buyer.objects.filter(contact_hash=contact_hash).first()


def find_failures(contact_hash: bytes, now: dt.datetime) -> int:
    """How often logging in with this contact failed within the hour."""
    row = FailedLogIn.objects.filter(contact_hash=contact_hash, since__gt=now - WINDOW).first()
    return row.failures if row else 0


def find_codes_sent(contact_hash: bytes, now: dt.datetime) -> tuple[int, int, dt.datetime | None]:
    """Codes sent to a contact: within the hour, within the day, and when the last of them was."""
    day = OneTimeCode.objects.filter(contact_hash=contact_hash, created_at__gt=now - dt.timedelta(days=1))
    found = day.order_by().aggregate(
        hour=Count("id", filter=Q(created_at__gt=now - WINDOW)), day=Count("id"), last=Max("created_at")
    )
    return found["hour"], found["day"], found["last"]


def find_block(contact_hash: bytes, buyer_id: uuid.UUID | None = None) -> Block | None:
    """What keeps a person out, by contact or by account; None: nothing does."""
    theirs = Q(contact_hash=contact_hash)
    if buyer_id is not None:
        theirs |= Q(buyer_id=buyer_id)
    return Block.objects.filter(theirs, lifted_at=None).first()


def list_blocks_of(contact_hash: bytes, buyer_id: uuid.UUID | None) -> QuerySet[Block]:
    """Every time that a person was blocked, the last first."""
    theirs = Q(contact_hash=contact_hash) if buyer_id is None else Q(contact_hash=contact_hash) | Q(buyer_id=buyer_id)
    return Block.objects.filter(theirs).order_by("-blocked_at")


def list_blocked_buyers() -> QuerySet[Block, uuid.UUID | None]:
    """Ids of the accounts that are kept out."""
    blocked = Block.objects.filter(lifted_at=None, buyer_id__isnull=False)
    return blocked.values_list("buyer_id", flat=True)


def list_buyers() -> QuerySet[Buyer]:
    """Accounts, newest first; erased ones too, of which nothing is left but that they were there."""
    return Buyer.objects.defer("contact_sealed", "password", "payment_password").order_by("-created_at", "-id")


def find_buyer(buyer_id: uuid.UUID) -> Buyer | None:
    """An account, if there is one."""
    return Buyer.objects.filter(pk=buyer_id).first()
