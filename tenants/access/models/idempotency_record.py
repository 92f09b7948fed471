from django.db import models


class IdempotencyRecord(models.Model):
    """One Idempotency-Key that did something. Written in the transaction of its effect; holds a pointer, no body.

    A concurrent duplicate waits on the primary key; a crash leaves nothing behind.
    """

    key = models.CharField(max_length=255, primary_key=True)
    fingerprint = models.BinaryField(max_length=32)
    resource_id = models.UUIDField()
    request_id = models.CharField(max_length=40)
    status = models.SmallIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="idempotency_age")]

    def __str__(self) -> str:
        return self.key
