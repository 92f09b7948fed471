from django.db import models


class DayClose(models.Model):
    """A day of the shop's books of which the totals are kept: ``DayTotal`` and ``SupplierDayTotal`` say what was booked on it.

    Days are closed in order and without gaps, so the newest says up to where totals reach. ``zone``: whose days these are; totals
    of another zone than the shop's are as good as none. ``transfers``: how many the ledger had of this day; rows are only ever
    added to it, so the same number later means that nothing came late.
    """

    day = models.DateField(primary_key=True)
    zone = models.CharField(max_length=64)
    transfers = models.IntegerField()
    closed_at = models.DateTimeField()
    verified_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["verified_at"], name="close_verified")]

    def __str__(self) -> str:
        return f"{self.day} {self.transfers}"
