from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.db import connection

from tenants.access.models import IdempotencyRecord


class IdempotencyClaim(NamedTuple):
    """The Idempotency-Key of a request, what the request was, and its id in our logs."""

    key: str
    fingerprint: bytes
    request_id: str
    status: int = 201


RECORD = "SELECT record_idempotency(%s, %s, %s, %s, %s, %s)"


def record_idempotency(*, claim: IdempotencyClaim, resource_id: uuid.UUID, now: dt.datetime) -> None:
    """Write the key in the transaction of its effect; a concurrent duplicate waits here and then fails on the key.

    The record points at what was made. It never holds a body, so no code can be in it.

    Raises:
        IntegrityError: the key was used before.
    """
    with connection.cursor() as cursor:
        hashed = IdempotencyRecord.hash_of(claim.key)
        cursor.execute(RECORD, [hashed, claim.fingerprint, resource_id, claim.request_id, claim.status, now])
