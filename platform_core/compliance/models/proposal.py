from django.db import models
from django.db.models import F, Q

from platform_core.compliance.enums import ProposalKind, ProposalState
from platform_core.kernel.ids import new_id


class Proposal(models.Model):
    """An act of two members of the staff: one asks, another decides, within a few days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=ProposalKind.choices)
    subject_id = models.UUIDField()
    payload = models.JSONField(default=dict)
    reason = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    asked_by = models.UUIDField()
    asked_email = models.CharField(max_length=254)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_email = models.CharField(max_length=254, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[ProposalState.OPEN, ProposalState.WITHDRAWN])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="proposal_two_people",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(state=ProposalState.OPEN), name="one_open_proposal"
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="proposal_queue", condition=Q(state=ProposalState.OPEN))]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} {self.state}"
