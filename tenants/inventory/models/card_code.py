from django.db import models


class CardCode(models.Model):
    """One code, sealed. Immutable: whether it is sold stands in allocations, never here.

    ``fingerprint`` is keyed and over the exact bytes of card number and secret: unique per tenant. ``number_print`` is keyed
    and over the card number alone; null where there is none. Half as long and not unique: who finds a code by it compares.
    """

    pk = models.CompositePrimaryKey("lot_id", "position")
    lot_id = models.BigIntegerField()
    position = models.IntegerField()
    fingerprint = models.BinaryField(max_length=16)
    sealed = models.BinaryField()
    number_print = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["number_print"], name="cardcode_number", condition=models.Q(number_print__isnull=False)
            )
        ]
        constraints = [models.UniqueConstraint(fields=["fingerprint"], name="cardcode_fingerprint")]

    def __str__(self) -> str:
        return f"{self.lot_id}/{self.position}"
