from django.db import models

from platform_core.kernel.ids import new_id


class SharedCode(models.Model):
    """A code that is issued again and again (循环卡密), at most ``max_uses`` times.

    What it says is destroyed (``shredded_at``) a while after it was issued for the last time; ``looked_at``: when it was kept back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code_import = models.ForeignKey("inventory.CodeImport", on_delete=models.PROTECT, related_name="shared_codes")
    sku_id = models.UUIDField()
    supplier_id = models.UUIDField()
    sell_by = models.DateField()
    fingerprint = models.BinaryField(max_length=16)
    sealed = models.BinaryField()
    number_print = models.BigIntegerField(null=True)  # as of a card code
    uses = models.IntegerField(default=0)
    max_uses = models.IntegerField()
    looked_at = models.DateTimeField(null=True)
    shredded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["sku_id", "sell_by"], name="shared_shelf"),
            models.Index(
                fields=["number_print"], name="sharedcode_number", condition=models.Q(number_print__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["fingerprint"], name="sharedcode_fingerprint"),
            models.CheckConstraint(condition=models.Q(uses__gte=0, uses__lte=models.F("max_uses")), name="shared_cap"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.uses}/{self.max_uses}"
