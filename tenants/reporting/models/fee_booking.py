from django.db import models

from platform_core.kernel.ids import new_id


class FeeBooking(models.Model):
    """A fee that an institution took, in the books under this id; each fact's once, in however many statements it stands.

    ``amount`` is negative where a fee was given back. ``flow``: told by a statement of movements, where fees have lines of their own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gateway = models.CharField(max_length=16)
    key = models.CharField(max_length=110)
    statement = models.ForeignKey("reporting.Statement", on_delete=models.PROTECT, related_name="fees")
    payment_id = models.UUIDField(null=True)
    refund_id = models.UUIDField(null=True)
    flow = models.BooleanField(default=False)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    booked_at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "key"], name="fee_once", condition=models.Q(reversed_at__isnull=True)
            )
        ]
        indexes = [models.Index(fields=["payment_id"], name="fee_of_payment")]

    def __str__(self) -> str:
        return f"{self.key} {self.amount}"
