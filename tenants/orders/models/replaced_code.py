from django.db import models

from platform_core.kernel.ids import new_id


class ReplacedCode(models.Model):
    """A bad code of an order and the one that its buyer got for it, shown beside the others.

    ``line_id``: the issue line of the new one. ``supplier_id``: whose the bad one was, counted against them; null: the shop's own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="replaced_codes")
    case = models.ForeignKey("orders.AbnormalCase", on_delete=models.PROTECT, related_name="replaced_codes")
    code_id = models.UUIDField(unique=True)
    new_code_id = models.UUIDField()
    line_id = models.UUIDField()
    supplier_id = models.UUIDField(null=True)
    sku_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["supplier_id", "sku_id"], name="replaced_of_supplier")]

    def __str__(self) -> str:
        return f"{self.code_id} → {self.new_code_id}"
