from django.db import models

from platform_core.kernel.ids import new_id
from webhooks.enums import DeliveryStatus


class Delivery(models.Model):
    """One event on its way to one target; a shop sees its own (row security on ``tenant_role``).

    ``target`` tells targets of one event apart: ``order`` is the URL that its issuance named. ``due_at`` is when it is to be
    sent next; while it is being sent, when its lease is over and anybody may send it anew; null: it is over. ``lease`` is the
    claim that may write how it went.
    """

    ORDER = "order"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    event_id = models.UUIDField()
    target = models.CharField(max_length=32)
    object_id = models.CharField(max_length=64)
    event_type = models.CharField(max_length=64)
    url = models.TextField()
    version = models.CharField(max_length=10)
    status = models.CharField(max_length=10, choices=DeliveryStatus.choices)
    attempts = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "target"], name="delivery_once")]
        indexes = [
            models.Index(
                fields=["tenant_role", "due_at"], name="delivery_due", condition=models.Q(due_at__isnull=False)
            ),
            models.Index(fields=["tenant_role", "id"], name="delivery_of_shop"),
            models.Index(fields=["completed_at"], name="delivery_over", condition=models.Q(completed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.object_id}"
