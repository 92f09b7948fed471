from django.db import models

from platform_core.compliance.enums import RecallState
from platform_core.kernel.ids import new_id


class RecallShop(models.Model):
    """How far a shop is with a recall: counts alone. Who its buyers are is known to the shop, and to nobody else.

    ``sold``: codes that are with buyers; ``orders``: of which so many, ``told`` of them; ``unreached``: nobody can be told;
    ``elsewhere``: issued through the merchant's own system.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recall = models.ForeignKey("compliance.PlatformRecall", on_delete=models.CASCADE, related_name="shops")
    tenant_role = models.CharField(max_length=63)
    supplier_id = models.UUIDField()  # the shop's link
    state = models.CharField(max_length=8, choices=RecallState.choices, default=RecallState.RUNNING)
    lots = models.IntegerField(default=0)
    frozen = models.IntegerField(default=0)
    sold = models.IntegerField(default=0)
    orders = models.IntegerField(default=0)
    told = models.IntegerField(default=0)
    unreached = models.IntegerField(default=0)
    elsewhere = models.IntegerField(default=0)
    reported_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recall", "supplier_id"], name="recall_shop_once")]
        indexes = [
            models.Index(fields=["tenant_role"], name="recall_of_shop", condition=models.Q(state=RecallState.RUNNING))
        ]

    def __str__(self) -> str:
        return f"{self.recall_id} {self.tenant_role} {self.state}"
