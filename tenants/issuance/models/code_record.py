from django.db import models

from tenants.issuance.enums import CodeStatus


class CodeRecord(models.Model):
    """What became of a code. A code that only lies on the shelf, or was only issued, has none.

    ``left`` of ``initial`` is what can still be redeemed: minor units or uses, whichever its SKU counts; null: neither.
    """

    code_id = models.UUIDField(primary_key=True)
    sku_id = models.UUIDField()
    line_id = models.UUIDField(null=True)
    issuance_id = models.UUIDField(null=True, db_index=True)
    status = models.CharField(max_length=20, choices=CodeStatus.choices)
    suspended_from = models.CharField(max_length=20, blank=True)
    activated = models.BooleanField(default=False)
    initial = models.BigIntegerField(null=True)
    left = models.BigIntegerField(null=True)
    sequence = models.IntegerField(default=0)  # of its history
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["status", "code_id"], name="coderecord_status")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(initial__isnull=True, left__isnull=True)
                | models.Q(left__gte=0, left__lte=models.F("initial")),
                name="coderecord_left",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code_id} {self.status}"
