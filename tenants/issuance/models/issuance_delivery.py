from django.db import models

from platform_core.kernel.ids import new_id
from tenants.issuance.enums import DeliveryMethod


class IssuanceDelivery(models.Model):
    """A way for somebody who has no key to see the codes of an issuance: a link that ends. Holds no secret itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuance_id = models.UUIDField(db_index=True)
    method = models.CharField(max_length=8, choices=DeliveryMethod.choices)
    created_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.issuance_id} by {self.method}"
