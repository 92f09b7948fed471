from django.db import models


class AuditLink(models.Model):
    """Append-only: a link of the shop's chain, which shows tampering with what is audited; see platform_core.compliance.audit_chain."""

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=32)
    row_id = models.UUIDField()
    row_at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "row_id"], name="audit_link_once")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"
