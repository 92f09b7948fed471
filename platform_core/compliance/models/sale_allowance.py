from django.db import models


class SaleAllowance(models.Model):
    """What was sold of a supplier on its first days, when it may sell so much a day and no more. Days are days in China.

    ``value``: face values in fen, of shops that sell in CNY; of others only codes are counted.
    """

    pk = models.CompositePrimaryKey("supplier", "day")
    supplier = models.ForeignKey("compliance.Supplier", on_delete=models.CASCADE, db_constraint=False)
    day = models.DateField()
    codes = models.PositiveIntegerField(default=0)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.day}: {self.codes}"
