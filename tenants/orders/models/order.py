from django.db import models

from platform_core.kernel.ids import new_id
from tenants.orders.enums import OrderStatus


class Order(models.Model):
    """A buyer's purchase. The number is for reading out; only the 256-bit link token (or contact and password) opens it.

    The contact is kept sealed for delivery and as a keyed hash for look-up; the query password as an Argon2id hash.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=32, unique=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    status = models.CharField(max_length=16, choices=OrderStatus.choices, default=OrderStatus.PENDING_PAYMENT)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    contact_sealed = models.BinaryField()
    contact_hash = models.BinaryField(max_length=16)
    contact_masked = models.CharField(max_length=80)
    query_password = models.CharField(max_length=128, blank=True)
    language = models.CharField(max_length=8, default="zh-hans")
    issuance_id = models.UUIDField(null=True, unique=True)
    pay_by = models.DateTimeField()
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["contact_hash", "-created_at"], name="order_contact"),
            models.Index(fields=["pay_by"], name="order_unpaid", condition=models.Q(status="pending_payment")),
            models.Index(fields=["-created_at"], name="order_newest"),
        ]

    def __str__(self) -> str:
        return self.number
