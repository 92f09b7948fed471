from django.db import models

from platform_core.kernel.ids import new_id
from tenants.orders.enums import LineSecret


class LineLook(models.Model):
    """Append-only: somebody read what is sealed on a line of an order. Written before it is shown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="looks")
    what = models.CharField(max_length=12, choices=LineSecret.choices)
    actor = models.CharField(max_length=254)
    ip = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.what} of {self.line_id} by {self.actor}"
