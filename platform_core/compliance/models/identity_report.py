from django.db import models
from django.db.models import F, Q

from platform_core.kernel.ids import new_id


class IdentityReport(models.Model):
    """The identities of all merchants as they were written out for the market regulator, each January and July (电商法 28).

    What stood in the file is kept as its digest: whose identity it was stands in the merchants' own files and histories.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField()
    half = models.PositiveSmallIntegerField()  # 1: handed in in January, 2: in July
    form = models.CharField(max_length=4)  # csv or xlsx
    rows = models.PositiveIntegerField()
    sha256 = models.BinaryField(max_length=32)
    made_by = models.CharField(max_length=254)
    made_at = models.DateTimeField()
    handed_in_by = models.CharField(max_length=254, blank=True)
    handed_in_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(half__in=[1, 2]), name="identity_report_half"),
            models.CheckConstraint(
                condition=Q(handed_in_at__isnull=True) | Q(handed_in_at__gte=F("made_at")), name="identity_report_order"
            ),
        ]
        indexes = [models.Index(fields=["-year", "-half", "-made_at"], name="identity_report_recent")]

    def __str__(self) -> str:
        return f"{self.year}-{self.half}"
