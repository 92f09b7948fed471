from __future__ import annotations

from tenants.access.models import IdempotencyRecord


def amend_idempotency(*, key: str, fingerprint: bytes, status: int) -> None:
    """A request was answered otherwise than its record foretold, since it waited for what it made: repeats say the same."""
    record = IdempotencyRecord.objects.filter(pk=IdempotencyRecord.hash_of(key), fingerprint=fingerprint)
    record.update(status=status)
