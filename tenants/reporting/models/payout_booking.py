from django.db import models

from platform_core.kernel.ids import new_id


class PayoutBooking(models.Model):
    """What went from an institution to the merchant's bank, in the books under this id; once, in however many statements it stands.

    ``amount`` is negative where it came back: the bank refused it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gateway = models.CharField(max_length=16)
    key = models.CharField(max_length=110)
    statement = models.ForeignKey("reporting.Statement", on_delete=models.PROTECT, related_name="payouts")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    booked_at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "key"], name="payout_once", condition=models.Q(reversed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.amount}"
