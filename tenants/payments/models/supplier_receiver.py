from django.db import models

from platform_core.kernel.ids import new_id
from tenants.payments.enums import GatewayName


class SupplierReceiver(models.Model):
    """Where a supplier is paid at an institution, out of the payments for its codes. One per supplier and gateway."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supplier_id = models.UUIDField()
    gateway = models.CharField(max_length=16, choices=GatewayName.choices)
    receiver = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["supplier_id", "gateway"], name="receiver_once")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.receiver}"
