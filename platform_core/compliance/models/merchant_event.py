from django.db import models

from platform_core.compliance.enums import ActorKind
from platform_core.compliance.merchant_enums import MerchantAct, MerchantState
from platform_core.kernel.ids import new_id


class MerchantEvent(models.Model):
    """Append-only: one act in the qualification of a merchant. In order of ``version`` they rebuild where it stands.

    ``handed_in_at``: of a decision of staff, when what it decides was handed in; set by ``sql/decisions.sql``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey("compliance.MerchantFile", on_delete=models.PROTECT, related_name="events")
    version = models.PositiveIntegerField()
    act = models.CharField(max_length=12, choices=MerchantAct.choices)
    from_state = models.CharField(max_length=12, choices=MerchantState.choices)
    to_state = models.CharField(max_length=12, choices=MerchantState.choices)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_email = models.CharField(max_length=254, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="merchant_event_at"),
            models.Index(
                fields=["at"],
                include=["handed_in_at"],
                name="merchant_decision",
                condition=models.Q(handed_in_at__isnull=False),
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["file", "version"], name="merchant_event_order")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.version} {self.act}"
