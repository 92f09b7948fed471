from django.db import models

from platform_core.compliance.enums import FindingAct
from platform_core.kernel.ids import new_id


class FindingStep(models.Model):
    """Append-only: what happened to that which a finding is about, beside what people decide. ``codes`` of ``of`` left the shop unsold."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    finding = models.ForeignKey("compliance.Finding", on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=12, choices=FindingAct.choices)
    tenant_role = models.CharField(max_length=63)
    lot = models.BigIntegerField()
    codes = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "act", "tenant_role", "lot"], name="finding_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.act}"
