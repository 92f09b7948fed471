from django.db import models


class RefundedCode(models.Model):
    """A code is refunded at most once; the primary key says so."""

    code_id = models.UUIDField(primary_key=True)
    refund = models.ForeignKey("issuance.Refund", on_delete=models.PROTECT, related_name="refunded")
    amount = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.code_id} {self.amount}"
