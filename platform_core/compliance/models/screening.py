from django.db import models

from platform_core.compliance.enums import SubjectKind, Verdict
from platform_core.kernel.ids import new_id


class Screening(models.Model):
    """Append-only: rules asked about a subject, and what came of each.

    ``tenant_role``: the shop that it concerns; empty: none. ``inputs``: the facts that were used, by name, each once; contacts,
    numbers and names of persons only as prints or masked, as whoever asks gives them. ``outcomes``: a list of ``rule``,
    ``version``, ``level``, ``result``, ``points``, ``inputs`` (names), ``hash`` (SHA-256 of these inputs), ``lacking`` (names).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=12, choices=SubjectKind.choices)
    subject_ref = models.CharField(max_length=120)
    tenant_role = models.CharField(max_length=63, blank=True)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    score = models.PositiveSmallIntegerField()
    score_version = models.PositiveSmallIntegerField()
    reviewers = models.PositiveSmallIntegerField()
    inputs = models.JSONField()
    outcomes = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_ref", "-at"], name="screening_subject"),
            models.Index(fields=["tenant_role", "-at"], name="screening_shop"),
            models.Index(fields=["at"], name="screening_at"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_ref} {self.verdict}"
