from django.db import models

from platform_core.compliance.export_enums import ExportAct
from platform_core.kernel.ids import new_id


class ExportStep(models.Model):
    """Append-only: one act in the life of an export for an authority. ``email`` is empty where the platform did it by itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    export = models.ForeignKey("compliance.AuthorityExport", on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10, choices=ExportAct.choices)
    email = models.CharField(max_length=254, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["export", "at"], name="export_step_order")]

    def __str__(self) -> str:
        return f"{self.export_id} {self.act}"
