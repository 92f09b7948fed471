from django.db import models

from platform_core.kernel.ids import new_id
from webhooks.enums import DeliveryStatus


class Delivery(models.Model):
    """One event on its way to one receiver. A shop's role sees its own (row security on ``tenant_role``).

    ``target`` tells receivers of one event apart: an endpoint's id, or ``order``, the URL that its issuance named (``url``).
    ``lane`` is the queue that it stands in: the endpoint's id, or what a shop and a host make. A sample has no event: it
    carries ``sample`` instead.

    ``due_at`` is when it is to be sent next; while it is being sent, when its lease is over and anybody may send it anew;
    null: it is over. ``lease`` is the claim that may write how it went. ``attempts_before`` were made before it was sent
    anew: the schedule began again behind them.
    """

    ORDER = "order"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    event_id = models.UUIDField()
    target = models.CharField(max_length=36)
    lane = models.UUIDField()
    endpoint_id = models.UUIDField(null=True)
    object_id = models.CharField(max_length=64)
    event_type = models.CharField(max_length=64)
    url = models.TextField(blank=True)
    version = models.CharField(max_length=10, blank=True)
    sample = models.JSONField(null=True)
    status = models.CharField(max_length=10, choices=DeliveryStatus.choices)
    attempts = models.SmallIntegerField(default=0)
    attempts_before = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "target"], name="delivery_once")]
        indexes = [
            models.Index(
                fields=["tenant_role", "lane", "due_at"],
                name="delivery_lane",
                condition=models.Q(due_at__isnull=False),
            ),
            models.Index(fields=["tenant_role", "id"], name="delivery_of_shop"),
            models.Index(
                fields=["endpoint_id", "id"],
                name="delivery_of_endpoint",
                condition=models.Q(endpoint_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.object_id}"
