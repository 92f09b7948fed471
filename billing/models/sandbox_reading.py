from django.db import models

from billing.enums import Meter


class SandboxReading(models.Model):
    """A figure of a meter that the sandbox was told; the same identifier counts once."""

    identifier = models.CharField(max_length=100, primary_key=True)
    customer_id = models.CharField(max_length=64)
    meter = models.CharField(max_length=8, choices=Meter.choices)
    value = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["customer_id", "meter", "at"], name="sandbox_reading_of")]

    def __str__(self) -> str:
        return self.identifier
