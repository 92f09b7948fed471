from django.db import models

from platform_core.kernel.ids import new_id


class AbnormalCase(models.Model):
    """An order that a person must look at (异常订单), with the reason; money is never just dropped."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.PROTECT, related_name="cases")
    reason = models.CharField(max_length=24)
    detail = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["opened_at"], name="case_open", condition=models.Q(closed_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.order_id} {self.reason}"
