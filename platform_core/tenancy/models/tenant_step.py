from django.db import models
from django.db.models import F, Q

from platform_core.kernel.ids import new_id
from platform_core.tenancy.enums import TenantAct


class TenantStep(models.Model):
    """Append-only: what the platform did to a shop as a whole, why, and who. What cannot be undone takes two people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_id = models.UUIDField(db_index=True)
    act = models.CharField(max_length=10, choices=TenantAct.choices)
    reason = models.CharField(max_length=500)
    by = models.CharField(max_length=254)
    second_by = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="tenant_step_at")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(by=""), name="tenant_step_told"),
            models.CheckConstraint(
                condition=~Q(act__in=[TenantAct.SHRED, TenantAct.DROP]) | (~Q(second_by="") & ~Q(second_by=F("by"))),
                name="tenant_step_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.act}"
