from django.db import models

from tenants.access.enums import Outcome


class AuditOutcome(models.Model):
    """Append-only: what became of it. An entry without one was cut off; whether it was done, its target tells."""

    entry = models.OneToOneField(
        "access.AuditEntry", on_delete=models.PROTECT, primary_key=True, related_name="outcome"
    )
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.outcome}"
