from django.db import models
from django.db.models.functions import Collate

from platform_core.kernel.ids import new_id


class Event(models.Model):
    """Something that happened, written in the transaction in which it happened; audit trail and webhook source.

    A tenant role may INSERT and SELECT its own rows only (row security on ``tenant_role``); nobody updates the facts.
    Readers that go on where they stopped go by (``position``, ``id``), up to ``event_horizon()``: never by ``id`` alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    sequence = models.IntegerField(default=1)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    position = models.BigIntegerField(db_default=models.Func(function="public.event_position"), editable=False)

    class Meta:
        indexes = [
            models.Index(
                Collate("tenant_role", "C"),
                "position",
                "id",
                include=["type", "object_id"],
                name="event_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.object_id}"
