from django.db import models


class Bucket(models.Model):
    """A slice of a lot with its own cursor: codes from ``next_position`` up to (not including) ``end_position`` are unsold.

    Several per lot, so that buyers of one hot product do not queue on one row. The cursor stands in no index and pages
    are mostly empty: moving it never grows the table. ``open`` is false once empty, held or recalled. ``followers`` counts
    the buckets of the same lot that come after it (ids of a lot's buckets are consecutive).
    """

    id = models.BigAutoField(primary_key=True)
    lot_id = models.BigIntegerField()
    sku_id = models.UUIDField()
    supplier_id = models.UUIDField()
    sell_by = models.DateField()
    unit_cost = models.BigIntegerField(default=0)
    next_position = models.IntegerField()
    end_position = models.IntegerField()
    open = models.BooleanField(default=True)
    followers = models.SmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["sku_id", "sell_by", "id"], name="bucket_shelf", condition=models.Q(open=True)),
            models.Index(fields=["lot_id"], name="bucket_lot"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(next_position__gte=1, next_position__lte=models.F("end_position")),
                name="bucket_cursor",
            )
        ]

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.next_position}..{self.end_position}"
