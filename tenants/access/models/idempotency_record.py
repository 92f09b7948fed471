import hashlib

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class IdempotencyRecord(models.Model):
    """One Idempotency-Key that did something. Written in the transaction of its effect; holds a pointer, no body.

    A concurrent duplicate waits on the primary key; a crash leaves nothing behind. The key itself is kept as its SHA-256:
    callers put all kinds of things into keys.
    """

    key_hash = models.BinaryField(max_length=32, primary_key=True)
    fingerprint = models.BinaryField(max_length=32)
    resource_id = models.UUIDField()
    request_id = models.CharField(max_length=40)
    status = models.SmallIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [BrinIndex(fields=["created_at"], name="idempotency_age")]

    @staticmethod
    def hash_of(key: str) -> bytes:
        """What is kept of a key."""
        return hashlib.sha256(key.encode()).digest()

    def __str__(self) -> str:
        return bytes(self.key_hash).hex()
