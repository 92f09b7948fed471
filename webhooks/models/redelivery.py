from django.db import models

from platform_core.kernel.ids import new_id
from webhooks.enums import RedeliveryKind, RedeliveryState


class Redelivery(models.Model):
    """Long work that sends many events anew; goes on where it stopped. A shop's role sees its own.

    ``filter`` is what it picks: ``endpoint``, ``since``, ``until``, and of deliveries ``statuses`` and ``types``.
    ``position`` and ``after`` are where it stands: in a recovery among the events, else among the deliveries.
    ``total`` is how many there were to look at when it began.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    kind = models.CharField(max_length=7, choices=RedeliveryKind.choices)
    filter = models.JSONField()
    state = models.CharField(max_length=9, choices=RedeliveryState.choices, default=RedeliveryState.QUEUED)
    position = models.BigIntegerField(default=-1)
    after = models.UUIDField(null=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    sent = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["tenant_role", "id"], name="redelivery_of_shop")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
