from django.db import models

from billing.enums import Letter
from platform_core.kernel.ids import new_id


class SentLetter(models.Model):
    """That an owner was written something, once a cycle. ``cycle``: what it is about, e.g. an invoice, or the day a trial ends."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_id = models.UUIDField()
    letter = models.CharField(max_length=16, choices=Letter.choices)
    cycle = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "letter", "cycle"], name="billing_letter_once")]

    def __str__(self) -> str:
        return f"{self.letter} {self.cycle}"
