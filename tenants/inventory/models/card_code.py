from django.db import models


class CardCode(models.Model):
    """One code, sealed. Immutable: whether it is sold stands in allocations, never here.

    ``fingerprint`` is keyed and over the exact bytes of card number and secret: unique per tenant.
    """

    pk = models.CompositePrimaryKey("lot_id", "position")
    lot_id = models.BigIntegerField()
    position = models.IntegerField()
    fingerprint = models.BinaryField(max_length=16)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fingerprint"], name="cardcode_fingerprint")]

    def __str__(self) -> str:
        return f"{self.lot_id}/{self.position}"
