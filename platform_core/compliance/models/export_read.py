from django.db import models


class ExportRead(models.Model):
    """A section of a shop that was read for an authority. Written by ``sql/exports.sql`` alone.

    ``told_at``: since when the shop's own audit log says so; null as long as the authority's order of secrecy holds.
    """

    export = models.ForeignKey("compliance.AuthorityExport", on_delete=models.PROTECT, related_name="reads")
    tenant_role = models.CharField(max_length=63)
    section = models.CharField(max_length=20)
    read_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["export", "tenant_role", "section"], name="export_read_once")]
        indexes = [
            models.Index(fields=["export"], name="export_untold", condition=models.Q(told_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.export_id} {self.section}"
