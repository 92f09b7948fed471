from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models

from tenants.inventory.enums import AllocationKind

# Lot and positions as one range of a 64-bit line: smaller in the index, and cheaper to compare, than a pair of columns.
# 32 bits each: two lots never share a place before a shop has had four thousand million of them.
PLACE = "int8range((lot_id << 32) + lower(span), (lot_id << 32) + upper(span))"


class Allocation(models.Model):
    """A range of a lot's positions that belongs to one issue line (or, for now, to one reservation).

    The exclusion constraint makes a double issue impossible even if every line of our code were wrong.
    """

    pk = models.CompositePrimaryKey("owner_id", "id")
    id = models.BigIntegerField(editable=False)  # counted by the database: keeps an owner's ranges in order
    owner_id = models.UUIDField()
    kind = models.SmallIntegerField(choices=AllocationKind.choices)
    sku_id = models.UUIDField()
    lot_id = models.BigIntegerField()
    span = IntegerRangeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="allocation_once",
                expressions=[(models.Func(template=PLACE), RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.lot_id}{self.span}"
