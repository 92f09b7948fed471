from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models

from platform_core.kernel.ids import moment_of, new_id


class RequestLogEntry(models.Model):
    """One answered request of a recognised key, redacted before it came here. A convenience, kept for days.

    Written in batches and never changed; the id is the request's, so its time is in it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key_id = models.UUIDField()
    method = models.CharField(max_length=7)
    operation = models.CharField(max_length=80)
    path = models.CharField(max_length=300)
    query = models.TextField()
    status = models.SmallIntegerField()
    duration_ms = models.IntegerField()
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=200)
    version = models.CharField(max_length=10)
    # The merchant's own number; of a request that was wrong in itself only its digest (``number_digest``).
    external_id = models.CharField(max_length=64, null=True)
    problem = models.CharField(max_length=60)
    idempotency_key = models.CharField(max_length=64)
    replayed = models.BooleanField()
    original_request = models.CharField(max_length=30)
    content_type = models.CharField(max_length=40)
    request_bytes = models.IntegerField()
    request_body = models.TextField()
    request_omitted = models.CharField(max_length=12)
    response_bytes = models.IntegerField()
    response_body = models.TextField()
    response_omitted = models.CharField(max_length=12)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["external_id", "id"],
                name="requestlog_external_id",
                condition=models.Q(external_id__isnull=False),
            ),
            models.Index(fields=["id"], name="requestlog_refused", condition=models.Q(status__gte=400)),
            models.Index(fields=["id"], name="requestlog_failed", condition=models.Q(status__gte=500)),
        ]

    @property
    def created_at(self) -> dt.datetime:
        """When the request came."""
        return moment_of(self.id)

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"
