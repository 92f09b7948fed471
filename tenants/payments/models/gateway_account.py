from django.db import models

from platform_core.kernel.ids import new_id
from tenants.payments.enums import GatewayName


class GatewayAccount(models.Model):
    """A merchant's own account at an institution: buyers pay into it, never into one of the platform's (二清 is illegal).

    ``settings`` may be shown, ``secrets`` are sealed with the merchant's key. ``methods``: the ways that are offered, in order.
    ``commission``: the platform's share in hundredths of a percent, taken by the institution out of each payment.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gateway = models.CharField(max_length=16, choices=GatewayName.choices, unique=True)
    enabled = models.BooleanField(default=False)
    settings = models.JSONField(default=dict)
    secrets = models.BinaryField(default=b"")
    methods = models.JSONField(default=list)
    commission = models.SmallIntegerField(default=0)
    commission_receiver = models.CharField(max_length=64, blank=True)
    position = models.SmallIntegerField(default=0)
    sequence = models.IntegerField(default=0, db_default=0)  # of its last event
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "gateway"]
        constraints = [
            # WeChat Pay lets a merchant split 30 % by default; more is a matter between merchant and institution.
            models.CheckConstraint(
                condition=models.Q(commission__gte=0, commission__lte=3_000), name="account_commission"
            )
        ]

    def __str__(self) -> str:
        return self.gateway
