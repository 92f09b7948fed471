from django.db import models


class FiguredDay(models.Model):
    """A day whose figures are kept, up to ``until``: its end, but for the day that it is today. In order and without gaps.

    ``transfers``: how many the ledger had of it until then; the same number later means that nothing came late.
    """

    day = models.DateField(primary_key=True)
    zone = models.CharField(max_length=64)
    until = models.DateTimeField()
    transfers = models.IntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day} {self.transfers}"
