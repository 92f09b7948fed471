from django.db import models

from platform_core.kernel.ids import new_id


class LedgerTransaction(models.Model):
    """Append-only: one business fact in the books, e.g. an issuance; corrections are new transactions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16)
    subject_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_id", "kind"], name="ledger_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
