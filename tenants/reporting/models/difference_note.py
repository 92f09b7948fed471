from django.db import models

from platform_core.kernel.ids import new_id
from tenants.reporting.enums import DifferenceAct


class DifferenceNote(models.Model):
    """Append-only: what was done about a difference, by whom and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    difference = models.ForeignKey("reporting.Difference", on_delete=models.PROTECT, related_name="notes")
    act = models.CharField(max_length=12, choices=DifferenceAct.choices)
    text = models.CharField(max_length=300, blank=True)
    author = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.difference_id} {self.act}"
