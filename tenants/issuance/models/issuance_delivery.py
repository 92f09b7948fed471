from django.db import models

from platform_core.kernel.ids import new_id
from tenants.issuance.enums import DeliveryMethod


class IssuanceDelivery(models.Model):
    """A way for somebody who has no key to see the codes of an issuance: a link that ends, perhaps mailed. Holds no secret itself.

    ``email_sealed`` is kept only while a mail waits for codes; then its row in the platform's outbox has the address.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuance_id = models.UUIDField(db_index=True)
    method = models.CharField(max_length=8, choices=DeliveryMethod.choices)
    created_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    email_sealed = models.BinaryField(null=True)
    email_masked = models.CharField(max_length=260, blank=True, default="", db_default="")
    language = models.CharField(max_length=8, default="zh-hans", db_default="zh-hans")
    mail_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["issuance_id"], name="delivery_waiting", condition=models.Q(email_sealed__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.issuance_id} by {self.method}"
