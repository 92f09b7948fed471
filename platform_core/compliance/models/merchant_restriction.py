from django.db import models
from django.db.models import Q

from platform_core.compliance.merchant_enums import MerchantRestrictionKind
from platform_core.kernel.ids import new_id


class MerchantRestriction(models.Model):
    """What was taken away from a merchant and why, what would remedy it, until when one may appeal (反电信网络诈骗法 32)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey("compliance.MerchantFile", on_delete=models.PROTECT, related_name="restrictions")
    kind = models.CharField(max_length=8, choices=MerchantRestrictionKind.choices)
    reason = models.CharField(max_length=1000)  # told to the merchant: names no other shop
    remedy = models.CharField(max_length=1000)
    documents = models.JSONField(default=list)
    legal_basis = models.CharField(max_length=300, blank=True)
    evidence = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254)
    appeal_until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=254, blank=True)
    lifted_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file"], condition=Q(lifted_at__isnull=True), name="one_merchant_restriction"
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(remedy=""), name="merchant_restriction_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.kind}"
