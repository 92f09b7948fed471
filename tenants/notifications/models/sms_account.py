from django.db import models

from platform_core.kernel.ids import new_id
from tenants.notifications.enums import SmsGatewayName


class SmsAccount(models.Model):
    """A merchant's own account at an SMS gateway. ``settings`` may be shown, ``secrets`` are sealed with the merchant's key.

    One at a time is switched on; it carries all short messages of the shop.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gateway = models.CharField(max_length=16, choices=SmsGatewayName.choices, unique=True)
    enabled = models.BooleanField(default=False)
    settings = models.JSONField(default=dict)
    secrets = models.BinaryField(default=b"")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=254)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enabled"], name="sms_account_one_enabled", condition=models.Q(enabled=True)
            ),
        ]

    def __str__(self) -> str:
        return self.gateway
