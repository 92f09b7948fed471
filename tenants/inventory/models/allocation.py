from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models

from tenants.inventory.enums import AllocationKind


class Allocation(models.Model):
    """A range of a lot's positions that belongs to one issue line (or, for now, to one reservation).

    The exclusion constraint makes a double issue impossible even if every line of our code were wrong.
    """

    id = models.BigAutoField(primary_key=True)
    owner_id = models.UUIDField()
    kind = models.SmallIntegerField(choices=AllocationKind.choices)
    sku_id = models.UUIDField()
    lot_id = models.BigIntegerField()
    span = IntegerRangeField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner_id"], name="allocation_owner")]
        constraints = [
            ExclusionConstraint(
                name="allocation_once",
                expressions=[("lot_id", RangeOperators.EQUAL), ("span", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.lot_id}{self.span}"
