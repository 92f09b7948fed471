from django.db import models

from platform_core.compliance.enums import ActorKind, SupplierAct, SupplierState
from platform_core.kernel.ids import new_id


class SupplierEvent(models.Model):
    """Append-only: one act in the life of a supplier. In order of ``version`` they rebuild where it stands.

    ``handed_in_at``: of a decision of staff, when what it decides was handed in; set by ``sql/decisions.sql``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supplier = models.ForeignKey("compliance.Supplier", on_delete=models.PROTECT, related_name="events")
    version = models.PositiveIntegerField()
    act = models.CharField(max_length=16, choices=SupplierAct.choices)
    from_state = models.CharField(max_length=20, choices=SupplierState.choices)
    to_state = models.CharField(max_length=20, choices=SupplierState.choices)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_email = models.CharField(max_length=254, blank=True)
    second_id = models.CharField(max_length=64, blank=True)
    second_email = models.CharField(max_length=254, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="supplier_event_at"),
            models.Index(
                fields=["to_state", "at"],
                name="supplier_event_flow",
                condition=~models.Q(from_state=models.F("to_state")),
            ),
            models.Index(
                fields=["at"],
                include=["handed_in_at"],
                name="supplier_decision",
                condition=models.Q(handed_in_at__isnull=False),
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["supplier", "version"], name="supplier_event_order")]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.version} {self.act}"
