from django.db import models

from platform_core.kernel.ids import new_id
from tenants.payments.enums import PaymentState


class Payment(models.Model):
    """One attempt to pay one order at one gateway; the amount asked is compared with the amount paid, exactly."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField(db_index=True)
    gateway = models.CharField(max_length=16)
    number = models.CharField(max_length=32, unique=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=12, choices=PaymentState.choices, default=PaymentState.CREATED)
    provider_id = models.CharField(max_length=64, unique=True, null=True)
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.number
