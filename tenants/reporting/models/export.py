from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from platform_core.kernel.ids import new_id
from tenants.reporting.enums import ExportFormat, ExportState, ExportType

if TYPE_CHECKING:
    from tenants.reporting.models.export_download import ExportDownload


class Export(models.Model):
    """A file of the shop's records, as they were at ``as_of``, to be fetched until ``expires_at``.

    The keys of its file and of its archive come from the tenant's key and ``salt``. Once the salt is erased nothing opens
    the file any more, not even a copy of it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    type = models.CharField(max_length=16, choices=ExportType.choices)
    format = models.CharField(max_length=8, choices=ExportFormat.choices)
    reveal = models.BooleanField(default=False)
    bom = models.BooleanField(default=False)
    issuance_id = models.UUIDField(null=True)
    import_id = models.UUIDField(null=True)
    created_from = models.DateTimeField(null=True)
    created_to = models.DateTimeField(null=True)
    kept_seconds = models.IntegerField()
    state = models.CharField(max_length=12, choices=ExportState.choices, default=ExportState.QUEUED)
    salt = models.BinaryField(max_length=32)
    file = models.CharField(max_length=40, blank=True)
    rows = models.BigIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)
    sha256 = models.BinaryField(max_length=32, null=True)
    failure = models.CharField(max_length=32, blank=True)
    # Of a sheet that somebody asked for in the back office: who, which, what of it, how the file is called (without its ending).
    user_id = models.UUIDField(null=True)
    sheet = models.CharField(max_length=20, blank=True, db_default="")
    asked = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    name = models.CharField(max_length=80, blank=True, db_default="")
    language = models.CharField(max_length=8, blank=True, db_default="")
    created_by = models.CharField(max_length=80)
    ip = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField()
    as_of = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    latest_downloads: list[ExportDownload]  # of those that the selectors give

    class Meta:
        indexes = [
            models.Index(fields=["state", "expires_at"], name="export_due"),
            models.Index(
                fields=["user_id", "-created_at"], name="export_of", condition=models.Q(user_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"

    @property
    def is_underway(self) -> bool:
        """Does it wait, or is it being written?"""
        return self.state in {ExportState.QUEUED, ExportState.RUNNING}

    @property
    def filename(self) -> str:
        """What the file is called where it is saved."""
        name = self.name or f"{self.type}-{self.id.hex[-12:]}"
        return f"{name}.zip" if self.reveal else f"{name}.{self.format}"
