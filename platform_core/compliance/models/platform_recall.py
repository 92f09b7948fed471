from django.db import models

from platform_core.compliance.enums import RecallState
from platform_core.kernel.ids import new_id


class PlatformRecall(models.Model):
    """The platform takes a supplier's batches back from sale in every shop concerned, and each shop tells its own buyers.

    ``reason``: told to the shops; ``notice``: to the buyers. ``since``, ``until``: batches stored between; null: no bound.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supplier = models.ForeignKey("compliance.Supplier", on_delete=models.PROTECT, related_name="recalls")
    finding_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=200)
    notice = models.CharField(max_length=200)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=RecallState.choices, default=RecallState.RUNNING)
    ordered_by = models.CharField(max_length=254)
    second_by = models.CharField(max_length=254, blank=True)
    ordered_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-ordered_at"], name="recall_newest")]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.state}"
