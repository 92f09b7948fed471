"""Locks of buyers, always in this order: the contact, then a code sent to it, then the account, then what it is to confirm."""

from __future__ import annotations

import uuid

from django.db import connection

from tenants.customers.models import Buyer, OneTimeCode, PaymentChallenge

# Held until the transaction ends; two contacts that share a lock wait for each other and come to no harm.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(encode(%s, 'hex'), 0))"

SHARE = "SELECT pg_advisory_xact_lock_shared(hashtextextended(encode(%s, 'hex'), 0))"


def share_person(contact_hash: bytes, buyer_id: uuid.UUID | None) -> None:
    """Wait until nobody is deciding over this person, and let nobody until the transaction ends; others may share it."""
    with connection.cursor() as cursor:
        cursor.execute(SHARE, [contact_hash])
        if buyer_id is not None:
            cursor.execute(SHARE, [buyer_id.bytes])


def lock_person(contact_hash: bytes, buyer_id: uuid.UUID | None) -> None:
    """Decide over a person alone: whatever they have begun is over, and what they begin waits."""
    lock_contact(contact_hash)
    if buyer_id is not None:
        lock_contact(buyer_id.bytes)


def lock_contact(contact_hash: bytes) -> None:
    """One at a time for this contact, whether or not an account has it."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [contact_hash])


def find_code_locked(code_id: uuid.UUID) -> OneTimeCode | None:
    """Lock a one-time code."""
    return OneTimeCode.objects.select_for_update().filter(pk=code_id).first()


def get_buyer_locked(buyer_id: uuid.UUID) -> Buyer:
    """Lock an account that is there."""
    return Buyer.objects.select_for_update().get(pk=buyer_id)


def find_challenge_locked(challenge_id: uuid.UUID) -> PaymentChallenge | None:
    """Lock what a buyer is asked to confirm, with the account first."""
    return PaymentChallenge.objects.select_for_update().filter(pk=challenge_id).first()
