from django.db import models

from platform_core.compliance.enums import FindingState, Level, SubjectKind
from platform_core.kernel.ids import new_id


class Finding(models.Model):
    """Something a rule or a cross-tenant check came upon, for staff to decide.

    ``key``: the same thing found again is the same finding. ``facts``: what the rule saw, contacts and codes as prints or masked.
    ``tenant_role``: whose shop it is in; empty where it is in none or in several, which ``facts`` names.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule_id = models.CharField(max_length=24)
    rule_version = models.PositiveIntegerField(default=1)
    level = models.CharField(max_length=8, choices=Level.choices)
    subject_kind = models.CharField(max_length=12, choices=SubjectKind.choices)
    subject_ref = models.CharField(max_length=120)
    tenant_role = models.CharField(max_length=63, blank=True)
    supplier_id = models.UUIDField(null=True)
    points = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=200, unique=True)
    facts = models.JSONField(default=dict)
    facts_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=FindingState.choices, default=FindingState.OPEN)
    found_at = models.DateTimeField()
    taken_by = models.CharField(max_length=254, blank=True)
    decided_by = models.CharField(max_length=254, blank=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["found_at"], name="finding_queue", condition=models.Q(state=FindingState.OPEN)),
            models.Index(fields=["rule_id", "-found_at"], name="finding_rule"),
            models.Index(
                fields=["decided_at"],
                include=["found_at", "state"],
                name="finding_decisions",
                condition=models.Q(decided_at__isnull=False),
            ),
            models.Index(fields=["tenant_role", "-found_at"], name="finding_shop"),
            models.Index(fields=["supplier_id", "-found_at"], name="finding_supplier"),
            models.Index(fields=["subject_kind", "subject_ref"], name="finding_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.subject_kind} {self.subject_ref}"
