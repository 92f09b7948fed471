from django.db import models

from platform_core.kernel.ids import new_id
from tenants.reporting.enums import DifferenceKind, DifferenceState, LineKind


class Difference(models.Model):
    """Something in which a statement and our records disagree, with what each of them says when it was last looked at.

    ``subject``: the line, payment or refund that it is about, which has one difference at a time. ``statement``: the one that has
    the line, or should have it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gateway = models.CharField(max_length=16)
    statement = models.ForeignKey("reporting.Statement", on_delete=models.PROTECT, related_name="differences")
    subject = models.CharField(max_length=48)
    kind = models.CharField(max_length=16, choices=DifferenceKind.choices)
    state = models.CharField(max_length=10, choices=DifferenceState.choices)
    fact = models.CharField(max_length=8, choices=LineKind.choices)
    line = models.IntegerField(null=True)
    line_id = models.BigIntegerField(null=True)
    number = models.CharField(max_length=64, blank=True)
    provider_id = models.CharField(max_length=64, blank=True)
    their_amount = models.BigIntegerField(null=True)
    their_currency = models.CharField(max_length=3, blank=True)
    their_at = models.DateTimeField(null=True)
    our_amount = models.BigIntegerField(null=True)
    our_currency = models.CharField(max_length=3, blank=True)
    our_state = models.CharField(max_length=12, blank=True)
    our_at = models.DateTimeField(null=True)
    payment_id = models.UUIDField(null=True)
    refund_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    found_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], name="difference_once", condition=~models.Q(state=DifferenceState.WITHDRAWN)
            )
        ]
        indexes = [
            models.Index(fields=["statement", "state"], name="difference_of_statement"),
            models.Index(
                fields=["gateway", "found_at"],
                name="difference_open",
                condition=models.Q(state=DifferenceState.OPEN) | models.Q(state=DifferenceState.EXPECTED),
            ),
            models.Index(fields=["payment_id"], name="difference_of_payment"),
            models.Index(fields=["line_id"], name="difference_of_line", condition=models.Q(line_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def is_open(self) -> bool:
        """Does it wait for somebody?"""
        return self.state in {DifferenceState.OPEN, DifferenceState.EXPECTED}
