from django.db import models


class StaffOutcome(models.Model):
    """Append-only: what became of an act of the staff. One without it was cut off."""

    act = models.OneToOneField(
        "compliance.StaffAct", on_delete=models.PROTECT, primary_key=True, related_name="outcome"
    )
    outcome = models.CharField(max_length=8)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.act_id} {self.outcome}"
