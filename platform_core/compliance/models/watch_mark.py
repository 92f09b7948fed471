from django.db import models

from platform_core.compliance.enums import SubjectKind


class WatchMark(models.Model):
    """Up to which edition a supplier or a merchant was screened against the lists, and under which names."""

    id = models.BigAutoField(primary_key=True)
    subject_kind = models.CharField(max_length=12, choices=SubjectKind.choices)
    subject_ref = models.UUIDField()
    parties_hash = models.CharField(max_length=64)
    edition = models.BigIntegerField()
    screened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_kind", "subject_ref"], name="watch_mark_once")]
        indexes = [models.Index(fields=["edition"], name="watch_mark_edition")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_ref}"
