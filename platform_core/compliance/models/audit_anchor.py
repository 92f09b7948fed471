from django.db import models


class AuditAnchor(models.Model):
    """Append-only, for the platform too: where a chain stood on a day, signed, and written to a file outside the database."""

    pk = models.CompositePrimaryKey("chain", "day")
    chain = models.CharField(max_length=32)
    day = models.DateField()
    seq = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["day"], name="anchor_day")]

    def __str__(self) -> str:
        return f"{self.chain} {self.day}"
