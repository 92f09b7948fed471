from django.db import models


class LotMark(models.Model):
    """How many codes of a batch of some shop are out, and how many of them turned out bad (the merchant replaced or refunded them).

    ``supplier_id``: the shop's own link to the supplier.
    """

    pk = models.CompositePrimaryKey("tenant_role", "lot")
    tenant_role = models.CharField(max_length=63)
    lot = models.BigIntegerField()
    supplier_id = models.UUIDField()
    sold = models.IntegerField()
    bad = models.IntegerField()
    # Of suppliers that sell within limits alone: orders that began with this batch, and those of them that were complained about.
    orders = models.IntegerField(default=0, db_default=0)
    disputed = models.IntegerField(default=0, db_default=0)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["supplier_id"], name="lot_mark_supplier"),
            models.Index(fields=["tenant_role", "at"], name="lot_mark_shop"),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_role} {self.lot} {self.bad}/{self.sold}"
