from django.db import models
from django.db.models import Q

from platform_core.compliance.enums import RestrictionKind, SupplyCategory
from platform_core.kernel.ids import new_id


class Restriction(models.Model):
    """What was taken away from a supplier and why, what would remedy it, and until when one may appeal (反电信网络诈骗法 32).

    ``category``: of a blacklisting for one kind of goods; empty: for all. ``evidence``: ids of findings and documents.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supplier = models.ForeignKey("compliance.Supplier", on_delete=models.PROTECT, related_name="restrictions")
    kind = models.CharField(max_length=12, choices=RestrictionKind.choices)
    category = models.CharField(max_length=16, choices=SupplyCategory.choices, blank=True)
    reason = models.CharField(max_length=1000)  # told to the merchants: names no other shop
    remedy = models.CharField(max_length=1000)
    documents = models.JSONField(default=list)
    legal_basis = models.CharField(max_length=300, blank=True)
    evidence = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254)
    second_by = models.CharField(max_length=254, blank=True)
    appeal_until = models.DateTimeField()
    review_on = models.DateField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=254, blank=True)
    lifted_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["supplier"], name="restriction_in_force", condition=Q(lifted_at__isnull=True)),
            models.Index(fields=["review_on"], name="restriction_review", condition=Q(lifted_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=RestrictionKind.BLACKLIST)
                | (
                    ~Q(second_by="")
                    & ~Q(legal_basis="")
                    & ~Q(second_by=models.F("made_by"))
                    & Q(review_on__isnull=False)
                ),
                name="blacklist_two_people",
            )
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.kind}"
