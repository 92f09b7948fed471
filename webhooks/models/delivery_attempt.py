from django.db import models

from platform_core.kernel.ids import new_id
from webhooks.enums import AttemptError
from webhooks.models.delivery import Delivery


class DeliveryAttempt(models.Model):
    """One call of a receiver: when, how long, and what it answered, never its words. What was killed has none."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="log")
    number = models.SmallIntegerField()
    at = models.DateTimeField()
    duration_ms = models.IntegerField()
    status = models.SmallIntegerField(null=True)
    error = models.CharField(max_length=16, choices=AttemptError.choices, blank=True)

    def __str__(self) -> str:
        return f"{self.delivery_id}[{self.number}]"
