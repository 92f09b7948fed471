from django.db import models

from platform_core.kernel.ids import new_id
from tenants.inventory.enums import ImportState


class CodeImport(models.Model):
    """One file (or paste) of codes. Its lines live sealed in the upload folder until the job is done, never in a row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sku_id = models.UUIDField(db_index=True)
    contract = models.ForeignKey("inventory.SupplierContract", on_delete=models.PROTECT, related_name="imports")
    state = models.CharField(max_length=20, choices=ImportState.choices, default=ImportState.UPLOADED)
    upload = models.CharField(max_length=80)
    filename = models.CharField(max_length=120)
    bytes = models.BigIntegerField()
    format = models.JSONField(default=dict)
    unit_cost = models.BigIntegerField(default=0)
    shared_uses = models.IntegerField(default=0)
    lines = models.IntegerField(default=0)
    accepted = models.IntegerField(default=0)
    duplicates_in_file = models.IntegerField(default=0)
    duplicates_in_stock = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    removed = models.IntegerField(default=0)
    errors_upload = models.CharField(max_length=80, blank=True)
    failure = models.CharField(max_length=64, blank=True)
    cancel_requested = models.BooleanField(default=False)
    created_by = models.CharField(max_length=254, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.filename

    @property
    def duplicates(self) -> int:
        """Lines whose code was already there, in the file or in stock."""
        return self.duplicates_in_file + self.duplicates_in_stock
