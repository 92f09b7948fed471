from django.db import models


class PlatformAuditLink(models.Model):
    """Append-only: a link of the platform's own chain; see audit_chain.py. Shops have theirs in their schema."""

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=32)
    row_id = models.UUIDField()
    row_at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "row_id"], name="platform_link_once")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"
