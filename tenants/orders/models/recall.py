from django.db import models

from platform_core.kernel.ids import new_id
from tenants.orders.enums import RecallState


class Recall(models.Model):
    """A batch is recalled (召回): its unsold codes are frozen, the buyers of sold ones are told. A batch has one.

    ``position``: up to which place of the batch buyers were told. ``notice``: what they are told, in the merchant's words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lot_id = models.BigIntegerField(unique=True)
    notice = models.CharField(max_length=200)
    open_cases = models.BooleanField(default=False)
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=RecallState.choices, default=RecallState.RUNNING)
    position = models.IntegerField(default=0)
    last_position = models.IntegerField()
    waits = models.IntegerField(default=0)  # how often it waited for the cap
    started_by = models.CharField(max_length=254)
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.lot_id} {self.state}"
