from django.db import models

from webhooks.enums import TallySpan


class Tally(models.Model):
    """How many attempts an endpoint answered well and badly in one minute or hour, and how long they took together."""

    pk = models.CompositePrimaryKey("endpoint_id", "span", "at")
    endpoint_id = models.UUIDField()
    span = models.CharField(max_length=6, choices=TallySpan.choices)
    at = models.DateTimeField()
    tenant_role = models.CharField(max_length=63)
    succeeded = models.IntegerField()
    failed = models.IntegerField()
    duration_ms = models.BigIntegerField()
    slowest_ms = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["span", "at"], name="tally_at")]  # of all endpoints together

    def __str__(self) -> str:
        return f"{self.endpoint_id} {self.span} {self.at}"
