from django.db import models

from platform_core.kernel.ids import new_id


class WatchReport(models.Model):
    """A confirmed hit was reported to an authority; append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    finding = models.ForeignKey("compliance.Finding", on_delete=models.PROTECT, related_name="watch_reports")
    authority = models.CharField(max_length=120)
    reference = models.CharField(max_length=120)
    reported_on = models.DateField()
    noted_by = models.CharField(max_length=254)
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.authority} {self.reference}"
