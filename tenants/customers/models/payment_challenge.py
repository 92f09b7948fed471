from django.db import models

from platform_core.kernel.ids import new_id


class PaymentChallenge(models.Model):
    """What a buyer was shown and asked to confirm with the payment password: this amount, to this payee, for this order.

    Good once, for minutes, and for nothing else (OWASP Transaction Authorization).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    buyer = models.ForeignKey("customers.Buyer", on_delete=models.CASCADE, related_name="+")
    order_id = models.UUIDField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    payee = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} → {self.payee}"
