from django.db import models

from platform_core.kernel.ids import new_id
from tenants.access.enums import ApprovalState, TwoPersonAct


class Approval(models.Model):
    """An act that takes two people (双人审批): one asks, another decides, and it is done once.

    ``payload``: what exactly is asked for, sealed, since it may hold a secret; ``summary``: what the one who decides reads.
    That the two are not one is a constraint of the database.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act = models.CharField(max_length=24, choices=TwoPersonAct.choices)
    state = models.CharField(max_length=12, choices=ApprovalState.choices, default=ApprovalState.WAITING)
    summary = models.JSONField(default=dict)
    payload = models.BinaryField()
    reason = models.CharField(max_length=200)
    asked_by = models.UUIDField()
    asked_email = models.CharField(max_length=254)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_email = models.CharField(max_length=254, blank=True)
    decided_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-asked_at"], name="approval_newest")]
        constraints = [
            models.CheckConstraint(
                name="approval_two_people",
                condition=models.Q(state="waiting")
                | models.Q(state="withdrawn")
                | models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("asked_by")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.state}"
