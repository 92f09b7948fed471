from django.db import models


class Backorder(models.Model):
    """An issue line that waits for codes of a SKU: its place in the queue. The row goes when the line has everything.

    While a SKU has one, what is on its shelf belongs to the queue: ``claim_codes`` gives it to nobody else.
    """

    owner_id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField(editable=False)  # counted by the database: who came first
    issuance_id = models.UUIDField()
    sku_id = models.UUIDField()
    missing = models.IntegerField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["sku_id", "number"], name="backorder_queue"),
            models.Index(fields=["issuance_id"], name="backorder_issuance"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(missing__gt=0), name="backorder_missing")]

    def __str__(self) -> str:
        return f"{self.sku_id} x{self.missing}"
