from django.db import models

from platform_core.kernel.ids import new_id
from tenants.orders.enums import OrderAct


class OrderNote(models.Model):
    """Append-only: what staff said about an order or did to it, by whom. ``act`` is empty for a plain note; no codes, no contacts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="notes")
    act = models.CharField(max_length=16, choices=OrderAct.choices, blank=True)
    text = models.CharField(max_length=1_000, blank=True)
    author = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.order_id} {self.act}"
