from django.db import models
from django.db.models import Q

from platform_core.compliance.agreement_enums import AgreementKind
from platform_core.kernel.ids import new_id


class AgreementVersion(models.Model):
    """Append-only: a version of the platform's own agreement or rules (电子商务法 32-34), readable by everybody for ever.

    A change begins seven days after it was published, which the database holds as well (sql/agreements.sql). ``consultation``: how
    opinions were asked for, and what became of them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=AgreementKind.choices)
    number = models.PositiveIntegerField()
    text = models.TextField()
    text_en = models.TextField(blank=True)
    summary = models.CharField(max_length=1000, blank=True)  # what changes, for people in a hurry
    consultation = models.CharField(max_length=1000, blank=True)
    published_at = models.DateTimeField()
    begins_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=254)
    second_by = models.CharField(max_length=254)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="agreement_number"),
            models.CheckConstraint(condition=~Q(proposed_by=models.F("second_by")), name="agreement_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} v{self.number}"
