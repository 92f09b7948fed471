from django.db import models
from django.db.models import Q

from platform_core.compliance.enums import AppealState
from platform_core.kernel.ids import new_id


class Appeal(models.Model):
    """A merchant says why a restriction is wrong. One at a time of each restriction and shop; decided by other staff than restricted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    restriction = models.ForeignKey("compliance.Restriction", on_delete=models.PROTECT, related_name="appeals")
    link = models.ForeignKey("compliance.SupplyLink", on_delete=models.PROTECT, related_name="appeals")
    tenant_role = models.CharField(max_length=63)
    text = models.CharField(max_length=2000)
    made_by = models.CharField(max_length=64)
    made_email = models.CharField(max_length=254)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=AppealState.choices, default=AppealState.OPEN)
    answer = models.CharField(max_length=1000, blank=True)
    decided_by = models.CharField(max_length=254, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "tenant_role"], condition=Q(state=AppealState.OPEN), name="one_open_appeal"
            )
        ]
        indexes = [models.Index(fields=["made_at"], name="appeal_queue", condition=Q(state=AppealState.OPEN))]

    def __str__(self) -> str:
        return f"{self.restriction_id} {self.state}"
