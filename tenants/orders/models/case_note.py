from django.db import models

from platform_core.kernel.ids import new_id


class CaseNote(models.Model):
    """What was done or said about a case, by whom; nobody can change it. ``action`` is empty for a plain note."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("orders.AbnormalCase", on_delete=models.PROTECT, related_name="notes")
    action = models.CharField(max_length=24, blank=True)
    text = models.CharField(max_length=1_000, blank=True)
    author = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.action}"
