"""Answering a repeated Idempotency-Key."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import NamedTuple

from django.db import IntegrityError
from rest_framework.response import Response

from merchant_api.idempotency import Fingerprint
from platform_core.kernel.clock import now
from tenants.access.errors import IdempotencyInProgress, IdempotencyKeyReused
from tenants.access.models import IdempotencyRecord

LOST_WITHIN = dt.timedelta(minutes=10)


class Replay(NamedTuple):
    """What the first request with this key made."""

    resource_id: uuid.UUID
    status: int
    headers: dict[str, str]
    at: dt.datetime

    @property
    def lately(self) -> bool:
        """Is this repeat one of an answer that was lost, rather than a new wish?"""
        return now() - self.at <= LOST_WITHIN


def replay_headers(request_id: str) -> dict[str, str]:
    """Headers that tell a replayed answer from a first one."""
    return {"Idempotent-Replayed": "true", "Original-Request-Id": request_id}


def find_replay(key: str | None, fingerprint: Fingerprint) -> Replay | None:
    """The earlier effect of this key, or None.

    Raises:
        IdempotencyKeyReused: the key came with another request.
    """
    if key is None:
        return None
    record = IdempotencyRecord.objects.filter(pk=IdempotencyRecord.hash_of(key)).first()
    if record is None:
        return None
    if bytes(record.fingerprint) != fingerprint.digest:
        raise IdempotencyKeyReused(original_request_id=record.request_id)
    return Replay(record.resource_id, record.status, replay_headers(record.request_id), record.created_at)


def wait_for_other(error: IntegrityError, replay: Callable[[], Response | None]) -> Response:
    """After losing a race on a unique key: the winner has committed by now, so answer what it made.

    Raises:
        IdempotencyInProgress: it is still not to be seen.
        IntegrityError: the clash was about something else.
    """
    found = replay()
    if found is not None:
        return found
    if "access_idempotencyrecord" in str(error) or "external_id" in str(error):
        raise IdempotencyInProgress from error
    raise error
