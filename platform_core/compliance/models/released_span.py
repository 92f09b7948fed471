from django.db import models


class ReleasedSpan(models.Model):
    """Codes of a batch that left their shop unsold: places from ``first`` up to (not including) ``past``. Whoever has them next is no
    double.
    """

    id = models.BigAutoField(primary_key=True)
    lot = models.ForeignKey("compliance.ScreenedLot", on_delete=models.CASCADE, related_name="released")
    first = models.IntegerField()
    past = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.first}..{self.past}"
