from django.db import models
from django.db.models import Q

from platform_core.compliance.enums import AppealState
from platform_core.kernel.ids import new_id


class MerchantAppeal(models.Model):
    """A merchant says why a restriction of itself is wrong. One at a time; decided by other staff than restricted it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    restriction = models.ForeignKey(
        "compliance.MerchantRestriction", on_delete=models.PROTECT, related_name="merchant_appeals"
    )
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
                fields=["restriction"], condition=Q(state=AppealState.OPEN), name="one_open_merchant_appeal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.restriction_id} {self.state}"
