from django.db import models

from platform_core.kernel.ids import new_id
from tenants.inventory.enums import ReservationState


class Reservation(models.Model):
    """Codes held for a checkout until ``expires_at``; then they go back on the shelf."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sku_id = models.UUIDField()
    quantity = models.IntegerField()
    state = models.CharField(max_length=12, choices=ReservationState.choices, default=ReservationState.HELD)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="reservation_due", condition=models.Q(state="held"))]

    def __str__(self) -> str:
        return f"{self.sku_id} x{self.quantity} {self.state}"
