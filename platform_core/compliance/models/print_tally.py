from django.db import models


class PrintTally(models.Model):
    """How many prints a shop looked up on a day (UTC), and how many of its batches met another shop's codes."""

    id = models.BigAutoField(primary_key=True)
    tenant_role = models.CharField(max_length=63)
    day = models.DateField()
    prints = models.BigIntegerField(default=0)
    met = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_role", "day"], name="print_tally_once")]

    def __str__(self) -> str:
        return f"{self.tenant_role} {self.day} {self.prints}"
