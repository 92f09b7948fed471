from django.db import models

from platform_core.kernel.ids import new_id


class ExportDownload(models.Model):
    """Append-only: somebody with the link fetched the file. Written before the first byte leaves."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    export = models.ForeignKey("reporting.Export", on_delete=models.PROTECT, related_name="downloads")
    ip = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.export_id} by {self.ip}"
