from django.db import models

from platform_core.kernel.ids import new_id
from webhooks.enums import AttemptError
from webhooks.models.delivery import Delivery


class DeliveryAttempt(models.Model):
    """One call of a receiver: where, when, how long, and what it answered. What was killed has none.

    Of ``duration_ms``, ``connect_ms`` went by until there was a connection (0: an open one was used again) and ``wait_ms``
    until the answer began. ``headers`` are a few that say something; ``excerpt`` is the beginning of the answer, without
    what looks like a secret.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    # Without a constraint in the database: its check would cost each attempt a look-up. They are purged together.
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="log", db_constraint=False)
    number = models.SmallIntegerField()
    at = models.DateTimeField()
    duration_ms = models.IntegerField()
    connect_ms = models.IntegerField(null=True)
    wait_ms = models.IntegerField(null=True)
    status = models.SmallIntegerField(null=True)
    error = models.CharField(max_length=16, choices=AttemptError.choices, blank=True)
    headers = models.JSONField(default=dict)
    excerpt = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.delivery_id}[{self.number}]"
