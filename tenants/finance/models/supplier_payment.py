from django.db import models

from platform_core.kernel.ids import new_id


class SupplierPayment(models.Model):
    """The merchant paid a supplier with money of its own, outside of what institutions split (线下结算).

    Never deleted: one that was a mistake is undone by an entry of its own in the books, and stays on record.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supplier_id = models.UUIDField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    paid_on = models.DateField()
    reference = models.CharField(max_length=80)
    note = models.CharField(max_length=200, blank=True)
    recorded_by = models.CharField(max_length=254)
    recorded_at = models.DateTimeField()
    undone_by = models.CharField(max_length=254, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["supplier_id", "-recorded_at"], name="payment_to_supplier")]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="supplier_payment_amount")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.amount} {self.currency}"
